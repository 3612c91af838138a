package org.octet.core.internal.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.DataLoader;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.Engine;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.runtime.Device;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.job.DataView;
import org.octet.core.internal.job.Plan;

/** What a running job has open; closing it gives everything back. Used by one thread. */
final class JobContext implements AutoCloseable {
  private static final Set<String> COMPOSED = Set.of("AUTO", "MULTI", "HETERO", "BATCH");

  private final Plan plan;
  private final Runtimes runtimes;
  private final Progress progress;
  private final Cancellation cancellation;
  private final Closer closer = new Closer();
  private InferenceRuntime runtime;

  JobContext(Plan plan, Runtimes runtimes, Progress progress, Cancellation cancellation) {
    this.plan = plan;
    this.runtimes = runtimes;
    this.progress = progress;
    this.cancellation = cancellation;
    TemporaryFolder.sweep();
  }

  Plan plan() {
    return plan;
  }

  Progress progress() {
    return progress;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  Closer closer() {
    return closer;
  }

  /** The runtime, opened at the first call, which also checks the device. */
  InferenceRuntime runtime() {
    if (runtime == null) {
      runtime = closer.add(runtimes.use(plan.runtime().provider())).runtime();
      checkDevice(runtime, plan.runtime().device());
    }
    return runtime;
  }

  private static void checkDevice(InferenceRuntime runtime, String device) {
    List<Device> devices = Blame.on("the runtime", runtime::devices);
    List<String> names = devices.stream().map(Device::name).toList();
    // a composed device, such as AUTO or HETERO:GPU,CPU, is the runtime's to understand
    boolean composed = device.contains(":") || COMPOSED.contains(device);
    boolean known = names.stream().anyMatch(n -> n.equals(device) || n.startsWith(device + "."));
    if (!composed && !known) {
      throw new InputException(
          "device=%s: there is no such device%s; there are %s"
              .formatted(
                  device,
                  ParameterSchema.nearest(device, names)
                      .map(n -> " (did you mean '" + n + "'?)")
                      .orElse(""),
                  String.join(", ", names)));
    }
  }

  /** Full name of the device; the short one where the runtime does not list it. */
  String deviceName() {
    String device = plan.runtime().device();
    return Blame.on("the runtime", runtime()::devices).stream()
        .filter(d -> d.name().equals(device))
        .map(Device::fullName)
        .findFirst()
        .orElse(device);
  }

  /** Reads models. */
  ModelLoader modelLoader() {
    return new ModelLoader(this::runtime, closer);
  }

  /** Where samples run. */
  Environment environment() {
    return new Environment(
        runtime(),
        plan.runtime().device(),
        plan.runtime().threads(),
        plan.runtime().loadThreads(),
        progress,
        cancellation,
        decoders());
  }

  private Map<String, Decoder> decoders() {
    Map<String, Decoder> decoders = new LinkedHashMap<>();
    plan.decoders()
        .forEach(
            (model, chosen) ->
                decoders.put(
                    model,
                    Blame.on(
                        chosen.registration().toString(),
                        () -> chosen.plugin().create(chosen.parameters()))));
    return decoders;
  }

  /**
   * The decoder of a job with one model: there, what the engine predicts are that model's outputs.
   * Engines of cascades decode themselves, as their next stage needs it.
   */
  Optional<Decoder> onlyDecoder() {
    return plan.models().size() == 1 ? decoders().values().stream().findFirst() : Optional.empty();
  }

  /** A new engine. */
  Engine engine() {
    return Blame.on(
        plan.engine().registration().toString(),
        () -> plan.engine().plugin().create(plan.engine().parameters()));
  }

  /**
   * Opens the data, with what the model says where the user said nothing.
   *
   * @param model the model that the data is for
   */
  Samples samples(Model model) {
    return samples(plan.data().orElseThrow(), model);
  }

  /** Opens some data of the job; see the other method. */
  Samples samples(Plan.DataPlan data, Model model) {
    Parameters parameters = data.parametersFor(model);
    DataLoader loader =
        closer.add(
            Blame.on(
                data.loader().registration().toString(),
                () -> data.loader().plugin().open(parameters)));
    DataLoader view =
        data.slice() == null && data.shuffle() == null
            ? loader
            : DataView.of(loader, data.slice(), data.shuffle());
    return Samples.subset(view, data.subsetSize() == null ? Integer.MAX_VALUE : data.subsetSize());
  }

  /** The first model of some: the one that data is for. */
  static Model first(List<LoadedModel> models) {
    return models.get(0).model();
  }

  @Override
  public void close() {
    closer.close();
  }
}
