package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.registry.Registration;

/**
 * The list {@code algorithms}. Names are those of plugins; what a plugin takes is told by its
 * parameters, so that a new one works as soon as it is there. Not thread-safe.
 */
final class PotAlgorithms {
  private static final String BIAS_CORRECTION = "BiasCorrection";
  private static final List<String> TUNING =
      List.of(
          "num_samples_for_tuning",
          "batch_size",
          "optimizer",
          "loss",
          "tuning_iterations",
          "random_seed",
          "use_ranking_subset",
          "calibration_indices_pool",
          "calculate_grads_on_loss_increase_only",
          "weight_decay");

  private final PluginRegistry registry;
  private final PotSampling sampling;
  private final List<String> cascade;
  private final Optional<String> modelType;
  private final PotDevice device;
  private final List<AlgorithmSpec> specs = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private Optional<PotAccuracyAware> accuracyAware = Optional.empty();

  /**
   * @param cascade names of the models; empty: there is one
   * @param modelType Octet's name of it; empty: nothing is said
   * @param device what the model is for
   */
  PotAlgorithms(
      PluginRegistry registry,
      PotSampling sampling,
      List<String> cascade,
      Optional<String> modelType,
      PotDevice device) {
    this.registry = registry;
    this.sampling = sampling;
    this.cascade = cascade;
    this.modelType = modelType;
    this.device = device;
  }

  /** What a job calls the algorithms. */
  List<AlgorithmSpec> specs() {
    return specs;
  }

  /** What the configuration calls them. */
  List<String> names() {
    return names;
  }

  void read(PotObject compression) {
    List<PotObject> entries = compression.objects("algorithms");
    if (entries.isEmpty()) {
      compression.complain(
          "algorithms", "at least one is needed, such as {\"name\": \"DefaultQuantization\"}");
    }
    entries.forEach(this::entry);
  }

  private void entry(PotObject entry) {
    Optional<String> name = entry.text("name");
    Optional<PotObject> params = entry.object("params");
    entry.end();
    if (name.isEmpty()) {
      if (!entry.has("name")) {
        entry.complain("name", "a name is needed, such as DefaultQuantization");
      }
      return;
    }
    names.add(name.get());
    PotObject given =
        params.orElseGet(
            () -> new PotObject(PotNode.of(Map.of()), entry.path("params"), entry.findings()));
    Optional<Registration> plugin = registry.find(PluginKind.ALGORITHM, name.get());
    if (plugin.isPresent()) {
      specs.addAll(algorithm(name.get(), plugin.get(), given));
    } else if (PotAccuracyAware.NAMES.contains(name.get())) {
      accuracyAware(given);
    } else {
      entry.complain("name", refusal(name.get()));
    }
  }

  private void accuracyAware(PotObject params) {
    PotAccuracyAware aware = PotAccuracyAware.read(params);
    Optional<Registration> base = registry.find(PluginKind.ALGORITHM, aware.base());
    if (base.isEmpty()) {
      params.complain("base_algorithm", refusal(aware.base()));
      return;
    }
    accuracyAware = Optional.of(aware);
    specs.addAll(algorithm(aware.base(), base.get(), params));
  }

  /** What is demanded of metrics; empty: nothing. */
  Optional<PotAccuracyAware> accuracyAware() {
    return accuracyAware;
  }

  private String refusal(String name) {
    List<String> there = registry.names(PluginKind.ALGORITHM);
    return Refusals.algorithm(name)
        .map(instead -> "Octet does not have it: " + instead)
        .orElseGet(
            () ->
                "unknown algorithm%s; there are %s"
                    .formatted(
                        PotObject.nearest(name, Refusals.algorithmsWith(there)),
                        String.join(", ", there)));
  }

  private List<AlgorithmSpec> algorithm(String name, Registration plugin, PotObject params) {
    ParameterSet set = new ParameterSet(plugin.info().parameters());
    sampling.read(params);
    if (set.takes("preset")) {
      device.preset(params).ifPresent(p -> set.put(params, "preset", "preset", p));
    }
    modelType.ifPresent(type -> set.putIfTaken("modelType", type));
    if (set.takes("weightMode")) {
      PotQuantizers.read(params, set);
      device.outputs(params);
    }
    if (set.takes("saturationFix")) {
      device.saturationFix(params, set);
    }
    PotIgnored ignored = PotIgnored.read(params, cascade);
    ignored.into(params, set);
    set.takeRest(params);
    boolean replaced = corrections(params, set);
    params.end(set.snakeNames());
    List<String> models =
        ignored.skipped().isEmpty()
            ? List.of()
            : cascade.stream().filter(m -> !ignored.skipped().contains(m)).toList();
    List<AlgorithmSpec> all = new ArrayList<>();
    all.add(new AlgorithmSpec(name, set.values(), models));
    if (replaced) {
      all.add(new AlgorithmSpec(BIAS_CORRECTION, Map.of(), models));
    }
    return all;
  }

  /**
   * Reads what POT says of bias correction and tuning, and answers whether {@code BiasCorrection}
   * has to follow.
   */
  private boolean corrections(PotObject params, ParameterSet set) {
    if (!set.takes("threshold") && params.number("threshold").isPresent()) {
      params.warn(
          "threshold", "has no effect: corrections are kept where the outputs become better");
    }
    if (!set.takes("applyForAllNodes") && params.bool("apply_for_all_nodes").orElse(false)) {
      params.complain(
          "apply_for_all_nodes", "layers that stay float need no correction; leave it out");
    }
    if (!set.takes("biasCorrection")) {
      return false;
    }
    if (params.bool("use_layerwise_tuning").orElse(false)) {
      params.complain("use_layerwise_tuning", "Octet does not have it: " + Refusals.tuning());
    }
    for (String key : TUNING) {
      if (params.has(key)) {
        params.warn(key, "has no effect without use_layerwise_tuning");
      }
    }
    if (set.takes("useFastBias") || params.bool("use_fast_bias").orElse(true)) {
      return false;
    }
    set.putIfTaken("biasCorrection", false);
    if (registry.find(PluginKind.ALGORITHM, BIAS_CORRECTION).isEmpty()) {
      params.complain("use_fast_bias", refusal(BIAS_CORRECTION));
    }
    return true;
  }
}
