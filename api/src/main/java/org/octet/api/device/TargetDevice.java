package org.octet.api.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a device can compute in integers: pure data, so that a third party adds a device with one
 * small jar.
 *
 * @param name such as {@code CPU}
 * @param operations quantizable operation types
 * @param agnostic operation types that only move values, so that quantizers pass through them
 * @param unified operation types all of whose inputs share one quantizer, such as Concat
 * @param fused chains computed as one kernel, in any order; longer ones win
 * @param saturationFix whether first layers' weights keep one bit in reserve, for CPUs whose 16-bit
 *     accumulators saturate
 */
public record TargetDevice(
    String name,
    List<OperationConfig> operations,
    Set<String> agnostic,
    Set<String> unified,
    List<FusedPattern> fused,
    boolean saturationFix) {
  /** Copies the collections. */
  public TargetDevice {
    operations = List.copyOf(operations);
    agnostic = Set.copyOf(agnostic);
    unified = Set.copyOf(unified);
    fused = List.copyOf(fused);
  }

  /** The quantizers of an operation type. */
  public Optional<OperationConfig> operation(String type) {
    return operations.stream().filter(o -> o.type().equals(type)).findFirst();
  }
}
