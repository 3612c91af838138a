package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;

/**
 * Returns operations of a quantized model to float: they then read what their quantizers read,
 * while all other readers of these quantizers stay as they are. Used by one thread.
 */
final class FloatReturn {
  private final Model model;
  private final Model floats;

  /**
   * @param model the quantized model, weights not stored yet; changed
   * @param floats the float model, for the biases that a correction changed
   */
  FloatReturn(Model model, Model floats) {
    this.model = model;
    this.floats = floats;
  }

  /** The operations that read a quantizer, directly or past operations that move values. */
  static List<Operation> quantized(Model model) {
    return model.topologicalOrder().stream()
        .filter(op -> !op.isConstant() && !moves(op) && FakeQuantize.of(op).isEmpty())
        .filter(op -> op.inputs().stream().anyMatch(i -> quantizer(i.source()).isPresent()))
        .toList();
  }

  /** The nearest quantizer above a tensor, past operations that move values. */
  static Optional<FakeQuantize> quantizer(Output tensor) {
    Operation op = tensor.operation();
    while (moves(op) && !op.inputs().isEmpty()) {
      op = op.input(0).source().operation();
    }
    return FakeQuantize.of(op);
  }

  /** Returns one operation. */
  void apply(Operation op) {
    restoreBias(op);
    Map<Output, Output> known = new IdentityHashMap<>();
    for (Input input : op.inputs()) {
      Output before = input.source();
      Output after = inFloat(before, known);
      if (after != before) {
        input.connect(after);
        model.removeUnread(before.operation());
      }
    }
  }

  /** The tensor without its quantizer; what moves values in between is repeated. */
  private Output inFloat(Output tensor, Map<Output, Output> known) {
    Output done = known.get(tensor);
    if (done != null) {
      return done;
    }
    Operation op = tensor.operation();
    Output result = tensor;
    Optional<FakeQuantize> quantizer = FakeQuantize.of(op);
    if (quantizer.isPresent()) {
      result = quantizer.get().data();
    } else if (moves(op)) {
      List<Output> sources = new ArrayList<>();
      op.inputs().forEach(i -> sources.add(inFloat(i.source(), known)));
      boolean same = op.inputs().stream().allMatch(i -> i.source() == sources.get(i.index()));
      result = same ? tensor : repeated(op, sources).output(tensor.index());
    }
    known.put(tensor, result);
    return result;
  }

  private Operation repeated(Operation op, List<Output> sources) {
    Operation copy = new Operation(op.type(), op.opset(), model.uniqueName(op.name() + "/float"));
    copy.attributes().putAll(op.attributes());
    sources.forEach(copy::addInput);
    op.outputs().forEach(o -> copy.addOutput(o.type(), o.shape()));
    return model.add(copy);
  }

  private static boolean moves(Operation op) {
    return OperationTraits.movesValues(op) || op.is("MaxPool");
  }

  /** A bias that was corrected for the rounding of the weight is the float model's again. */
  private void restoreBias(Operation op) {
    Optional<Operation> original = floats.operation(op.name()).filter(OperationTraits::isLinear);
    OptionalInt port = original.map(OperationTraits::weightPort).orElse(OptionalInt.empty());
    if (port.isEmpty()) {
      return;
    }
    Optional<OperationTraits.Bias> now = bias(op, port.getAsInt());
    Optional<OperationTraits.Bias> then = bias(original.get(), port.getAsInt());
    if (now.isEmpty() || !sameWeight(op, original.get(), port.getAsInt())) {
      return;
    }
    Operation before = now.get().input().source().operation();
    if (then.isPresent()) {
      Operation constant = then.get().constant();
      boolean direct = then.get().input().source().operation() == constant;
      if (direct && constant.value() != now.get().constant().value()) {
        Operation old = Operation.constant(model.uniqueName(constant.name()), constant.value());
        now.get().input().connect(model.add(old).output(0));
        model.removeUnread(before);
      }
    } else if (floats.operation(now.get().add().name()).isEmpty()) {
      now.get()
          .add()
          .output(0)
          .moveConsumers(List.copyOf(now.get().add().output(0).consumers()), op.output(0));
      model.removeUnread(now.get().add());
    }
  }

  private static Optional<OperationTraits.Bias> bias(Operation op, int port) {
    PartialShape shape = op.output(0).shape();
    if (!shape.hasRank() || shape.rank() == 0) {
      return Optional.empty();
    }
    int axis = OperationTraits.outputChannelAxis(op, port);
    return shape.dim(axis).isStatic()
        ? OperationTraits.bias(op, axis, shape.dim(axis).min())
        : Optional.empty();
  }

  // a rescaled weight belongs to a rescaled bias
  private static boolean sameWeight(Operation op, Operation original, int port) {
    Output weight = op.input(port).source();
    Output data = FakeQuantize.of(weight.operation()).map(FakeQuantize::data).orElse(weight);
    Optional<Operation> now = OperationTraits.constantBehind(data);
    Optional<Operation> then = OperationTraits.constantBehind(original.input(port).source());
    return now.isPresent()
        && then.isPresent()
        && now.get().value().bytes().equals(then.get().value().bytes());
  }
}
