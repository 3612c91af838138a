package org.octet.algorithms.minmax.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * How far quantizers rise. A quantizer rises from the inputs that want it through operations that
 * only move values, if all that reads their results is quantized alike; it stays below a fork of
 * which one branch is float. Seen from a tensor: its consumers that take a quantized value share
 * one quantizer, the others read the float tensor.
 */
final class Propagation {
  private final TargetDevice device;
  private final Exclusions exclusions;
  private final FusedGroups groups;
  private final Demands demands;
  private final List<Operation> order;
  private final Map<Operation, List<QuantizerConfig>> through = new HashMap<>();

  /**
   * Operations that quantizers rise through and some reader of which wants one for its own sake.
   */
  private final Set<Operation> worthwhile = new HashSet<>();

  /** Those behind which a convolution or MatMul with one range per tensor follows. */
  private final Set<Operation> feedingLinear = new HashSet<>();

  /**
   * @param order the operations in topological order; each is looked at once, after those that read
   *     it
   */
  Propagation(
      List<Operation> order,
      TargetDevice device,
      Exclusions exclusions,
      FusedGroups groups,
      Demands demands) {
    this.order = order;
    this.device = device;
    this.exclusions = exclusions;
    this.groups = groups;
    this.demands = demands;
    for (int i = order.size() - 1; i >= 0; i--) {
      visit(order.get(i));
    }
  }

  private void visit(Operation op) {
    List<QuantizerConfig> rising = rising(op);
    if (rising.isEmpty()) {
      return;
    }
    through.put(op, rising);
    for (Input reader : (Iterable<Input>) readers(op)::iterator) {
      if (isWorthwhile(reader)) {
        worthwhile.add(op);
      }
      Operation next = reader.operation();
      if (OperationTraits.isLinear(next) && !OperationTraits.isDepthwise(next)
          || feedingLinear.contains(next)) {
        feedingLinear.add(op);
      }
    }
  }

  private static Stream<Input> readers(Operation op) {
    return op.outputs().stream().flatMap(o -> o.consumers().stream());
  }

  /** The quantizers that an input takes, itself or on behalf of what follows; empty: none. */
  List<QuantizerConfig> wanted(Input input) {
    List<QuantizerConfig> own = demands.at(input);
    return own.isEmpty() && isDataInput(input) ? through(input.operation()) : own;
  }

  /** Whether an input takes a quantizer for its own sake, not only where there is one anyway. */
  boolean isWorthwhile(Input input) {
    if (!demands.at(input).isEmpty()) {
      return !demands.isLonely(input);
    }
    return worthwhile.contains(input.operation()) && !wanted(input).isEmpty();
  }

  /** The quantizers that may rise through an operation; empty: none may. */
  List<QuantizerConfig> through(Operation op) {
    return through.getOrDefault(op, List.of());
  }

  /** Whether the operation only moves values and the device computes it on integers. */
  boolean isMover(Operation op) {
    return device.agnostic().contains(op.type()) && !OperationTraits.addsValues(op)
        || isUnified(op);
  }

  private boolean isUnified(Operation op) {
    return device.unified().contains(op.type());
  }

  /** Whether a quantizer that rises through the operation goes to this input. */
  boolean isDataInput(Input input) {
    return isMover(input.operation())
        && (input.index() == 0
            || isUnified(input.operation())
            || input.operation().is(OperationTypes.CONCAT));
  }

  private List<QuantizerConfig> rising(Operation op) {
    if (!isMover(op) || exclusions.contains(op) || groups.isFused(op) || !readsOnlyFloats(op)) {
      return List.of();
    }
    List<QuantizerConfig> common = null;
    for (Output output : op.outputs()) {
      for (Input consumer : output.consumers()) {
        if (consumer.operation().is("ShapeOf")) {
          continue;
        }
        List<QuantizerConfig> wanted = wanted(consumer);
        common = common == null ? wanted : intersection(common, wanted);
        if (common.isEmpty()) {
          return List.of();
        }
      }
    }
    boolean stays = common == null || common.get(0).perChannel() && !OperationTraits.isPooling(op);
    return stays ? List.of() : common;
  }

  private boolean readsOnlyFloats(Operation op) {
    return op.inputs().stream().filter(this::isDataInput).allMatch(demands::isComputedFloat);
  }

  /** What suits both, in the order of the first; where only the bits differ, the fewer. */
  static List<QuantizerConfig> intersection(List<QuantizerConfig> a, List<QuantizerConfig> b) {
    return a.stream()
        .flatMap(
            left ->
                b.stream()
                    .filter(right -> right.withBits(left.bits()).equals(left))
                    .limit(1)
                    .map(right -> right.bits() < left.bits() ? right : left))
        .distinct()
        .toList();
  }

  /**
   * Whether the inputs of an operation must share one range: all inputs of a Concat that is read,
   * possibly through others that only move values, by a convolution or MatMul with one range per
   * tensor.
   */
  boolean needsOneRange(Operation op) {
    return isUnified(op) && op.inputs().size() > 1 && feedingLinear.contains(op);
  }

  /** Tells of inputs whether what they read gets to one of the operations by being moved only. */
  Predicate<Input> leadingTo(Set<Operation> targets) {
    Set<Operation> leading = new HashSet<>(targets);
    Predicate<Input> leads =
        input ->
            targets.contains(input.operation())
                || leading.contains(input.operation()) && demands.at(input).isEmpty();
    for (int i = order.size() - 1; i >= 0; i--) {
      Operation op = order.get(i);
      if (!through(op).isEmpty() && readers(op).anyMatch(leads)) {
        leading.add(op);
      }
    }
    return leads;
  }
}
