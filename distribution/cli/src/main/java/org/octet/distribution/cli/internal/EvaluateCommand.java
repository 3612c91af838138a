package org.octet.distribution.cli.internal;

import java.util.ArrayList;
import java.util.List;
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

  @ArgGroup(validate = false, heading = "%nTruth:%n", order = 4)
  TruthOptions truth = new TruthOptions();

  @ArgGroup(validate = false, heading = "%nRunning:%n", order = 5)
  RuntimeOptions runtime = new RuntimeOptions();

  EvaluateCommand(Session session) {
    super(session);
  }

  /** What the predictions are measured against, if not labels. */
  static final class TruthOptions {
    @Option(
        names = "--reference",
        paramLabel = "FILE",
        description = {
          "Take this model's predictions for the truth instead of labels: how often does the",
          "quantized model decide as the float one? Repeat it for a cascade, in the models' order."
        })
    List<String> reference = new ArrayList<>();
  }

  @Override
  void execute(Octet octet) {
    List<String> complaints = new ArrayList<>();
    model.require(complaints);
    data.require(complaints);
    List<PluginSpec> metrics = metric.required(complaints);
    DataSpec samples = data.spec(complaints);
    refuse(complaints);
    EvaluationJob job =
        new EvaluationJob(
            model.specs(),
            samples,
            runtime.engineSpec(),
            metrics,
            runtime.spec(),
            ModelOptions.specs(truth.reference, null, null));
    session.announce(common, "evaluating " + model.names());
    EvaluationResult result =
        watched(progress -> octet.evaluate(job, progress, session.cancellation()));
    session.out().print(common.json ? Json.write(result) : Summaries.of(result));
  }
}
