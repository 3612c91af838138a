package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.octet.api.ComparisonJob;
import org.octet.api.ComparisonResult;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.Recipe;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;

/**
 * Does what a recipe says: quantizes, measures both models, and compares their outputs. Used by one
 * thread.
 */
final class RecipeRuns {
  private final Octet octet;
  private final Cancellation cancellation;
  private final Path folder;
  private final boolean force;
  private final String effort;

  /**
   * @param folder the results go to a folder in it for each run
   * @param force whether files that are there are replaced
   * @param effort of jobs that name no algorithm; null: the default
   */
  RecipeRuns(Octet octet, Cancellation cancellation, Path folder, boolean force, String effort) {
    this.octet = octet;
    this.cancellation = cancellation;
    this.folder = folder;
    this.force = force;
    this.effort = effort;
  }

  /**
   * What one run found.
   *
   * @param report of the quantization
   * @param compared both models on the validation samples
   */
  record Outcome(String name, QuantizationReport report, ComparisonResult compared) {}

  List<Outcome> run(Recipe recipe, Progress progress) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Recipe.Run run : recipe.runs()) {
      outcomes.add(run(run, new NamedProgress(progress, run.name())));
    }
    return outcomes;
  }

  private Outcome run(Recipe.Run run, NamedProgress progress) {
    Job job = octet.complete(withOutput(run));
    QuantizationReport report = octet.quantize(job, progress, cancellation);
    List<ModelSpec> quantized = quantized(job, report);
    ComparisonResult compared =
        octet.compare(
            new ComparisonJob(
                job.models(),
                quantized,
                run.validation(),
                job.engine(),
                job.runtime(),
                false,
                run.metrics()),
            progress,
            cancellation);
    return new Outcome(run.name(), report, compared);
  }

  private Job withOutput(Recipe.Run run) {
    Job job = run.job();
    return new Job(
        job.schemaVersion(),
        job.models(),
        job.data(),
        job.engine(),
        algorithms(job),
        job.targetDevice(),
        job.guard(),
        job.metrics(),
        new OutputSpec(folder.resolve(run.name()), null, force),
        job.runtime(),
        job.timings());
  }

  private List<AlgorithmSpec> algorithms(Job job) {
    return effort == null || !job.algorithms().isEmpty()
        ? job.algorithms()
        : List.of(new AlgorithmSpec("DefaultQuantization", Map.of("effort", effort)));
  }

  /** The written models, under the names and with the decoders of the float ones. */
  private static List<ModelSpec> quantized(Job job, QuantizationReport report) {
    List<String> files = report.summary().files().stream().filter(f -> f.endsWith(".xml")).toList();
    List<ModelSpec> quantized = new ArrayList<>();
    for (int i = 0; i < job.models().size(); i++) {
      ModelSpec model = job.models().get(i);
      Path file = job.output().directory().resolve(files.get(i));
      quantized.add(new ModelSpec(model.name(), file, null, model.decoder()));
    }
    return quantized;
  }

  /** The results for people: one row per metric. */
  static String table(List<Outcome> outcomes) {
    Table table = Table.ofNumbers("", "metric", "float", "INT8", "change", "SQNR", "size", "time");
    for (Outcome o : outcomes) {
      String[] last = {
        o.compared().outputs().stream()
            .map(c -> Table.decibels(c.sqnr()))
            .reduce((a, b) -> a + ", " + b)
            .orElse(""),
        Table.size(o.report().summary().weightsBytesAfter()),
        Table.format("%.1f s", o.report().timings().stream().mapToDouble(t -> t.seconds()).sum())
      };
      String name = o.name();
      for (Map.Entry<String, Double> metric : o.compared().before().entrySet()) {
        double was = metric.getValue();
        double is = o.compared().after().getOrDefault(metric.getKey(), Double.NaN);
        table.row(
            name,
            metric.getKey(),
            Table.format("%.4f", was),
            Table.format("%.4f", is),
            Table.format("%+.4f", is - was),
            last[0],
            last[1],
            last[2]);
        name = "";
        last = new String[] {"", "", ""};
      }
    }
    return table.toString();
  }

  /** The form of {@code --json}. */
  record Form(int schemaVersion, String title, List<Line> runs) {}

  /** One run of {@link Form}. */
  record Line(String name, QuantizationReport.Summary quantization, ComparisonResult comparison) {}

  static Form form(Recipe recipe, List<Outcome> outcomes) {
    return new Form(
        1,
        recipe.title(),
        outcomes.stream()
            .map(o -> new Line(o.name(), o.report().summary(), o.compared()))
            .toList());
  }

  /** Puts a name before the stages. */
  private record NamedProgress(Progress next, String name) implements Progress {
    @Override
    public void stage(String stage, long total, String unit) {
      next.stage(name + " " + stage, total, unit);
    }

    @Override
    public void advance(long done) {
      next.advance(done);
    }

    @Override
    public void message(String text) {
      next.message(text);
    }
  }
}
