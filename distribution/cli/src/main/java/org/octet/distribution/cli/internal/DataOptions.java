package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.DataSpec;
import picocli.CommandLine.Option;

/** Which samples. */
final class DataOptions {
  private static final String SLICE = "slice";
  private static final String SHUFFLE = "shuffle";

  @Option(
      names = "--loader",
      paramLabel = "NAME",
      description = "Data loader, such as image, tensor, volume, audio or synthetic.")
  String loader;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "What the loader opens: a folder or a file.")
  Path data;

  @Option(
      names = {"-L", "--loader-option"},
      paramLabel = "KEY=VALUE",
      description =
          "Parameter of the loader; repeat for more. Every loader takes slice=START:STOP:STEP and"
              + " shuffle=SEED.")
  Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--subset-size",
      paramLabel = "N",
      description =
          "Samples used at most, spread evenly (default: 300 for quantize, all for the others).")
  Integer subsetSize;

  /** Complains about what is missing. */
  void require(List<String> complaints) {
    if (loader == null) {
      complaints.add("--loader is missing: name a data loader; 'octet plugins list' shows them");
    }
    // whether a loader needs data its own schema says
    if (loader == null && data == null) {
      complaints.add("--data is missing: name the folder or file with the samples");
    }
  }

  /** The samples; only after {@link #require}. */
  DataSpec spec(List<String> complaints) {
    return new DataSpec(loader, data, loaderParameters(), slice(), shuffle(complaints), subsetSize);
  }

  /** The loader's own parameters: without those that belong to every loader. */
  Map<String, Object> loaderParameters() {
    Map<String, Object> own = new LinkedHashMap<>(parameters);
    own.remove(SLICE);
    own.remove(SHUFFLE);
    return own;
  }

  /** The slice, or null. */
  String slice() {
    return parameters.get(SLICE);
  }

  /** The seed, or null. */
  Long shuffle(List<String> complaints) {
    String seed = parameters.get(SHUFFLE);
    try {
      return seed == null ? null : Long.valueOf(seed);
    } catch (NumberFormatException e) {
      complaints.add("-L shuffle=" + seed + ": must be a whole number, the seed of the shuffle");
      return null;
    }
  }
}
