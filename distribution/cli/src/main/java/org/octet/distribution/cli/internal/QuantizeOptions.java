package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** How to quantize, and where to. */
final class QuantizeOptions {
  @Option(
      names = "--preset",
      paramLabel = "auto|performance|mixed|accuracy",
      description =
          "Symmetric activations, or asymmetric ones (default: auto, which is mixed for transformers);"
              + " accuracy: asymmetric weights too, or 16-bit ones on GNA.")
  String preset;

  @Option(
      names = "--effort",
      paramLabel = "default|best",
      description =
          "best: weights are rounded by what they are multiplied with, and biases corrected front to"
              + " back; takes longer.")
  String effort;

  @Option(
      names = "--target-device",
      paramLabel = "NAME",
      description = "What the model is for (default: ANY).")
  String targetDevice;

  @Option(
      names = "--model-type",
      paramLabel = "auto|none|transformer",
      description = "Kind of the network (default: auto).")
  String modelType;

  @Option(
      names = "--guard",
      paramLabel = "sqnr=DB|agreement=SHARE|drop=AMOUNT|off",
      split = ",",
      description = {
        "Least dB and least share of equal decisions of the result; operations return to float until"
            + " it holds (default: sqnr=8, agreement=0.8 for probabilities).",
        "drop: how much worse than the float model's a --metric may be, such as 0.01, or 1%% of it."
      })
  List<String> guard = List.of();

  @Option(
      names = "--guard-data",
      paramLabel = "PATH",
      description = "Annotated samples for drop, read as those of --data are (default: those).")
  Path guardData;

  @Option(
      names = "--job",
      paramLabel = "FILE",
      description = "Job as JSON; options on the command line win over it.")
  Path job;

  @Option(
      names = "--pot-config",
      paramLabel = "FILE",
      description = "Configuration of POT, JSON or YAML, in place of a job.")
  Path potConfig;

  @Option(names = "--output", paramLabel = "DIR", description = "Folder of the result.")
  Path output;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Base name of the files (default: the model's).")
  String name;

  @Option(names = "--force", description = "Replace files that are there already.")
  boolean force;

  @Option(
      names = "--dry-run",
      description = "Check the job and print it with all defaults; write nothing.")
  boolean dryRun;

  @Option(
      names = "--layers",
      description = "Also measure the error inside the network, for the report.")
  boolean layers;

  @Option(
      names = "--no-cache",
      description = "Measure all samples anew, and keep no statistics for the next run.")
  boolean noCache;

  @Option(
      names = "--timings",
      description = "Also time the float model on the same samples, for comparison.")
  boolean timings;
}
