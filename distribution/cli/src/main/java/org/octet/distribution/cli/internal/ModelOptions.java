package org.octet.distribution.cli.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.ModelSpec;
import org.octet.api.plugin.PluginSpec;
import picocli.CommandLine.Option;

/** Which model, or which models of a cascade. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "[NAME=]FILE",
      description = {
        "The model: OpenVINO IR (.xml), or a file that OpenVINO imports, such as .onnx.",
        "Repeat it for a cascade: --model pnet=p.onnx --model rnet=r.onnx."
      })
  List<String> models = new ArrayList<>();

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Weights of an IR (default: the .bin beside the .xml).")
  Path weights;

  @Option(
      names = "--decoder",
      paramLabel = "NAME",
      description = "What reads the model's outputs, such as yolox or argmax (default: nothing).")
  String decoder;

  @Option(
      names = {"-D", "--decoder-option"},
      paramLabel = "KEY=VALUE",
      description = "Parameter of the decoder; repeat for more.")
  Map<String, String> decoderParameters = new LinkedHashMap<>();

  /** Complains about what is missing or does not fit. */
  void require(List<String> complaints) {
    if (models.isEmpty()) {
      complaints.add("--model is missing: name a model file");
    }
    check(complaints);
  }

  /** Complains about what does not fit. */
  void check(List<String> complaints) {
    if (models.size() > 1 && weights != null) {
      complaints.add("--weights goes with one --model: describe a cascade of IRs in a job file");
    }
    if (models.size() > 1 && decoder != null) {
      complaints.add("--decoder goes with one --model: describe a cascade's in a job file");
    }
    if (decoder == null && !decoderParameters.isEmpty()) {
      complaints.add("-D needs --decoder: it does not say whose parameters they are");
    }
  }

  /** The models; only after {@link #require} or {@link #check}. */
  List<ModelSpec> specs() {
    return specs(models, weights, decoderSpec());
  }

  /** What reads the outputs, or null. */
  PluginSpec decoderSpec() {
    return decoder == null ? null : new PluginSpec(decoder, new LinkedHashMap<>(decoderParameters));
  }

  /** The models in messages. */
  String names() {
    return String.join(", ", models);
  }

  /**
   * Models as the command line names them.
   *
   * @param texts {@code FILE} or {@code NAME=FILE}; a file whose name has an equals sign is taken
   *     as it is
   */
  static List<ModelSpec> specs(List<String> texts, Path weights, PluginSpec decoder) {
    return texts.stream()
        .map(
            text -> {
              int equals = text.indexOf('=');
              return equals < 0 || Files.exists(Path.of(text))
                  ? new ModelSpec(null, Path.of(text), weights, decoder)
                  : new ModelSpec(
                      text.substring(0, equals),
                      Path.of(text.substring(equals + 1)),
                      weights,
                      decoder);
            })
        .toList();
  }
}
