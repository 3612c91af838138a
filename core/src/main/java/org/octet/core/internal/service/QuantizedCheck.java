package org.octet.core.internal.service;

import java.util.Optional;
import java.util.Set;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;

/** Refuses models that are quantized already: quantizing twice only loses accuracy. */
final class QuantizedCheck {
  private static final Set<ElementType> STORED =
      Set.of(
          ElementType.I8,
          ElementType.U8,
          ElementType.I4,
          ElementType.U4,
          ElementType.U2,
          ElementType.U3,
          ElementType.U6,
          ElementType.U1,
          ElementType.NF4,
          ElementType.F8E4M3,
          ElementType.F8E5M2,
          ElementType.F4E2M1);

  private static final Set<ElementType> CODES = Set.of(ElementType.I8, ElementType.U8);

  private QuantizedCheck() {}

  /**
   * Looks for quantizers, and for weights that are stored as integers and multiplied by a scale.
   *
   * @param file names the model in the message
   * @throws UnsupportedModelException when there is one
   */
  static void refuse(String file, Model model) {
    for (Operation op : model.operations()) {
      Optional<String> sign = signOf(op);
      if (sign.isPresent()) {
        throw new UnsupportedModelException(
            "model '%s' is quantized already: %s; quantize the float model that it was made from"
                .formatted(file, sign.get()));
      }
      op.subGraphs().forEach(sub -> refuse(file, sub.body()));
    }
  }

  private static Optional<String> signOf(Operation op) {
    if (op.is(OperationTypes.FAKE_QUANTIZE, "FakeConvert")) {
      return Optional.of("it has the operation " + op);
    }
    if (isStored(op)) {
      return Optional.of(
          "constant '%s' of %s is multiplied by a scale"
              .formatted(op.name(), op.value().type().irName()));
    }
    if (OperationTraits.isLinear(op) && readsCodes(op.input(0).source())) {
      return Optional.of(op + " computes with 8-bit integers");
    }
    return Optional.empty();
  }

  /** Whether this is a constant of integers that are multiplied by a scale. */
  static boolean isStored(Operation op) {
    return op.isConstant()
        && STORED.contains(op.value().type())
        && op.output(0).consumers().stream().anyMatch(QuantizedCheck::isDequantized);
  }

  /**
   * {@code Convert -> [Convert] -> [Subtract] -> Multiply}, the scale also divided by, with nothing
   * but constants: a mask or table of bytes that is multiplied with computed values is no weight.
   */
  private static boolean isDequantized(Input reader) {
    Operation op = reader.operation();
    if (op.is(OperationTypes.CONVERT)) {
      return op.output(0).consumers().stream().anyMatch(QuantizedCheck::isScaled);
    }
    return false;
  }

  private static boolean isScaled(Input reader) {
    Operation op = reader.operation();
    if (op.is(OperationTypes.CONVERT)) {
      return isDequantized(reader);
    }
    boolean fixed =
        op.inputs().size() == 2 && isFixed(op.input(1 - reader.index()).source().operation());
    return fixed
        && (op.is(OperationTypes.MULTIPLY, OperationTypes.DIVIDE)
            || op.is(OperationTypes.SUBTRACT)
                && op.output(0).consumers().stream().anyMatch(QuantizedCheck::isScaled));
  }

  /** Integers that come from 8-bit ones, possibly after a zero point is subtracted. */
  private static boolean readsCodes(Output tensor) {
    Output source = tensor;
    while (!CODES.contains(source.type())
        && source.type() == ElementType.I32
        && source.operation().is(OperationTypes.CONVERT, OperationTypes.SUBTRACT)) {
      source = source.operation().input(0).source();
    }
    return CODES.contains(source.type());
  }

  /** Whether a scale or zero point is a constant, possibly stored in another type or shape. */
  private static boolean isFixed(Operation op) {
    Operation source = op;
    while (source.is(
        OperationTypes.CONVERT,
        OperationTypes.RESHAPE,
        OperationTypes.MULTIPLY,
        OperationTypes.SUBTRACT)) {
      source = source.input(0).source().operation();
    }
    return source.isConstant();
  }
}
