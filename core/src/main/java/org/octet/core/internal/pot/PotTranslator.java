package org.octet.core.internal.pot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.EvaluationJob;
import org.octet.api.GuardSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;

/** Says in Octet's words what a configuration of POT says. */
public final class PotTranslator {
  private final PluginRegistry registry;
  private final PotObject top;

  private PotTranslator(PluginRegistry registry, PotObject top) {
    this.registry = registry;
    this.top = top;
  }

  /**
   * Reads a configuration whole.
   *
   * @throws org.octet.api.error.InputException with everything that is wrong, by line and column
   */
  public static PotJob read(PotConfig config, PluginRegistry registry) {
    PotNode values = PotNode.of(config.values());
    PotNode root = config.file() == null ? values : PotReader.read(config.file()).under(values);
    Findings findings = new Findings();
    return new PotTranslator(registry, new PotObject(root, "", findings)).job(findings);
  }

  private PotJob job(Findings findings) {
    PotModels models = PotModels.read(section("model"));
    PotObject compression = section("compression");
    String device = device(compression);
    PotSampling sampling = new PotSampling();
    PotAlgorithms algorithms =
        new PotAlgorithms(
            registry, sampling, models.cascade(), modelType(compression), PotDevice.of(device));
    algorithms.read(compression);
    withoutEffect(compression);
    compression.end();
    PotEngine engine = PotEngine.read(section("engine"), sampling, !models.cascade().isEmpty());
    Optional<PotAccuracyAware> aware = algorithms.accuracyAware();
    GuardSpec guard = aware.map(a -> a.guard(engine)).orElse(null);
    if (top.has("optimizer")) {
      top.complain("optimizer", "POT has no optimizer since 2022.1; leave it out");
    }
    top.end();
    findings.raise();
    List<ModelSpec> specs = models.specs().stream().map(m -> m.with(engine.decoder())).toList();
    Job job =
        new Job(
            Job.SCHEMA_VERSION,
            specs,
            engine.data(),
            null,
            algorithms.specs(),
            device,
            guard,
            aware.isPresent() && aware.get().measures() ? engine.metrics().plugins() : List.of(),
            new OutputSpec(null, models.name(), null),
            engine.runtime(),
            null);
    EvaluationJob evaluation =
        engine.evaluation() == null
            ? null
            : new EvaluationJob(
                specs, engine.evaluation(), null, engine.metrics().plugins(), engine.runtime());
    return new PotJob(
        job,
        models.name(),
        algorithms.names(),
        evaluation,
        engine.metrics().names(),
        findings.warnings());
  }

  private PotObject section(String key) {
    return top.object(key)
        .orElseGet(
            () -> {
              top.complain(key, "is missing");
              return new PotObject(
                  new PotNode(top.place(key), new PotNode.Fields(Map.of())),
                  key,
                  new Findings()); // one complaint is enough
            });
  }

  private String device(PotObject compression) {
    String name = compression.text("target_device").orElse("ANY");
    if (name.equals("VPU")) {
      compression.warn("target_device", "VPU is called NPU");
      name = "NPU";
    }
    if (registry.find(PluginKind.TARGET_DEVICE, name).isEmpty()) {
      compression.complain("target_device", registry.unknown(PluginKind.TARGET_DEVICE, name));
    }
    return name;
  }

  private static Optional<String> modelType(PotObject compression) {
    return compression
        .choice("model_type", List.of("None", "none", "transformer"))
        .map(type -> type.equals("None") ? "none" : type);
  }

  private static void withoutEffect(PotObject compression) {
    if (!compression.bool("inplace_statistics").orElse(true)) {
      compression.warn("inplace_statistics", "has no effect: statistics are taken in the graph");
    }
    if (compression.bool("dump_intermediate_model").orElse(false)) {
      compression.warn("dump_intermediate_model", "has no effect: there is none");
    }
  }
}
