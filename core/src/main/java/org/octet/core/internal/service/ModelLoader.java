package org.octet.core.internal.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.octet.api.ModelSpec;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.ir.CanonicalNames;
import org.octet.core.internal.ir.IrReader;
import org.octet.core.internal.job.ModelFormats;

/** Reads the models of a job; what is no IR is imported by the runtime first. */
final class ModelLoader {
  private final Supplier<InferenceRuntime> runtime;
  private final Closer closer;

  /**
   * @param runtime opens the runtime when something must be imported
   * @param closer takes the temporary folders of imported models
   */
  ModelLoader(Supplier<InferenceRuntime> runtime, Closer closer) {
    this.runtime = runtime;
    this.closer = closer;
  }

  /**
   * Reads models in order.
   *
   * @throws InputException when a file is not a model, or damaged
   */
  List<LoadedModel> load(List<ModelSpec> specs) {
    List<LoadedModel> loaded = new ArrayList<>();
    specs.forEach(spec -> loaded.add(load(spec)));
    return loaded;
  }

  /** Reads one model. */
  LoadedModel load(ModelSpec spec) {
    if (ModelFormats.isIr(spec.model())) {
      Model model = IrReader.read(spec.model(), spec.weights());
      return new LoadedModel(spec, model, new ModelFiles(spec.model(), spec.weights()));
    }
    Path folder = closer.add(TemporaryFolder.make()).path();
    ModelFiles imported = importInto(spec.model(), folder);
    Model model = IrReader.read(imported.model(), imported.weights());
    CanonicalNames.apply(model);
    return new LoadedModel(spec, model, imported);
  }

  private ModelFiles importInto(Path model, Path folder) {
    InferenceRuntime importer = runtime.get();
    try {
      return Blame.on("the runtime", () -> importer.importModel(model, folder));
    } catch (InputException e) {
      throw new InputException(
          "model=%s: %s; %s".formatted(model, e.getMessage(), ModelFormats.ACCEPTED), e);
    }
  }

  /** The graphs under their names. */
  static OptimizedModel graphs(List<LoadedModel> models) {
    Map<String, Model> graphs = new LinkedHashMap<>();
    models.forEach(m -> graphs.put(m.name(), m.model()));
    return new OptimizedModel(graphs);
  }

  /** The files under their names. */
  static Map<String, ModelFiles> files(List<LoadedModel> models) {
    Map<String, ModelFiles> files = new LinkedHashMap<>();
    models.forEach(m -> files.put(m.name(), m.files()));
    return files;
  }

  /**
   * The files of some models under the names of others, which the engine knows.
   *
   * @throws InputException when they are not as many
   */
  static Map<String, ModelFiles> filesAs(List<LoadedModel> names, List<LoadedModel> models) {
    requireSameNumber(names, models);
    Map<String, ModelFiles> files = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      files.put(names.get(i).name(), models.get(i).files());
    }
    return files;
  }

  /** Refuses to compare cascades of different lengths. */
  static void requireSameNumber(List<LoadedModel> some, List<LoadedModel> others) {
    if (some.size() != others.size()) {
      throw new InputException(
          "%d models cannot be compared with %d".formatted(some.size(), others.size()));
    }
  }
}
