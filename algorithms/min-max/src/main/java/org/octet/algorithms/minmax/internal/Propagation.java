package org.octet.algorithms.minmax.internal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
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
  private final Map<Operation, List<QuantizerConfig>> through = new HashMap<>();

  Propagation(TargetDevice device, Exclusions exclusions, FusedGroups groups, Demands demands) {
    this.device = device;
    this.exclusions = exclusions;
    this.groups = groups;
    this.demands = demands;
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
    return !wanted(input).isEmpty()
        && input.operation().outputs().stream()
            .flatMap(o -> o.consumers().stream())
            .anyMatch(this::isWorthwhile);
  }

  /** The quantizers that may rise through an operation; empty: none may. */
  List<QuantizerConfig> through(Operation op) {
    List<QuantizerConfig> known = through.get(op);
    if (known == null) {
      known = rising(op);
      through.put(op, known);
    }
    return known;
  }

  /** Whether the operation only moves values and the device computes it on integers. */
  boolean isMover(Operation op) {
    return device.agnostic().contains(op.type()) || isUnified(op);
  }

  private boolean isUnified(Operation op) {
    return device.unified().contains(op.type());
  }

  private boolean isDataInput(Input input) {
    return isMover(input.operation()) && (input.index() == 0 || isUnified(input.operation()));
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

  static List<QuantizerConfig> intersection(List<QuantizerConfig> a, List<QuantizerConfig> b) {
    return a.stream().filter(b::contains).toList();
  }

  /** The tensors whose quantizers an operation's inputs would read. */
  Set<Output> roots(Operation op) {
    Set<Output> roots = new LinkedHashSet<>();
    op.inputs().stream().filter(this::isDataInput).forEach(i -> addRoots(i.source(), roots));
    return roots;
  }

  private void addRoots(Output tensor, Set<Output> roots) {
    Operation producer = tensor.operation();
    if (through(producer).isEmpty()) {
      roots.add(tensor);
    } else {
      producer.inputs().stream()
          .filter(this::isDataInput)
          .forEach(i -> addRoots(i.source(), roots));
    }
  }

  /**
   * Whether the inputs of an operation must share one range: all inputs of a Concat that is read,
   * possibly through others that only move values, by a convolution or MatMul with one range per
   * tensor.
   */
  boolean needsOneRange(Operation op) {
    return isUnified(op) && op.inputs().size() > 1 && !through(op).isEmpty() && feedsLinear(op);
  }

  /** Whether what an input reads gets to one of the operations by being moved only. */
  boolean leadsTo(Input input, Set<Operation> targets) {
    Operation op = input.operation();
    return targets.contains(op)
        || demands.at(input).isEmpty()
            && !through(op).isEmpty()
            && op.outputs().stream()
                .flatMap(o -> o.consumers().stream())
                .anyMatch(next -> leadsTo(next, targets));
  }

  private boolean feedsLinear(Operation op) {
    return op.outputs().stream()
        .flatMap(o -> o.consumers().stream())
        .map(Input::operation)
        .anyMatch(
            next ->
                OperationTraits.isLinear(next) && !OperationTraits.isDepthwise(next)
                    || !through(next).isEmpty() && feedsLinear(next));
  }
}
