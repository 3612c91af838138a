package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.octet.api.BenchmarkJob;
import org.octet.api.BenchmarkResult;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.core.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet benchmark}. */
@Command(
    name = "benchmark",
    description = {
      "Times models side by side on random input.",
      "They take turns, so that other load on the machine is fair to all; speed-ups are against",
      "the first model."
    },
    footer = {"", "Example:", "  octet benchmark net.onnx int8/net.xml"})
final class BenchmarkCommand extends OctetCommand {
  @ArgGroup(validate = false, heading = "%nModels:%n", order = 1)
  BenchmarkOptions options = new BenchmarkOptions();

  @Parameters(paramLabel = "MODEL", arity = "0..*", description = "A model; the first is the base.")
  List<Path> positional = new ArrayList<>();

  BenchmarkCommand(Session session) {
    super(session);
  }

  /** What is timed, and how long. */
  static final class BenchmarkOptions {
    @Option(
        names = "--model",
        paramLabel = "FILE",
        description = "A model, after the others; repeat for more.")
    List<Path> models = new ArrayList<>();

    @Option(
        names = "--seconds",
        paramLabel = "S",
        description = "Time per model, round and kind of measurement (default: 3).")
    double seconds = 3;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "How often the models take turns (default: 5).")
    int rounds = 5;

    @Option(
        names = "--device",
        paramLabel = "NAME",
        description = "Device that runs the models (default: CPU).")
    String device;

    @Option(
        names = "--threads",
        paramLabel = "N",
        description = "Inferences at the same time, one thread each (default: one per core).")
    Integer threads;
  }

  @Override
  void execute(Octet octet) {
    List<Path> models = new ArrayList<>(positional);
    models.addAll(options.models);
    if (models.isEmpty()) {
      refuse(List.of("a model is missing: octet benchmark MODEL..."));
    }
    RuntimeOptions runtime = new RuntimeOptions();
    runtime.device = options.device;
    runtime.threads = options.threads;
    BenchmarkJob job =
        new BenchmarkJob(
            models.stream().map(ModelSpec::of).toList(),
            runtime.spec(),
            options.seconds,
            options.rounds);
    session.announce(
        common, "timing " + models.stream().map(Path::toString).collect(Collectors.joining(", ")));
    BenchmarkResult result =
        watched(progress -> octet.benchmark(job, progress, session.cancellation()));
    session.out().print(common.json ? Json.write(result) : Summaries.of(result));
  }
}
