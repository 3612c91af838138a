package org.octet.core.internal.compression;

import java.util.Optional;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A FakeQuantize on a constant: {@code Constant -> [Convert] -> FakeQuantize} with constant ranges.
 *
 * @param fakeQuantize the quantizer
 * @param constant the weights
 * @param inputLow least input bound per range
 * @param inputHigh upper input bounds
 * @param outputLow lower output bounds
 * @param outputHigh upper output bounds
 * @param levels number of levels
 */
record WeightQuantizer(
    Operation fakeQuantize,
    Operation constant,
    Tensor inputLow,
    Tensor inputHigh,
    Tensor outputLow,
    Tensor outputHigh,
    int levels) {
  private static final int MOST_LEVELS = 256;

  /** The quantizer, if its weights can be stored as 8-bit integers without changing the result. */
  static Optional<WeightQuantizer> of(Operation op) {
    if (!op.is(OperationTypes.FAKE_QUANTIZE) || op.output(0).type() != ElementType.F32) {
      return Optional.empty();
    }
    Operation constant = constantBehind(op.input(0).source());
    if (constant == null || !floatRanges(op)) {
      return Optional.empty();
    }
    int levels = Integer.parseInt(op.attribute("levels").orElse("0").strip());
    WeightQuantizer quantizer =
        new WeightQuantizer(
            op,
            constant,
            range(op, 1),
            range(op, 2),
            range(op, 3),
            range(op, 4),
            levels);
    boolean possible = levels > 2 && levels <= MOST_LEVELS && quantizer.shapesFit();
    return possible && quantizer.boundsInOrder() ? Optional.of(quantizer) : Optional.empty();
  }

  private static Operation constantBehind(Output source) {
    Operation op = source.operation();
    if (op.is(OperationTypes.CONVERT)) {
      op = op.input(0).source().operation();
    }
    boolean known = op.isConstant() && FloatReader.reads(op.value().type());
    return known ? op : null;
  }

  private static boolean floatRanges(Operation op) {
    return op.inputs().size() == 5
        && op.inputs().stream()
            .skip(1)
            .map(i -> i.source().operation())
            .allMatch(c -> c.isConstant() && c.value().type() == ElementType.F32);
  }

  private static Tensor range(Operation op, int input) {
    return op.input(input).source().operation().value();
  }

  private boolean shapesFit() {
    Shape shape = constant.value().shape();
    return Broadcast.fits(shape, inputLow.shape())
        && Broadcast.fits(shape, inputHigh.shape())
        && Broadcast.fits(shape, outputLow.shape())
        && outputLow.shape().equals(outputHigh.shape());
  }

  private boolean boundsInOrder() {
    Shape shape = constant.value().shape();
    return ordered(inputLow, inputHigh, shape)
        && ordered(outputLow, outputHigh, shape)
        && noConstantChannel();
  }

  // a scale of 0 can only stand for the value 0
  private boolean noConstantChannel() {
    float[] low = outputLow.toFloats();
    float[] high = outputHigh.toFloats();
    for (int i = 0; i < low.length; i++) {
      if (low[i] == high[i] && low[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean ordered(Tensor low, Tensor high, Shape shape) {
    float[] lows = low.toFloats();
    float[] highs = high.toFloats();
    if (!low.shape().equals(high.shape())) {
      int[] lowAt = new Broadcast(shape, low.shape()).indices();
      int[] highAt = new Broadcast(shape, high.shape()).indices();
      for (int i = 0; i < lowAt.length; i++) {
        if (!(lows[lowAt[i]] <= highs[highAt[i]])) {
          return false;
        }
      }
      return true;
    }
    for (int i = 0; i < lows.length; i++) {
      if (!(lows[i] <= highs[i])) {
        return false;
      }
    }
    return true;
  }
}
