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
 * @param decomposed operation types that the device does not have: recurrent sequences and cells
 *     that are replaced by the operations they are made of before anything is measured
 */
public record TargetDevice(
    String name,
    List<OperationConfig> operations,
    Set<String> agnostic,
    Set<String> unified,
    List<FusedPattern> fused,
    boolean saturationFix,
    Set<String> decomposed) {
  /** Copies the collections. */
  public TargetDevice {
    operations = List.copyOf(operations);
    agnostic = Set.copyOf(agnostic);
    unified = Set.copyOf(unified);
    fused = List.copyOf(fused);
    decomposed = Set.copyOf(decomposed);
  }

  /** A device that takes all operations as they are. */
  public TargetDevice(
      String name,
      List<OperationConfig> operations,
      Set<String> agnostic,
      Set<String> unified,
      List<FusedPattern> fused,
      boolean saturationFix) {
    this(name, operations, agnostic, unified, fused, saturationFix, Set.of());
  }

  /**
   * Whether the device computes in integers only, so that results of operations have quantizers of
   * their own, and nothing can return to float or be rescaled.
   */
  public boolean quantizesOutputs() {
    return operations.stream().anyMatch(o -> !o.outputs().isEmpty());
  }

  /** The quantizers of an operation type. */
  public Optional<OperationConfig> operation(String type) {
    return operations.stream().filter(o -> o.type().equals(type)).findFirst();
  }
}
