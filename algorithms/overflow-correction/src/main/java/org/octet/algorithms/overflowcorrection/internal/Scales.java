package org.octet.algorithms.overflowcorrection.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** What codes of quantizers stand for. Stateless. */
final class Scales {
  private static final int OUTPUT_LOW = 3;
  private static final int OUTPUT_HIGH = 4;

  private Scales() {}

  /** What one code of a quantizer stands for; the largest of several channels. */
  static double of(FakeQuantize quantizer) {
    FakeQuantize.Range range = quantizer.outputRange();
    double largest = 0;
    for (int i = 0; i < range.low().length; i++) {
      double width = (double) range.high()[i] - range.low()[i];
      largest = Math.max(largest, width / (quantizer.levels() - 1));
    }
    return largest;
  }

  /** The largest of the nearest quantizers of activations above an operation; empty: none. */
  static OptionalDouble ofInputs(Operation op) {
    Deque<Operation> queue = new ArrayDeque<>();
    Set<Operation> seen = new HashSet<>();
    op.inputs().stream().map(Input::source).forEach(o -> queue.add(o.operation()));
    OptionalDouble largest = OptionalDouble.empty();
    while (!queue.isEmpty()) {
      Operation next = queue.remove();
      if (next.isConstant() || !seen.add(next)) {
        continue;
      }
      boolean quantizer =
          next.is(OperationTypes.FAKE_QUANTIZE)
              && OperationTraits.constantBehind(next.input(0).source()).isEmpty();
      if (!quantizer) {
        next.inputs().forEach(i -> queue.add(i.source().operation()));
        continue;
      }
      double scale = FakeQuantize.of(next).map(Scales::of).orElse(0.0);
      largest = OptionalDouble.of(Math.max(scale, largest.orElse(0)));
    }
    return largest;
  }

  /** Makes what a code of a weight stands for larger, and its codes as much smaller. */
  static void enlarge(Model model, FakeQuantize quantizer, double factor) {
    Operation op = quantizer.operation();
    Tensor weight = OperationTraits.constantBehind(quantizer.data()).orElseThrow().value();
    Shape shape = quantizer.data().shape().toShape().orElseThrow();
    replace(model, op.input(0), shape, Floats.read(weight), 1 / factor);
    FakeQuantize.Range range = quantizer.outputRange();
    replace(model, op.input(OUTPUT_LOW), range.shape(), range.low(), factor);
    replace(model, op.input(OUTPUT_HIGH), range.shape(), range.high(), factor);
    model.removeDeadConstants();
  }

  private static void replace(
      Model model, Input input, Shape shape, float[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (values[i] * factor);
    }
    Operation old = input.source().operation();
    Tensor tensor = Floats.tensor(input.source().type(), shape, scaled);
    String name = model.uniqueName(old.name() + "/scaled");
    input.connect(model.add(Operation.constant(name, tensor)).output(0));
  }
}
