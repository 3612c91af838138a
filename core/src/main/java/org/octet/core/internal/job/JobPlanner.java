package org.octet.core.internal.job;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.octet.api.DataSpec;
import org.octet.api.DropSpec;
import org.octet.api.GuardSpec;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.engine.EngineProvider;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.PluginSpec;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;

/**
 * Checks the parts of one job, fills in their defaults and resolves their plugins. Everything that
 * is wrong is collected; {@link #plan} raises it at once. Used for one job, by one thread.
 */
public final class JobPlanner {
  /** Infer requests and decoding threads at most. */
  public static final int MAX_THREADS = 1024;

  /** Samples at most that calibration uses where the user says nothing. */
  public static final int CALIBRATION_SAMPLES = 300;

  private static final int GUARD_SAMPLES = 50;
  private static final double GUARD_SQNR = 8;
  private static final double MAXIMAL_DROP = 0.01;
  private static final int GUARD_EVALUATIONS = 100;

  private final Complaints complaints = new Complaints();
  private final PluginChoice choice;
  private List<ModelSpec> models = List.of();
  private List<ModelSpec> reference = List.of();
  private Plan.DataPlan data;
  private Plan.DataPlan validation;
  private Chosen<EngineProvider> engine;
  private final Map<String, Chosen<DecoderProvider>> decoders = new LinkedHashMap<>();
  private List<PlannedAlgorithm> algorithms = List.of();
  private Chosen<TargetDeviceProvider> device;
  private final List<Chosen<MetricProvider>> metrics = new ArrayList<>();
  private Plan.RuntimePlan runtime;
  private OutputSpec output;

  /**
   * @param registry the plugins there are
   */
  public JobPlanner(PluginRegistry registry) {
    choice = new PluginChoice(registry, complaints);
  }

  /** Checks the models. */
  public List<ModelSpec> models(List<ModelSpec> specs, String key) {
    models = complete(specs, key);
    return models;
  }

  private List<ModelSpec> complete(List<ModelSpec> specs, String key) {
    return ModelSpecs.complete(specs, key, complaints).stream().map(m -> decoded(m, key)).toList();
  }

  private ModelSpec decoded(ModelSpec spec, String key) {
    PluginSpec decoder = spec.decoder();
    if (decoder == null) {
      return spec;
    }
    if (decoder.name() == null) {
      complaints.add(key + ".decoder", null, "a name is needed");
      return spec;
    }
    Optional<Chosen<DecoderProvider>> chosen =
        choice.choose(
            PluginKind.DECODER,
            DecoderProvider.class,
            "decoder",
            decoder.name(),
            decoder.parameters());
    chosen.ifPresent(c -> decoders.put(spec.name(), c));
    return chosen
        .map(c -> spec.with(new PluginSpec(decoder.name(), c.plainParameters())))
        .orElse(spec);
  }

  /** Checks the models that the others are compared with. */
  public List<ModelSpec> reference(List<ModelSpec> specs, String key) {
    reference = complete(specs, key);
    return reference;
  }

  /** Checks models that are timed side by side; the same name may come again. */
  public void timedModels(List<ModelSpec> specs) {
    List<ModelSpec> complete = new ArrayList<>();
    for (ModelSpec spec : specs) {
      complete.addAll(ModelSpecs.complete(List.of(spec), "model", complaints));
    }
    if (specs.isEmpty()) {
      ModelSpecs.complete(specs, "model", complaints);
    }
    models = complete;
  }

  /**
   * Checks the samples.
   *
   * @param subsetSize samples at most where the user says nothing; null: all
   */
  public DataSpec data(DataSpec spec, Integer subsetSize) {
    return data(spec, subsetSize, plan -> data = plan);
  }

  private DataSpec data(DataSpec spec, Integer subsetSize, Consumer<Plan.DataPlan> planned) {
    if (spec == null || spec.loader() == null) {
      complaints.add("data.loader", null, "a data loader is needed");
      return spec;
    }
    Integer samples = spec.subsetSize() == null ? subsetSize : spec.subsetSize();
    if (samples != null && samples < 1) {
      complaints.add("subset-size", samples, "must be at least 1");
    }
    checkSlice(spec.slice());
    Map<String, Object> raw = new HashMap<>(spec.parameters());
    Optional<Chosen<DataLoaderProvider>> loader =
        choice.choose(
            PluginKind.DATA_LOADER,
            DataLoaderProvider.class,
            "data.loader",
            spec.loader(),
            withPath(spec, raw));
    if (loader.isEmpty()) {
      return spec;
    }
    planned.accept(new Plan.DataPlan(loader.get(), raw, spec.slice(), spec.shuffle(), samples));
    Map<String, Object> plain = new HashMap<>(loader.get().plainParameters());
    plain.remove("path");
    return new DataSpec(spec.loader(), spec.path(), plain, spec.slice(), spec.shuffle(), samples);
  }

  private Map<String, Object> withPath(DataSpec spec, Map<String, Object> raw) {
    if (spec.path() != null) {
      if (raw.containsKey("path")) {
        complaints.add("data.parameters.path", raw.get("path"), "is given twice; use data.path");
      }
      if (!Files.exists(spec.path())) {
        complaints.add("data", spec.path(), "there is no such file or folder");
      }
      raw.put("path", spec.path().toString());
    }
    return raw;
  }

  private void checkSlice(String slice) {
    try {
      if (slice != null) {
        Slice.parse(slice);
      }
    } catch (IllegalArgumentException e) {
      complaints.add("slice", slice, e.getMessage());
    }
  }

  /** Checks the engine. */
  public PluginSpec engine(PluginSpec spec) {
    PluginSpec given = spec == null || spec.name() == null ? PluginSpec.of("ie") : spec;
    Optional<Chosen<EngineProvider>> chosen =
        choice.choose(
            PluginKind.ENGINE, EngineProvider.class, "engine", given.name(), given.parameters());
    engine = chosen.orElse(null);
    return chosen.map(c -> new PluginSpec(given.name(), c.plainParameters())).orElse(given);
  }

  /**
   * Checks the algorithms; call it after {@link #models} and {@link #targetDevice}, if there are
   * any.
   */
  public List<AlgorithmSpec> algorithms(List<AlgorithmSpec> specs) {
    List<AlgorithmSpec> given =
        specs.isEmpty() ? List.of(new AlgorithmSpec("DefaultQuantization", Map.of())) : specs;
    List<AlgorithmSpec> completed = new ArrayList<>();
    algorithms =
        choice.algorithms(
            given, completed, Optional.ofNullable(device).map(d -> d.plugin().device()));
    given.forEach(this::checkModels);
    return completed;
  }

  // a program's pipeline has its models later
  private void checkModels(AlgorithmSpec spec) {
    List<String> names = models.stream().map(ModelSpec::name).toList();
    for (String name : spec.models()) {
      if (!names.isEmpty() && !names.contains(name)) {
        complaints.add(
            "algorithms.models",
            name,
            "must be one of the job's models: %s".formatted(String.join(", ", names)));
      }
    }
  }

  /** Checks the target device. */
  public String targetDevice(String name) {
    String given = name == null ? "ANY" : name;
    device =
        choice
            .choose(
                PluginKind.TARGET_DEVICE,
                TargetDeviceProvider.class,
                "target-device",
                given,
                Map.of())
            .orElse(null);
    return given;
  }

  /** Checks the metrics. */
  public List<PluginSpec> metrics(List<PluginSpec> specs, boolean needed) {
    if (needed && specs.isEmpty()) {
      complaints.add("metrics", null, "at least one metric is needed");
    }
    List<PluginSpec> completed = new ArrayList<>();
    for (PluginSpec spec : specs) {
      if (spec.name() == null) {
        complaints.add("metrics", null, "a name is needed");
        continue;
      }
      choice
          .choose(PluginKind.METRIC, MetricProvider.class, "metric", spec.name(), spec.parameters())
          .ifPresent(
              c -> {
                metrics.add(c);
                completed.add(new PluginSpec(spec.name(), c.plainParameters()));
              });
    }
    return completed;
  }

  /**
   * Checks the demands on the result.
   *
   * @param metrics whether there are any
   */
  public GuardSpec guard(GuardSpec spec, boolean metrics) {
    GuardSpec given = spec == null ? GuardSpec.DEFAULT : spec;
    double minSqnr = given.minSqnr() == null ? GUARD_SQNR : given.minSqnr();
    int samples = given.samples() == null ? GUARD_SAMPLES : given.samples();
    if (!Double.isFinite(minSqnr)) {
      complaints.add("guard.minSqnr", minSqnr, "must be a finite number of dB");
    }
    if (samples < 1) {
      complaints.add("guard.samples", samples, "must be at least 1");
    }
    Double agreement = given.minAgreement();
    if (agreement != null && !(agreement >= 0 && agreement <= 1)) {
      complaints.add("guard.minAgreement", agreement, "must be from 0 to 1");
    }
    return new GuardSpec(
        !Boolean.FALSE.equals(given.enabled()),
        minSqnr,
        samples,
        Boolean.TRUE.equals(given.layers()),
        agreement,
        given.drop() == null ? null : drop(given.drop(), metrics));
  }

  private DropSpec drop(DropSpec given, boolean metrics) {
    double maximal = given.maximal() == null ? MAXIMAL_DROP : given.maximal();
    int evaluations = given.maxEvaluations() == null ? GUARD_EVALUATIONS : given.maxEvaluations();
    if (!(maximal >= 0 && maximal < Double.POSITIVE_INFINITY)) {
      complaints.add("guard.drop.maximal", maximal, "must be a finite number from 0");
    }
    if (evaluations < 1) {
      complaints.add("guard.drop.maxEvaluations", evaluations, "must be at least 1");
    }
    if (!metrics) {
      complaints.add(
          "guard.drop", null, "needs a metric: name one, such as --metric accuracy, in 'metrics'");
    }
    return new DropSpec(
        maximal,
        Boolean.TRUE.equals(given.relative()),
        given.metrics(),
        given.data() == null ? null : data(given.data(), null, plan -> validation = plan),
        evaluations);
  }

  /** Checks where and how models run; the device itself is the runtime's to check. */
  public RuntimeSpec runtime(RuntimeSpec spec) {
    RuntimeSpec given = spec == null ? RuntimeSpec.DEFAULT : spec;
    String name = given.name() == null ? "openvino" : given.name();
    String where = given.device() == null ? "CPU" : given.device();
    if (where.isBlank()) {
      complaints.add("device", where, "must be a device of the runtime, such as CPU");
    }
    int threads = threads("threads", given.threads());
    int loadThreads = threads("load-threads", given.loadThreads());
    Optional<Chosen<RuntimeProvider>> chosen =
        choice.choose(
            PluginKind.RUNTIME, RuntimeProvider.class, "runtime", name, given.parameters());
    runtime = chosen.map(c -> new Plan.RuntimePlan(c, where, threads, loadThreads)).orElse(null);
    Map<String, Object> parameters = chosen.map(Chosen::plainParameters).orElse(given.parameters());
    boolean cache = !Boolean.FALSE.equals(given.cache());
    return new RuntimeSpec(name, where, threads, loadThreads, parameters, cache);
  }

  private int threads(String key, Integer given) {
    int threads = given == null ? Runtime.getRuntime().availableProcessors() : given;
    if (threads < 1 || threads > MAX_THREADS) {
      complaints.add(key, threads, "must be from 1 to " + MAX_THREADS);
    }
    return threads;
  }

  /** Checks where results go; call it after {@link #models}. */
  public OutputSpec output(OutputSpec spec, boolean report) {
    output = OutputSpecs.complete(spec, models, report, complaints);
    return output;
  }

  /** A complaint about a key that only one kind of job has. */
  public void complain(String key, Object value, String allowed) {
    complaints.add(key, value, allowed);
  }

  /**
   * The checked job.
   *
   * @throws InputException with everything that is wrong
   * @throws OutputException when only the place for the results is wrong
   */
  public Plan plan() {
    complaints.raise();
    return new Plan(
        models,
        reference,
        Optional.ofNullable(data),
        Optional.ofNullable(validation),
        engine,
        Collections.unmodifiableMap(decoders),
        algorithms,
        device,
        List.copyOf(metrics),
        runtime,
        output,
        Collections.unmodifiableSet(choice.used()));
  }
}
