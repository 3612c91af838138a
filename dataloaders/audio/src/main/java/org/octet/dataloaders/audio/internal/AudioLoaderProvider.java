package org.octet.dataloaders.audio.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Labels;
import org.octet.dataloaders.files.Samples;

/** The data loader {@code audio}: sounds, features of sounds, Kaldi's archives. Immutable. */
public final class AudioLoaderProvider implements DataLoaderProvider {
  private static final List<String> ENDINGS = List.of(".wav", ".wave");
  private static final int MAX_SAMPLES = 1 << 28;
  private static final int MAX_RATE = 1 << 20;

  @Override
  public String name() {
    return "audio";
  }

  @Override
  public String description() {
    return "Sounds (WAV) as samples, windows, log-mel or MFCC features; Kaldi archives (.ark, .scp).";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(
        Parameter.path(
                "path", "a WAV file, a folder of them, or a Kaldi archive (.ark) or script (.scp)")
            .mandatory());
    all.addAll(sound());
    all.addAll(windows());
    all.add(
        Parameter.choice(
            "features",
            "none",
            List.of("none", "log-mel", "mfcc"),
            "what is computed of each sound or window; words and defaults are librosa's"));
    all.addAll(FrontEndOptions.parameters());
    all.addAll(TensorLayout.parameters());
    all.addAll(samples());
    return new ParameterSchema(all);
  }

  private static List<Parameter> sound() {
    return List.of(
        Parameter.choice(
            "channel",
            "mix",
            List.of("mix", "left", "right"),
            "channel of several; mix: their mean"),
        Parameter.integer(
            "rate",
            null,
            1,
            MAX_RATE,
            "resample to so many samples per second; default: as stored"),
        Parameter.choice(
            "resampling",
            "sinc",
            List.of("sinc", "linear"),
            "sinc: a polyphase filter in a Kaiser window; linear: straight lines between samples"),
        Parameter.choice(
            "peak",
            "none",
            List.of("none", "max", "abs"),
            "divide each sound by its largest sample (max) or largest magnitude (abs)"),
        Parameter.integer(
            "length",
            null,
            1,
            MAX_SAMPLES,
            "samples of a sound: zeros are put behind, what is too much is left out"));
  }

  private static List<Parameter> windows() {
    return List.of(
        Parameter.integer("window", null, 1, MAX_SAMPLES, "cut windows of so many samples"),
        Parameter.integer(
            "hop", null, 1, MAX_SAMPLES, "distance of windows in samples; default: window"),
        Parameter.integer(
            "padLeft",
            null,
            0,
            MAX_SAMPLES,
            "zeros in front of a sound, for models that see samples of the window before"),
        Parameter.choice(
            "tail", "drop", List.of("drop", "pad"), "the last window, if it is not full"),
        Parameter.choice(
            "windows",
            "samples",
            List.of("samples", "steps"),
            "samples: every window is a sample; steps: a sound is one sample, its windows along the"
                + " first axis, for recurrent models"));
  }

  private static List<Parameter> samples() {
    return List.of(
        Parameter.choice(
            "records",
            "whole",
            List.of("whole", "frames"),
            "frames: every row of a record of a Kaldi archive is a sample, without a time axis"),
        Parameter.string(
            "input", Sample.ONLY_INPUT, "name of the model's input, if it has several"),
        Parameter.string(
            "labels",
            null,
            "CSV file of class indices, FILE or FILE:file-column:label-column, by default the first"
                + " and second column; FILE is looked for here, then in the data folder. Only the"
                + " sounds it names are used. Without it and label-pattern two or more sub-folders,"
                + " in byte order, are the classes"),
        Parameter.string(
            "labelPattern",
            null,
            "regular expression that finds the label in a file's name or Kaldi's key, its first"
                + " group, such as ^([0-9])_ for 7_jackson_32.wav"),
        Parameter.choice(
            "onError",
            "skip",
            List.of("skip", "fail"),
            "what to do with a sound that cannot be read"));
  }

  @Override
  public DataLoader open(Parameters p) {
    Path path = p.path("path");
    boolean kaldi = KaldiArchive.is(path);
    SampleForm form =
        new SampleForm(
            TensorLayout.of(p, kaldi), p.string("input"), p.string("onError").equals("skip"));
    String features = p.string("features");
    if (kaldi) {
      if (!features.equals("none") || p.has("window")) {
        throw new InputException(
            "data loader 'audio': '%s' holds features already; leave out features and window"
                .formatted(path));
      }
      return kaldi(p, path, form);
    }
    Windows windows = Windows.of(p);
    Optional<FrontEnd> frontEnd =
        features.equals("none")
            ? Optional.empty()
            : Optional.of(new FrontEnd(FrontEndOptions.of(p, features.equals("mfcc"))));
    FileList files = FileList.of(path, ENDINGS);
    Map<String, Integer> labels = labels(p, files);
    FileList used = used(p, files, labels);
    return new WaveLoader(used, labels, WaveSource.of(p), windows, frontEnd, form);
  }

  private static DataLoader kaldi(Parameters p, Path path, SampleForm form) {
    KaldiArchive archive = Samples.open("Kaldi archive", path, () -> KaldiArchive.open(path));
    FileList keys =
        new FileList(
            path.toAbsolutePath().getParent(),
            archive.records().stream().map(KaldiArchive.Entry::key).toList());
    Map<String, Integer> labels =
        p.has("labels") || p.has("labelPattern") ? labels(p, keys) : Map.of();
    List<KaldiArchive.Entry> used =
        p.has("labels")
            ? archive.records().stream().filter(e -> labels.containsKey(e.key())).toList()
            : archive.records();
    return p.string("records").equals("frames")
        ? Samples.open("Kaldi archive", path, () -> KaldiFrames.of(used, labels, form))
        : new KaldiLoader(used, labels, form);
  }

  private static Map<String, Integer> labels(Parameters p, FileList files) {
    if (p.has("labels")) {
      return Labels.fromTable(p.string("labels"), files);
    }
    return p.has("labelPattern")
        ? Labels.fromNames("label-pattern", p.string("labelPattern"), files)
        : Labels.fromFolders(files);
  }

  private static FileList used(Parameters p, FileList files, Map<String, Integer> labels) {
    return p.has("labels")
        ? files.with(files.names().stream().filter(labels::containsKey).toList())
        : files;
  }
}
