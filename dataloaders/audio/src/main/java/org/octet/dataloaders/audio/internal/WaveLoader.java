package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.UnreadableSampleException;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Fingerprint;
import org.octet.dataloaders.files.Parts;
import org.octet.dataloaders.files.Recent;
import org.octet.dataloaders.files.Samples;

/**
 * Reads sounds on the caller's thread; the sound read last is kept when it has several windows.
 * Thread-safe.
 */
final class WaveLoader implements DataLoader {
  private final FileList files;
  private final Map<String, Integer> labels;
  private final WaveSource source;
  private final Windows windows;
  private final Optional<FrontEnd> frontEnd;
  private final SampleForm form;
  private final Parts parts;
  private final Recent<Sound> recent = new Recent<>();

  /**
   * @param files where the sounds are
   * @param labels class index by name, for those that have one
   * @param source reads them
   * @param windows cuts them
   * @param frontEnd makes features of windows; empty: samples stay
   * @param form of the samples
   */
  WaveLoader(
      FileList files,
      Map<String, Integer> labels,
      WaveSource source,
      Windows windows,
      Optional<FrontEnd> frontEnd,
      SampleForm form) {
    this.files = files;
    this.labels = Map.copyOf(labels);
    this.source = source;
    this.windows = windows;
    this.frontEnd = frontEnd;
    this.form = form;
    this.parts = new Parts(files.names().size(), this::count);
  }

  /** A sound that cannot be read is one sample, which fails later. */
  private int count(int file) {
    if (windows.size() == 0 || windows.steps()) {
      return 1;
    }
    String name = files.names().get(file);
    try {
      return Samples.read(
          name,
          form.skip(),
          () -> Math.toIntExact(Math.max(1, windows.count(source.samples(files.file(name))))));
    } catch (UnreadableSampleException e) {
      if (form.skip()) {
        return 1;
      }
      throw e;
    }
  }

  @Override
  public int size() {
    return parts.size();
  }

  @Override
  public Sample get(int index) {
    int file = parts.file(index);
    String name = files.names().get(file);
    String id = parts.id(name, index);
    return Samples.read(
        id,
        form.skip(),
        () -> {
          Sound sound =
              parts.single(index)
                  ? source.read(files.file(name))
                  : recent.get(file, () -> source.read(files.file(name)));
          return form.sample(
              id,
              steps(sound, parts.part(index)),
              windows.steps(),
              Optional.ofNullable(labels.get(name)).map(ClassLabel::new));
        });
  }

  private List<Matrix> steps(Sound sound, int part) throws IOException {
    if (!windows.steps()) {
      return List.of(features(sound, part));
    }
    List<Matrix> steps = new ArrayList<>();
    long count = Math.max(1, windows.count(sound.samples().length));
    if (count * windows.size() > Content.MAX_BYTES / Float.BYTES) {
      throw new IOException("%d steps of %d samples".formatted(count, windows.size()));
    }
    for (int i = 0; i < count; i++) {
      steps.add(features(sound, i));
    }
    return steps;
  }

  private Matrix features(Sound sound, int window) throws IOException {
    float[] samples = windows.cut(sound.samples(), window);
    return frontEnd.isEmpty()
        ? Matrix.vector(samples)
        : frontEnd.get().features(samples, sound.rate());
  }

  @Override
  public Optional<String> fingerprint(int index) {
    String name = files.names().get(parts.file(index));
    return Fingerprint.of(
        () -> new Fingerprint(parts.id(name, index)).add(Content.read(files.file(name))));
  }

  @Override
  public void close() {
    recent.clear();
  }
}
