package org.octet.algorithms.minmax.internal;

import java.util.List;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.tensor.Floats;

/**
 * Which results have quantizers of their own, whoever reads them: on devices that compute in
 * integers only. The result of a fused chain is that of its last operation.
 */
final class OutputDemands {
  private final TargetDevice device;
  private final QuantizerWish wish;
  private final Exclusions exclusions;
  private final FusedGroups groups;

  OutputDemands(
      TargetDevice device, QuantizerWish wish, Exclusions exclusions, FusedGroups groups) {
    this.device = device;
    this.wish = wish;
    this.exclusions = exclusions;
    this.groups = groups;
  }

  /** POT's name for the quantizer of a result. */
  static String quantizerName(Output tensor) {
    return tensor.operation().name() + "/fq_output_" + tensor.index() + "_0";
  }

  /** The quantizers that the device lists for a result, best first; empty: none. */
  List<QuantizerConfig> at(Output tensor) {
    Operation op = tensor.operation();
    Operation head = groups.head(op);
    if (exclusions.contains(op) || !Floats.supports(tensor.type()) || isInside(tensor, head)) {
      return List.of();
    }
    return device
        .operation(OperationTraits.deviceType(head))
        .map(OperationConfig::outputs)
        .map(wish::choose)
        .orElse(List.of());
  }

  private boolean isInside(Output tensor, Operation head) {
    return tensor.consumers().stream()
        .map(Input::operation)
        .anyMatch(next -> groups.isFused(next) && groups.head(next) == head);
  }

  /** Who reads the quantized result: all but shapes and what is left alone. */
  List<Input> readers(Output tensor) {
    return tensor.consumers().stream()
        .filter(c -> !c.operation().is("ShapeOf") && !exclusions.contains(c.operation()))
        .toList();
  }

  /**
   * The inputs of an element-wise operation that read constants to be quantized. A scale before a
   * shift has none: both stay as they are.
   */
  List<Input> constants(Operation op) {
    boolean scales = op.is(OperationTypes.MULTIPLY) && isInside(op.output(0), groups.head(op));
    return scales
        ? List.of()
        : op.inputs().stream()
            .filter(i -> Floats.supports(i.source().type()))
            .filter(i -> OperationTraits.constantBehind(i.source()).isPresent())
            .toList();
  }
}
