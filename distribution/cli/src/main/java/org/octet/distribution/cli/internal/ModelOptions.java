package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.List;
import org.octet.api.ModelSpec;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "The model: OpenVINO IR (.xml), or a file that OpenVINO imports, such as .onnx.")
  Path model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights of an IR (default: the .bin beside the .xml).")
  Path weights;

  /** Complains about what is missing. */
  void require(List<String> complaints) {
    if (model == null) {
      complaints.add("--model is missing: name a model file");
    }
  }

  ModelSpec spec() {
    return new ModelSpec(null, model, weights);
  }
}
