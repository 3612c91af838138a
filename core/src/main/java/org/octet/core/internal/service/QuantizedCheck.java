package org.octet.core.internal.service;

import java.util.Optional;
import java.util.Set;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
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
    }
  }

  private static Optional<String> signOf(Operation op) {
    if (op.is(OperationTypes.FAKE_QUANTIZE)) {
      return Optional.of("it has the operation " + op);
    }
    if (isStored(op)) {
      return Optional.of(
          "constant '%s' of %s is multiplied by a scale"
              .formatted(op.name(), op.value().type().irName()));
    }
    return Optional.empty();
  }

  /** Whether this is a constant of integers that are multiplied by a scale. */
  static boolean isStored(Operation op) {
    return op.isConstant()
        && STORED.contains(op.value().type())
        && op.output(0).consumers().stream().anyMatch(QuantizedCheck::isDequantized);
  }

  /** {@code Convert -> [Subtract] -> Multiply}. */
  private static boolean isDequantized(Input reader) {
    return reader.operation().is(OperationTypes.CONVERT)
        && reader.operation().output(0).consumers().stream()
            .anyMatch(
                i ->
                    i.operation().is(OperationTypes.MULTIPLY)
                        || i.operation().is(OperationTypes.SUBTRACT)
                            && i.operation().output(0).consumers().stream()
                                .anyMatch(j -> j.operation().is(OperationTypes.MULTIPLY)));
  }
}
