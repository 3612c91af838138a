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
    description = "Measures metrics of a model on labelled samples, or against another model.",
    footer = {
      "",
      "Example:",
      "  octet evaluate --model int8/net.xml --loader image --data val/ --metric accuracy \\",
      "      -M top-k=5 -L mean=123.675,116.28,103.53 -L scale=58.395,57.12,57.375",
      "  octet evaluate --model int8/yolox.xml --decoder yolox --metric coco-map \\",
      "      --loader image --data val/images -L annotations=yolo"
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
    @Option(
        names = "--metric",
        paramLabel = "NAME",
        description = "Metric, such as accuracy; repeat it for more.")
    List<String> names = new ArrayList<>();

    @Option(
        names = {"-M", "--metric-option"},
        paramLabel = "[METRIC.]KEY=VALUE",
        description = {
          "Parameter of the metric; repeat for more.",
          "Of several metrics it names the one: -M accuracy.top-k=5."
        })
    Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
        names = "--reference",
        paramLabel = "FILE",
        description = {
          "Take this model's predictions for the truth instead of labels: how often does the",
          "quantized model decide as the float one? Repeat it for a cascade, in the models' order."
        })
    List<String> reference = new ArrayList<>();

    List<PluginSpec> specs(List<String> complaints) {
      if (names.isEmpty()) {
        complaints.add("--metric is missing: name a metric; 'octet plugins list' shows them");
      }
      Map<String, Map<String, Object>> own = new LinkedHashMap<>();
      names.forEach(name -> own.put(name, new LinkedHashMap<>()));
      parameters.forEach((key, value) -> add(own, key, value, complaints));
      List<PluginSpec> specs = new ArrayList<>();
      own.forEach((name, values) -> specs.add(new PluginSpec(name, values)));
      return specs;
    }

    private void add(
        Map<String, Map<String, Object>> own, String key, String value, List<String> complaints) {
      int dot = key.indexOf('.');
      String metric =
          dot < 0 && own.size() == 1 ? names.get(0) : key.substring(0, Math.max(dot, 0));
      Map<String, Object> values = own.get(metric);
      if (values != null) {
        values.put(key.substring(dot + 1), value);
      } else if (!own.isEmpty()) {
        complaints.add(
            "-M %s=%s: say which metric it belongs to: -M %s.%s=%s"
                .formatted(key, value, names.get(0), key.substring(dot + 1), value));
      }
    }
  }

  @Override
  void execute(Octet octet) {
    List<String> complaints = new ArrayList<>();
    model.require(complaints);
    data.require(complaints);
    List<PluginSpec> metrics = metric.specs(complaints);
    DataSpec samples = data.spec(complaints);
    refuse(complaints);
    EvaluationJob job =
        new EvaluationJob(
            model.specs(),
            samples,
            runtime.engineSpec(),
            metrics,
            runtime.spec(),
            ModelOptions.specs(metric.reference, null, null));
    session.announce(common, "evaluating " + model.names());
    EvaluationResult result =
        watched(progress -> octet.evaluate(job, progress, session.cancellation()));
    session.out().print(common.json ? Json.write(result) : Summaries.of(result));
  }
}
