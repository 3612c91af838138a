package org.octet.core.internal.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.octet.api.ModelSpec;

/** Checks the model files of a job and fills in their names and weights. */
final class ModelSpecs {
  private ModelSpecs() {}

  static List<ModelSpec> complete(List<ModelSpec> models, String key, Complaints complaints) {
    if (models.isEmpty()) {
      complaints.add(key, null, "at least one model is needed; " + ModelFormats.ACCEPTED);
    }
    List<ModelSpec> complete = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < models.size(); i++) {
      String place = models.size() == 1 ? key : "%s[%d]".formatted(key, i);
      ModelSpec model = complete(models.get(i), place, complaints);
      if (model.name() != null && !names.add(model.name())) {
        complaints.add(
            place + ".name",
            model.name(),
            "another model of the job has this name; give it another");
      }
      complete.add(model);
    }
    return complete;
  }

  private static ModelSpec complete(ModelSpec spec, String key, Complaints complaints) {
    Path model = spec.model();
    if (model == null || model.toString().isEmpty()) {
      complaints.add(key, null, "a model file is needed; " + ModelFormats.ACCEPTED);
      return spec;
    }
    String name = spec.name() == null ? ModelFormats.baseName(model) : spec.name();
    if (!FileNames.isPlain(name)) {
      complaints.add(key + ".name", name, FileNames.RULE);
    }
    String problem = fileProblem(model);
    if (problem.isEmpty() && !ModelFormats.isKnown(model)) {
      problem =
          model.toString().endsWith(".bin")
              ? "these are weights; give the .xml beside them"
              : "is not a model by its extension; " + ModelFormats.ACCEPTED;
    }
    if (!problem.isEmpty()) {
      complaints.add(key, model, problem);
    }
    return new ModelSpec(name, model, weights(spec, key, complaints), spec.decoder());
  }

  private static Path weights(ModelSpec spec, String key, Complaints complaints) {
    if (!ModelFormats.isIr(spec.model())) {
      if (spec.weights() != null) {
        complaints.add(
            key + ".weights", spec.weights(), "only an OpenVINO IR (.xml) has a file of weights");
      }
      return spec.weights();
    }
    Path weights =
        spec.weights() == null ? ModelFormats.weightsBeside(spec.model()) : spec.weights();
    String problem = fileProblem(weights);
    if (!problem.isEmpty() && Files.exists(spec.model())) {
      String hint =
          spec.weights() == null ? "; it belongs beside the .xml, or name another one" : "";
      complaints.add(key + ".weights", weights, problem + hint);
    }
    return weights;
  }

  /** Why a file cannot be read; empty: it can. */
  static String fileProblem(Path file) {
    if (!Files.exists(file)) {
      return "the file does not exist";
    }
    if (!Files.isRegularFile(file)) {
      return "must be a file, not a folder";
    }
    if (!Files.isReadable(file)) {
      return "the file cannot be read: permission denied";
    }
    try {
      return Files.size(file) == 0 ? "the file is empty" : "";
    } catch (IOException e) {
      return "the file cannot be read: " + e;
    }
  }
}
