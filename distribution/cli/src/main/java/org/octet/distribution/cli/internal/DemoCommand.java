package org.octet.distribution.cli.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.octet.api.BenchmarkJob;
import org.octet.api.BenchmarkResult;
import org.octet.api.BenchmarkResult.ModelSpeed;
import org.octet.api.DataSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.EvaluationResult;
import org.octet.api.GuardSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.plugin.PluginSpec;
import org.octet.core.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code octet demo}. */
@Command(
    name = "demo",
    description = {
      "Quantizes the model that comes with Octet.",
      "Measures accuracy and speed of both models on pictures that come with it, and shows them",
      "side by side."
    })
final class DemoCommand extends OctetCommand {
  private static final String NAME = "demo";
  private static final String METRIC = "accuracy";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder of the result (default: a new folder octet-demo-N here).")
  Path output;

  @Option(names = "--force", description = "Replace files that are there already.")
  boolean force;

  DemoCommand(Session session) {
    super(session);
  }

  /** Everything the demo found out. */
  private record Findings(
      QuantizationReport report,
      EvaluationResult before,
      EvaluationResult after,
      BenchmarkResult speed) {}

  @Override
  void execute(Octet octet) {
    Path demo = files();
    session.announce(common, "quantizing the demo's model, a classifier of pictures");
    Path folder = output == null ? NewFolder.here("octet-demo") : output;
    Job job =
        Job.builder()
            .model(demo.resolve("model").resolve("demo.onnx"))
            .data("image", demo.resolve("pictures").resolve("calibration"))
            .dataParameter("mean", "127.5")
            .dataParameter("scale", "127.5")
            .guard(new GuardSpec(null, null, null, true))
            .output(new OutputSpec(folder, NAME, force))
            .build();
    // the first complaint about the output comes before the log is made in it
    Job complete = octet.complete(job);
    Path log = folder.resolve(NAME + ".log");
    try (PrintStream lines = open(folder, log)) {
      Findings found = watched(p -> run(octet, complete, demo, new LoggedProgress(p, lines, "")));
      String table = common.json ? Json.write(form(found)) : text(found);
      lines.print(table);
      session.out().print(table);
    }
    if (!common.json) {
      show(folder, log);
    }
  }

  private static Path files() {
    Path demo = Session.home().map(h -> h.resolve("demo")).orElse(null);
    if (demo == null || !Files.isDirectory(demo)) {
      throw new InputException(
          "the demo's files are missing: %s is not there; they come with the distribution"
              .formatted(demo == null ? "the installation" : demo));
    }
    return demo;
  }

  private static PrintStream open(Path folder, Path log) {
    try {
      Files.createDirectories(folder);
      return new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new OutputException("cannot write the log '" + log + "': " + e.getMessage(), e);
    }
  }

  private Findings run(Octet octet, Job job, Path demo, LoggedProgress progress) {
    QuantizationReport report = octet.quantize(job, progress, session.cancellation());
    ModelSpec before = job.models().get(0);
    ModelSpec after = ModelSpec.of(job.output().directory().resolve(NAME + ".xml"));
    return new Findings(
        report,
        evaluate(octet, before, demo, progress.of("float")),
        evaluate(octet, after, demo, progress.of("INT8")),
        octet.benchmark(
            new BenchmarkJob(List.of(before, after), null, 1, 3),
            progress.of("both"),
            session.cancellation()));
  }

  private EvaluationResult evaluate(Octet octet, ModelSpec model, Path demo, Progress progress) {
    DataSpec validation =
        new DataSpec(
            "image",
            demo.resolve("pictures").resolve("validation"),
            Map.of("mean", "127.5", "scale", "127.5"),
            null,
            null,
            null);
    EvaluationJob job =
        new EvaluationJob(List.of(model), validation, null, List.of(PluginSpec.of(METRIC)), null);
    return octet.evaluate(job, progress, session.cancellation());
  }

  private static String text(Findings f) {
    ModelSpeed was = f.speed().models().get(0);
    ModelSpeed is = f.speed().models().get(1);
    double accuracyWas = value(f.before());
    double accuracyIs = value(f.after());
    return Table.ofNumbers("", "float", "INT8", "change")
        .row(
            "accuracy",
            Table.percent(accuracyWas),
            Table.percent(accuracyIs),
            Table.format("%+.2f points", 100 * (accuracyIs - accuracyWas)))
        .row(
            "size",
            Table.size(f.report().summary().weightsBytesBefore()),
            Table.size(f.report().summary().weightsBytesAfter()),
            Table.times(
                (double) f.report().summary().weightsBytesBefore()
                    / f.report().summary().weightsBytesAfter(),
                "smaller",
                "larger"))
        .row(
            "latency",
            Table.format("%.2f ms", was.latency()),
            Table.format("%.2f ms", is.latency()),
            Table.times(was.latency() / is.latency(), "faster", "slower"))
        .row(
            "throughput",
            Table.format("%.1f/s", was.throughput()),
            Table.format("%.1f/s", is.throughput()),
            Table.format("%.2f x", is.throughputRatio()))
        .toString();
  }

  private static double value(EvaluationResult result) {
    return result.metrics().values().iterator().next();
  }

  /** The form of {@code --json}. */
  private record Form(
      int schemaVersion,
      QuantizationReport.Summary quantization,
      List<EvaluationResult> evaluations,
      BenchmarkResult benchmark) {}

  private static Form form(Findings f) {
    return new Form(1, f.report().summary(), List.of(f.before(), f.after()), f.speed());
  }

  private void show(Path folder, Path log) {
    session
        .out()
        .print(
            Table.ofTexts()
                .row("model", folder.resolve(NAME + ".xml").toString())
                .row("report", folder.resolve(NAME + ".report.html").toString())
                .row("log", log.toString()));
  }
}
