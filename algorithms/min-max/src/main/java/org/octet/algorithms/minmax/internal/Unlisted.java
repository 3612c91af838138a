package org.octet.algorithms.minmax.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;

/** Quantizers that the user asked for and the target device does not list. Stateless. */
final class Unlisted {
  private Unlisted() {}

  /** Says in the report which there are. */
  static void note(Collection<Placement> placements, AlgorithmContext context) {
    Set<QuantizerConfig> listed = listed(context.device());
    Set<String> unlisted =
        placements.stream()
            .flatMap(
                p ->
                    Stream.concat(
                        p.activations().stream()
                            .map(ActivationQuantizer::config)
                            .filter(c -> !listed.contains(c))
                            .map(c -> words("activations", c)),
                        p.weights().stream()
                            .map(WeightQuantizer::config)
                            .filter(c -> !listed.contains(c))
                            .map(c -> words("weights", c))))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!unlisted.isEmpty()) {
      context.note(
          "target device %s lists no %s; such quantizers are there because they were asked for, and"
                  .formatted(context.device().name(), String.join(", and no ", unlisted))
              + " what reads them is computed in float");
    }
  }

  private static Set<QuantizerConfig> listed(TargetDevice device) {
    Set<QuantizerConfig> listed = new HashSet<>();
    device
        .operations()
        .forEach(
            operation -> {
              listed.addAll(operation.activations());
              listed.addAll(operation.weights());
            });
    return listed;
  }

  private static String words(String of, QuantizerConfig config) {
    return "%d-bit %s quantizer per %s for %s"
        .formatted(
            config.bits(),
            config.mode().name().toLowerCase(Locale.ROOT),
            config.perChannel() ? "channel" : "tensor",
            of);
  }
}
