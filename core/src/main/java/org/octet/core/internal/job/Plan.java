package org.octet.core.internal.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.octet.api.DataSpec;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.engine.EngineProvider;
import org.octet.api.error.InputException;
import org.octet.api.metric.MetricProvider;
import org.octet.api.model.Model;
import org.octet.api.plugin.Parameters;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.core.internal.registry.Registration;

/**
 * A checked job: everything it needs, resolved. Parts that a kind of job does not have are null or
 * empty.
 *
 * @param models models with names and weights
 * @param reference models to compare with; empty for other jobs
 * @param data the samples
 * @param validation samples that metrics of candidates are measured on, if not {@code data}
 * @param engine the engine
 * @param decoders what reads the outputs of models, by model name
 * @param algorithms algorithms in order, composites expanded
 * @param device what the quantized model is for
 * @param metrics metrics
 * @param runtime where and how models run
 * @param output where results go
 * @param used every plugin of the job, composites included
 */
public record Plan(
    List<ModelSpec> models,
    List<ModelSpec> reference,
    Optional<DataPlan> data,
    Optional<DataPlan> validation,
    Chosen<EngineProvider> engine,
    Map<String, Chosen<DecoderProvider>> decoders,
    List<PlannedAlgorithm> algorithms,
    Chosen<TargetDeviceProvider> device,
    List<Chosen<MetricProvider>> metrics,
    RuntimePlan runtime,
    OutputSpec output,
    Set<Registration> used) {

  /**
   * The samples of a job.
   *
   * @param loader the loader; its parameters wait for the model where {@code raw} lacks them
   * @param raw parameters as the user wrote them, the path included
   * @param slice a valid slice; null: all
   * @param shuffle seed; null: not shuffled
   * @param subsetSize samples at most; null: all
   */
  public record DataPlan(
      Chosen<DataLoaderProvider> loader,
      Map<String, Object> raw,
      String slice,
      Long shuffle,
      Integer subsetSize) {

    /**
     * The loader's parameters, with what a model says where the user said nothing.
     *
     * @param model the model that the data is for
     * @throws InputException when the model makes them wrong
     */
    public Parameters parametersFor(Model model) {
      Map<String, Object> filled =
          ModelDefaults.fill(loader.registration().info().parameters(), raw, model);
      List<String> wrong = new ArrayList<>();
      Parameters parameters = PluginChoice.check(loader.registration(), filled, wrong);
      if (!wrong.isEmpty()) {
        throw new InputException(String.join("\n", wrong));
      }
      return parameters;
    }

    /** The samples as a user could have described them for this model. */
    public DataSpec describedFor(Model model) {
      Map<String, Object> plain = PlainValues.of(parametersFor(model));
      Object path = plain.remove("path");
      return new DataSpec(
          loader.registration().name(),
          path == null ? null : Path.of(path.toString()),
          plain,
          slice,
          shuffle,
          subsetSize);
    }
  }

  /**
   * Where and how models run.
   *
   * @param provider the runtime
   * @param device device name
   * @param threads infer requests, at least 1
   * @param loadThreads decoding threads, at least 1
   */
  public record RuntimePlan(
      Chosen<RuntimeProvider> provider, String device, int threads, int loadThreads) {}
}
