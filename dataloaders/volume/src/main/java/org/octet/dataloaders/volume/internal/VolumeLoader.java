package org.octet.dataloaders.volume.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.tensor.TensorPool;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.Fingerprint;
import org.octet.dataloaders.files.Masks;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.NumberType;
import org.octet.dataloaders.files.Parts;
import org.octet.dataloaders.files.Recent;
import org.octet.dataloaders.files.Samples;
import org.octet.dataloaders.volume.internal.Preparation.Prepared;

/**
 * Reads volumes on the caller's thread and cuts samples out of them; the volume read last is kept
 * when it has several. Thread-safe.
 */
final class VolumeLoader implements DataLoader {
  private static final int POOLED = 16;

  private final List<Subject> subjects;
  private final Preparation preparation;
  private final Cutting cutting;
  private final Masks masks;
  private final String input;
  private final boolean skip;
  private final Parts parts;
  private final TensorPool pool = new TensorPool(POOLED);
  private final Recent<Prepared> recent = new Recent<>();

  /**
   * @param subjects where the volumes are
   * @param preparation of whole volumes
   * @param cutting which parts are samples
   * @param masks makes the annotations
   * @param input name of the model's input
   * @param skip whether a sample that cannot be read may be left out
   */
  VolumeLoader(
      List<Subject> subjects,
      Preparation preparation,
      Cutting cutting,
      Masks masks,
      String input,
      boolean skip) {
    this.subjects = List.copyOf(subjects);
    this.preparation = preparation;
    this.cutting = cutting;
    this.masks = masks;
    this.input = input;
    this.skip = skip;
    this.parts = new Parts(subjects.size(), i -> count(subjects.get(i)));
  }

  private int count(Subject subject) {
    if (!cutting.needsExtents()) {
      return cutting.fixedCount();
    }
    Path file = subject.volumes().get(0);
    try {
      return Samples.read(
          subject.id(),
          skip,
          () -> cutting.boxes(preparation.extents(VolumeFile.layout(file))).size());
    } catch (UnreadableSampleException e) {
      if (skip) {
        return 1; // one sample that cannot be read
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
    int s = parts.file(index);
    String id = parts.id(subjects.get(s).id(), index);
    return Samples.read(
        id,
        skip,
        () -> {
          Prepared volume =
              parts.single(index)
                  ? preparation.read(subjects.get(s))
                  : recent.get(s, () -> preparation.read(subjects.get(s)));
          List<Box> boxes = cutting.boxes(preparation.ordered(volume.image().extents()));
          if (parts.part(index) >= boxes.size()) {
            throw new IOException("the volume became smaller");
          }
          return sample(id, volume, boxes.get(parts.part(index)));
        });
  }

  private Sample sample(String id, Prepared volume, Box box) throws IOException {
    Optional<Annotation> annotation = Optional.empty();
    if (volume.mask().isPresent()) {
      annotation = Optional.of(masks.mask(classes(volume.mask().get(), box)));
    }
    return new Sample(id, Map.of(input, tensor(volume.image(), box)), annotation);
  }

  private Tensor tensor(Grid image, Box box) throws IOException {
    int[] n = box.size();
    Shape shape = Shape.of(1, image.channels().length, n[0], n[1], n[2]);
    if (ElementType.F32.byteSize(shape.elements()) > Content.MAX_BYTES) {
      throw new IOException("a tensor %s is larger than 1 GiB".formatted(shape));
    }
    Tensor tensor = pool.take(ElementType.F32, shape);
    FloatBuffer out = tensor.floats();
    for (float[] channel : image.channels()) {
      preparation.forEach(image, box, channel, out::put);
    }
    return tensor;
  }

  private NumberArray classes(Grid mask, Box box) {
    int[] n = box.size();
    ByteBuffer values =
        ByteBuffer.allocate(n[0] * n[1] * n[2] * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    preparation.forEach(mask, box, mask.channels()[0], values::putFloat);
    return new NumberArray(NumberType.F32, Shape.of(n[0], n[1], n[2]), values.flip());
  }

  @Override
  public Optional<String> fingerprint(int index) {
    Subject subject = subjects.get(parts.file(index));
    return Fingerprint.of(
        () -> {
          Fingerprint fingerprint = new Fingerprint(parts.id(subject.id(), index));
          for (Path file : subject.volumes()) {
            fingerprint.add(Content.read(file));
          }
          return fingerprint;
        });
  }

  @Override
  public void close() {
    recent.clear();
  }
}
