package org.octet.core.internal.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.device.TargetDevice;
import org.octet.api.error.OctetException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.api.plugin.Plugin;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.registry.Registration;

/** Resolves the plugins of one job and checks their parameters. Not thread-safe. */
final class PluginChoice {
  /** Composites inside composites at most: more is a plugin that names itself. */
  private static final int DEPTH = 8;

  private final PluginRegistry registry;
  private final Complaints complaints;
  private final Set<Registration> used = new LinkedHashSet<>();

  PluginChoice(PluginRegistry registry, Complaints complaints) {
    this.registry = registry;
    this.complaints = complaints;
  }

  /** Every plugin that was chosen. */
  Set<Registration> used() {
    return used;
  }

  /**
   * Finds a plugin and checks its parameters; empty if it is not there.
   *
   * @throws PluginException when it is there, but broken
   */
  <T extends Plugin> Optional<Chosen<T>> choose(
      PluginKind kind, Class<T> type, String key, String name, Map<String, Object> parameters) {
    return find(kind, key, name)
        .map(r -> new Chosen<>(r, type, check(r, parameters, complaints.sink())));
  }

  private Optional<Registration> find(PluginKind kind, String key, String name) {
    Optional<Registration> found = registry.find(kind, name);
    if (found.isEmpty()) {
      complaints.add(key + ": " + registry.unknown(kind, name));
    }
    found.ifPresent(used::add);
    return found;
  }

  /** Checks parameters in the order of their keys, so that complaints have a fixed order. */
  static Parameters check(Registration r, Map<String, Object> parameters, List<String> complaints) {
    try {
      String where = r.kind().text() + " " + r.name();
      ParameterSchema schema = r.info().parameters();
      Map<String, Object> read = ObjectTexts.read(schema, parameters, where, complaints);
      return schema.check(new TreeMap<>(read), where, complaints);
    } catch (OctetException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PluginException(r + " describes its parameters wrongly: " + e, e);
    }
  }

  /**
   * Resolves algorithms in order, composites expanded.
   *
   * @param device what composites are expanded for; empty: it is not known
   */
  List<PlannedAlgorithm> algorithms(
      List<AlgorithmSpec> specs, List<AlgorithmSpec> completed, Optional<TargetDevice> device) {
    List<PlannedAlgorithm> expanded = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      String key = specs.size() == 1 ? "algorithms" : "algorithms[" + i + "]";
      AlgorithmSpec spec = specs.get(i);
      if (spec.name() == null) {
        complaints.add(key, null, "a name is needed");
        continue;
      }
      find(PluginKind.ALGORITHM, key, spec.name())
          .ifPresent(
              r -> {
                Parameters parameters = check(r, spec.parameters(), complaints.sink());
                completed.add(
                    new AlgorithmSpec(spec.name(), PlainValues.of(parameters), spec.models()));
                expand(r, parameters, key, device, 0)
                    .forEach(c -> expanded.add(new PlannedAlgorithm(c, spec.models())));
              });
    }
    return expanded;
  }

  private List<Chosen<AlgorithmProvider>> expand(
      Registration r, Parameters parameters, String key, Optional<TargetDevice> device, int depth) {
    if (r.is(AlgorithmProvider.class)) {
      return List.of(new Chosen<>(r, AlgorithmProvider.class, parameters));
    }
    if (depth == DEPTH) {
      throw new PluginException(r + " is made of itself, or nested deeper than " + DEPTH);
    }
    if (!complaints.none()) {
      return List.of(); // incomplete parameters are not for plugins
    }
    List<Chosen<AlgorithmProvider>> expanded = new ArrayList<>();
    for (AlgorithmSpec child : children(r, parameters, device)) {
      find(PluginKind.ALGORITHM, key + ", part of " + r.name(), child.name())
          .ifPresent(
              c ->
                  expanded.addAll(
                      expand(c, checkChild(r, c, child.parameters()), key, device, depth + 1)));
    }
    return expanded;
  }

  private static Parameters checkChild(
      Registration parent, Registration child, Map<String, Object> parameters) {
    List<String> wrong = new ArrayList<>();
    Parameters checked = check(child, parameters, wrong);
    if (!wrong.isEmpty()) {
      throw new PluginException(
          "%s gives %s parameters that it does not take: %s"
              .formatted(parent, child, String.join("; ", wrong)));
    }
    return checked;
  }

  private static List<AlgorithmSpec> children(
      Registration r, Parameters parameters, Optional<TargetDevice> device) {
    try {
      CompositeAlgorithmProvider composite = r.plugin(CompositeAlgorithmProvider.class);
      return List.copyOf(
          device.isPresent()
              ? composite.expand(parameters, device.get())
              : composite.expand(parameters));
    } catch (OctetException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(r + " cannot say what it is made of: " + e, e);
    }
  }
}
