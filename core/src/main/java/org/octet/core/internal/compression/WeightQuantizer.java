package org.octet.core.internal.compression;

import java.util.Optional;
import java.util.Set;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;

/**
 * A FakeQuantize on a constant: {@code Constant -> [Convert] -> FakeQuantize} with constant ranges.
 *
 * @param quantizer the quantizer
 * @param constant the weights
 */
record WeightQuantizer(FakeQuantize quantizer, Operation constant) {
  private static final int MOST_LEVELS = 256;
  private static final Set<ElementType> TYPES = Set.of(ElementType.F32, ElementType.F16);

  /** The quantizer, if its weights can be stored as 8-bit integers without changing the result. */
  static Optional<WeightQuantizer> of(Operation op) {
    if (!op.is(OperationTypes.FAKE_QUANTIZE) || !TYPES.contains(op.output(0).type())) {
      return Optional.empty();
    }
    Operation constant = op.input(0).source().operation();
    if (constant.is(OperationTypes.CONVERT)) {
      constant = constant.input(0).source().operation();
    }
    if (!constant.isConstant() || !Floats.supports(constant.value().type())) {
      return Optional.empty();
    }
    Operation weights = constant;
    return FakeQuantize.of(op)
        .filter(q -> q.levels() > 2 && q.levels() <= MOST_LEVELS && storable(q, weights))
        .map(q -> new WeightQuantizer(q, weights));
  }

  private static boolean storable(FakeQuantize q, Operation constant) {
    Shape shape = constant.value().shape();
    return q.fits(shape)
        && ordered(q.inputRange())
        && ordered(q.outputRange())
        && noConstantChannel(q.outputRange());
  }

  private static boolean ordered(FakeQuantize.Range range) {
    for (int i = 0; i < range.low().length; i++) {
      if (!(range.low()[i] <= range.high()[i])) {
        return false;
      }
    }
    return true;
  }

  // a scale of 0 can only stand for the value 0
  private static boolean noConstantChannel(FakeQuantize.Range range) {
    for (int i = 0; i < range.low().length; i++) {
      if (range.low()[i] == range.high()[i] && range.low()[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
