package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.octet.api.ComparisonJob;
import org.octet.api.ComparisonResult;
import org.octet.api.DataSpec;
import org.octet.api.Octet;
import org.octet.api.plugin.PluginSpec;
import org.octet.core.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code octet compare}. */
@Command(
    name = "compare",
    description = {
      "Compares the outputs of two models on the same samples.",
      "Shows the signal-to-quantization-noise ratio",
      "SQNR = 10 log10(sum ref^2 / sum (ref - out)^2) over all samples, and how often both name",
      "the same class first."
    },
    footer = {
      "",
      "Example:",
      "  octet compare --model net.onnx --with int8/net.xml --loader image --data val/"
    })
final class CompareCommand extends OctetCommand {
  @ArgGroup(validate = false, heading = "%nReference model:%n", order = 1)
  ModelOptions model = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nOther model:%n", order = 2)
  OtherModel other = new OtherModel();

  @ArgGroup(validate = false, heading = "%nSamples:%n", order = 3)
  DataOptions data = new DataOptions();

  @ArgGroup(validate = false, heading = "%nInside the networks:%n", order = 4)
  DepthOptions depth = new DepthOptions();

  @ArgGroup(validate = false, heading = "%nMetrics of both, on labelled samples:%n", order = 5)
  MetricOptions metric = new MetricOptions();

  @ArgGroup(validate = false, heading = "%nRunning:%n", order = 6)
  RuntimeOptions runtime = new RuntimeOptions();

  CompareCommand(Session session) {
    super(session);
  }

  /** The model that is compared with the reference. */
  static final class OtherModel {
    @Option(
        names = "--with",
        paramLabel = "FILE",
        description = {
          "The model to compare with it; repeat it for a cascade, in the models' order."
        })
    List<String> with = new ArrayList<>();

    @Option(
        names = "--with-weights",
        paramLabel = "FILE",
        description = "Its weights (default: the .bin beside the .xml).")
    Path weights;
  }

  /** How deep. */
  static final class DepthOptions {
    static final int LAYERS = 20;

    @Option(
        names = "--layers",
        paramLabel = "N",
        arity = "0..1",
        fallbackValue = "" + LAYERS,
        description = {
          "Also compare tensors inside the networks, and show the N worst",
          "(default: ${FALLBACK-VALUE}); --json has all."
        })
    Integer layers;
  }

  @Override
  void execute(Octet octet) {
    List<String> complaints = new ArrayList<>();
    model.require(complaints);
    if (other.with.isEmpty()) {
      complaints.add("--with is missing: name the model to compare with");
    }
    data.require(complaints);
    DataSpec samples = data.spec(complaints);
    List<PluginSpec> metrics = metric.specs(complaints);
    if (depth.layers != null && depth.layers < 1) {
      complaints.add("--layers=" + depth.layers + ": must be at least 1");
    }
    refuse(complaints);
    ComparisonJob job =
        new ComparisonJob(
            model.specs(),
            ModelOptions.specs(other.with, other.weights, null),
            samples,
            runtime.engineSpec(),
            runtime.spec(),
            depth.layers != null,
            metrics);
    session.announce(
        common, "comparing %s with %s".formatted(model.names(), String.join(", ", other.with)));
    ComparisonResult result =
        watched(progress -> octet.compare(job, progress, session.cancellation()));
    session
        .out()
        .print(
            common.json
                ? Json.write(result)
                : Summaries.of(result, depth.layers == null ? 0 : depth.layers));
  }
}
