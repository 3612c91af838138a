package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.octet.api.InspectionJob;
import org.octet.api.InspectionResult;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.core.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet inspect}. */
@Command(
    name = "inspect",
    description = {
      "Shows what is in a model: inputs, outputs, operations, weights, quantizers.",
      "With --explain also what quantizing it would do with every operation, and why; that needs no",
      "samples."
    },
    footer = {
      "",
      "Examples:",
      "  octet inspect net.onnx --explain",
      "  octet inspect int8/net.xml",
      "  octet inspect int16/net.xml --target-device GNA"
    })
final class InspectCommand extends OctetCommand {
  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description = "OpenVINO IR (.xml), or a file that OpenVINO imports, such as .onnx.")
  Path file;

  @ArgGroup(validate = false, heading = "%nModel:%n", order = 1)
  WeightsOption weights = new WeightsOption();

  @ArgGroup(validate = false, heading = "%nExplanation:%n", order = 2)
  ExplainOptions explain = new ExplainOptions();

  InspectCommand(Session session) {
    super(session);
  }

  /** Which weights. */
  static final class WeightsOption {
    @Option(
        names = "--weights",
        paramLabel = "FILE",
        description = "Weights of an IR (default: the .bin beside the .xml).")
    Path weights;
  }

  /** What to explain. */
  static final class ExplainOptions {
    @Option(
        names = "--explain",
        description = "Say of every operation whether it would be quantized, and why not.")
    boolean explain;

    @Option(
        names = "--target-device",
        paramLabel = "NAME",
        description = {
          "What the model is or would be for (default: ANY).",
          "GNA, GNA3, GNA3.5: also what its plugin would refuse of a quantized model."
        })
    String targetDevice;

    @Option(
        names = "--model-type",
        paramLabel = "auto|none|transformer",
        description = "Kind of the network (default: auto).")
    String modelType;
  }

  @Override
  void execute(Octet octet) {
    if (file == null) {
      refuse(List.of("a model is missing: octet inspect MODEL"));
    }
    List<AlgorithmSpec> algorithms =
        explain.modelType == null
            ? List.of()
            : List.of(
                new AlgorithmSpec("DefaultQuantization", Map.of("modelType", explain.modelType)));
    InspectionResult result =
        octet.inspect(
            new InspectionJob(
                new ModelSpec(null, file, weights.weights),
                explain.explain,
                algorithms,
                explain.targetDevice));
    session
        .out()
        .print(common.json ? Json.write(result) : Summaries.of(result, explain.targetDevice));
  }
}
