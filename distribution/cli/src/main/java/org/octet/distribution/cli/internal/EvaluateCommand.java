package org.octet.distribution.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.DataSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.EvaluationResult;
import org.octet.api.Octet;
import org.octet.api.plugin.PluginSpec;
import org.octet.core.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code octet evaluate}. */
@Command(
    name = "evaluate",
    description = "Measures a metric of a model on labelled samples.",
    footer = {
      "",
      "Example:",
      "  octet evaluate --model int8/net.xml --loader image --data val/ --metric accuracy \\",
      "      -M top-k=5 -L mean=123.675,116.28,103.53 -L scale=58.395,57.12,57.375"
    })
final class EvaluateCommand extends OctetCommand {
  @ArgGroup(validate = false, heading = "%nModel:%n", order = 1)
  ModelOptions model = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nSamples:%n", order = 2)
  DataOptions data = new DataOptions();

  @ArgGroup(validate = false, heading = "%nMetric:%n", order = 3)
  MetricOptions metric = new MetricOptions();

  @ArgGroup(validate = false, heading = "%nRunning:%n", order = 4)
  RuntimeOptions runtime = new RuntimeOptions();

  EvaluateCommand(Session session) {
    super(session);
  }

  /** Which metric. */
  static final class MetricOptions {
    @Option(names = "--metric", paramLabel = "NAME", description = "Metric, such as accuracy.")
    String name;

    @Option(
        names = {"-M", "--metric-option"},
        paramLabel = "KEY=VALUE",
        description = "Parameter of the metric; repeat for more.")
    Map<String, String> parameters = new LinkedHashMap<>();

    PluginSpec spec() {
      return new PluginSpec(name, new LinkedHashMap<>(parameters));
    }
  }

  @Override
  void execute(Octet octet) {
    List<String> complaints = new ArrayList<>();
    model.require(complaints);
    data.require(complaints);
    if (metric.name == null) {
      complaints.add("--metric is missing: name a metric; 'octet plugins list' shows them");
    }
    DataSpec samples = data.spec(complaints);
    refuse(complaints);
    EvaluationJob job =
        new EvaluationJob(
            List.of(model.spec()),
            samples,
            runtime.engineSpec(),
            List.of(metric.spec()),
            runtime.spec());
    session.announce(common, "evaluating " + model.model);
    EvaluationResult result =
        watched(progress -> octet.evaluate(job, progress, session.cancellation()));
    session.out().print(common.json ? Json.write(result) : Summaries.of(result));
  }
}
