package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.octet.api.ComparisonJob;
import org.octet.api.ComparisonResult;
import org.octet.api.ComparisonResult.OutputComparison;
import org.octet.api.EvaluationJob;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.Recipe;
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

  /**
   * @param folder the results go to a folder in it for each run
   * @param force whether files that are there are replaced
   */
  RecipeRuns(Octet octet, Cancellation cancellation, Path folder, boolean force) {
    this.octet = octet;
    this.cancellation = cancellation;
    this.folder = folder;
    this.force = force;
  }

  /**
   * What one run found.
   *
   * @param report of the quantization
   * @param before metrics of the float model
   * @param after metrics of the INT8 model
   * @param outputs the INT8 model's outputs against the float model's, on the validation samples
   */
  record Outcome(
      String name,
      QuantizationReport report,
      Map<String, Double> before,
      Map<String, Double> after,
      List<OutputComparison> outputs) {}

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
    Map<String, Double> before = evaluate(run, job.models(), progress.of("float"));
    Map<String, Double> after = evaluate(run, quantized, progress.of("INT8"));
    ComparisonResult compared =
        octet.compare(
            new ComparisonJob(
                job.models(), quantized, run.validation(), job.engine(), job.runtime()),
            progress,
            cancellation);
    return new Outcome(run.name(), report, before, after, compared.outputs());
  }

  private Job withOutput(Recipe.Run run) {
    Job job = run.job();
    return new Job(
        job.schemaVersion(),
        job.models(),
        job.data(),
        job.engine(),
        job.algorithms(),
        job.targetDevice(),
        job.guard(),
        job.metrics(),
        new OutputSpec(folder.resolve(run.name()), null, force),
        job.runtime(),
        job.timings());
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

  private Map<String, Double> evaluate(Recipe.Run run, List<ModelSpec> models, Progress progress) {
    Job job = run.job();
    return octet
        .evaluate(
            new EvaluationJob(models, run.validation(), job.engine(), run.metrics(), job.runtime()),
            progress,
            cancellation)
        .metrics();
  }

  /** The results for people: one row per metric. */
  static String table(List<Outcome> outcomes) {
    Table table = Table.ofNumbers("", "metric", "float", "INT8", "change", "SQNR", "size", "time");
    for (Outcome o : outcomes) {
      String[] last = {
        o.outputs().stream()
            .map(c -> Table.decibels(c.sqnr()))
            .reduce((a, b) -> a + ", " + b)
            .orElse(""),
        Table.size(o.report().summary().weightsBytesAfter()),
        Table.format("%.1f s", o.report().timings().stream().mapToDouble(t -> t.seconds()).sum())
      };
      String name = o.name();
      for (Map.Entry<String, Double> metric : o.before().entrySet()) {
        double was = metric.getValue();
        double is = o.after().getOrDefault(metric.getKey(), Double.NaN);
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
  record Line(
      String name,
      Map<String, Double> before,
      Map<String, Double> after,
      List<OutputComparison> outputs,
      QuantizationReport.Summary quantization) {}

  static Form form(Recipe recipe, List<Outcome> outcomes) {
    return new Form(
        1,
        recipe.title(),
        outcomes.stream()
            .map(o -> new Line(o.name(), o.before(), o.after(), o.outputs(), o.report().summary()))
            .toList());
  }

  /** Puts a name before the stages. */
  private record NamedProgress(Progress next, String name) implements Progress {
    NamedProgress of(String model) {
      return new NamedProgress(next, name + " " + model);
    }

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
