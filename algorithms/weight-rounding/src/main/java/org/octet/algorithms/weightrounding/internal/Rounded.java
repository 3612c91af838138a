package org.octet.algorithms.weightrounding.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A rounded weight.
 *
 * @param layer whose
 * @param before what its quantizer read
 * @param value what it reads instead: where that helps, what codes stand for
 */
record Rounded(Layer layer, Tensor before, Tensor value) {
  /** Weights that lose less than this share of their energy were on a grid already: 50 dB. */
  private static final double NEGLIGIBLE = 1e-5;

  /**
   * The quantizer of a layer's weight, whose codes no other operation reads: one range for each
   * output channel, or one for all, and the same at its input and output, or rescaled for each
   * input channel.
   *
   * @param op the layer in the quantized model
   */
  static Optional<FakeQuantize> quantizer(Layer layer, Operation op) {
    return FakeQuantize.of(op.input(layer.weightPort()).source().operation())
        .filter(fq -> fq.operation().output(0).consumers().size() == 1)
        .filter(fq -> OperationTraits.constantBehind(fq.data()).isPresent())
        .filter(fq -> fits(layer, fq));
  }

  /** Codes of one output channel have one meaning, of input channels in their own units. */
  private static boolean fits(Layer layer, FakeQuantize quantizer) {
    FakeQuantize.Range in = quantizer.inputRange();
    FakeQuantize.Range out = quantizer.outputRange();
    int rows = layer.groups() * layer.rows();
    int ranges = out.low().length;
    boolean rescaled = in.low().length == ranges * layer.inputs() && layer.groups() == 1;
    return (ranges == 1 || ranges == rows)
        && (rescaled || Arrays.equals(in.low(), out.low()) && Arrays.equals(in.high(), out.high()));
  }

  /**
   * Rounds a layer's weight. Output channels are computed in parallel, each for itself.
   *
   * @param moments of its input, group by group, of each part by part
   * @param parts into which an output channel's weights are divided
   * @return empty where the nearest codes are as good
   */
  static Optional<Rounded> of(Layer layer, FakeQuantize quantizer, float[] moments, int parts) {
    Tensor constant = OperationTraits.constantBehind(quantizer.data()).orElseThrow().value();
    Shape shape = quantizer.data().shape().toShape().orElseThrow();
    float[] weight = Floats.read(constant);
    float[] nearest = quantizer.rounded(weight, shape);
    float[] values = weight.clone();
    Grid.Elements elements = Grid.Elements.of(quantizer, shape);
    int side = layer.size() / parts;
    IntStream.range(0, layer.groups())
        .parallel()
        .forEach(
            g -> {
              Feedback[] feedback = new Feedback[parts];
              for (int p = 0; p < parts; p++) {
                feedback[p] = Feedback.of(moments, (g * parts + p) * side * side, side);
              }
              IntStream.range(g * layer.rows(), (g + 1) * layer.rows())
                  .parallel()
                  .forEach(
                      c ->
                          new Row(layer, c, elements)
                              .round(quantizer, feedback, weight, nearest, values));
            });
    Tensor before = Floats.tensor(quantizer.data().type(), shape, weight);
    Tensor after = stored(layer, quantizer, before, values);
    return after.bytes().equals(before.bytes())
        ? Optional.empty()
        : Optional.of(new Rounded(layer, before, after));
  }

  /** Whether a weight loses so little in its quantizer that there is nothing to be gained. */
  static boolean isOnGrid(FakeQuantize quantizer) {
    Tensor constant = OperationTraits.constantBehind(quantizer.data()).orElseThrow().value();
    float[] weight = Floats.read(constant);
    float[] nearest = quantizer.rounded(weight, quantizer.data().shape().toShape().orElseThrow());
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < weight.length; i++) {
      signal += (double) weight[i] * weight[i];
      noise += ((double) weight[i] - nearest[i]) * (weight[i] - nearest[i]);
    }
    return noise <= NEGLIGIBLE * signal;
  }

  /** One output channel of a layer. */
  private record Row(Layer layer, int channel, Grid.Elements elements) {
    void round(
        FakeQuantize quantizer, Feedback[] parts, float[] weight, float[] nearest, float[] values) {
      double[] row = of(weight);
      double[] plain = of(nearest);
      double[] best = plain.clone();
      Grid grid = Grid.of(layer, channel, elements, quantizer, plain);
      int side = row.length / parts.length;
      for (int p = 0; p < parts.length; p++) {
        double[] part = Arrays.copyOfRange(row, p * side, (p + 1) * side);
        double[] rounded = parts[p].rounded(part, p * side, grid);
        double reached = parts[p].error(part, rounded);
        if (reached < parts[p].error(part, Arrays.copyOfRange(plain, p * side, (p + 1) * side))) {
          System.arraycopy(rounded, 0, best, p * side, side);
        }
      }
      boolean harmless = grid.saturates(plain) || !grid.saturates(best);
      if (harmless && !Arrays.equals(best, plain)) {
        for (int k = 0; k < best.length; k++) {
          values[layer.place(channel, k)] = (float) best[k];
        }
      }
    }

    private double[] of(float[] values) {
      double[] row = new double[layer.size()];
      for (int k = 0; k < row.length; k++) {
        row[k] = values[layer.place(channel, k)];
      }
      return row;
    }
  }

  /**
   * The values as they can be stored; output channels whose codes change by that stay as before.
   */
  private static Tensor stored(Layer layer, FakeQuantize quantizer, Tensor before, float[] values) {
    Tensor stored = Floats.tensor(before.type(), before.shape(), values);
    int[] wanted = quantizer.codes(values, before.shape());
    int[] codes = quantizer.codes(Floats.read(stored), before.shape());
    if (Arrays.equals(wanted, codes)) {
      return stored;
    }
    float[] weight = Floats.read(before);
    for (int channel = 0; channel < layer.groups() * layer.rows(); channel++) {
      boolean same = true;
      for (int k = 0; k < layer.size(); k++) {
        same &= wanted[layer.place(channel, k)] == codes[layer.place(channel, k)];
      }
      for (int k = 0; k < layer.size() && !same; k++) {
        values[layer.place(channel, k)] = weight[layer.place(channel, k)];
      }
    }
    return Floats.tensor(before.type(), before.shape(), values);
  }

  /** Lets the quantizer read the values, and records what it read. */
  void apply(OptimizedModel models) {
    Model model = models.model(layer.model());
    Operation op = model.operation(layer.operation()).orElseThrow();
    Operation quantizer = op.input(layer.weightPort()).source().operation();
    Operation old = quantizer.input(0).source().operation();
    Operation constant = Operation.constant(model.uniqueName(old.name() + "/rounded"), value);
    quantizer.input(0).connect(model.add(constant).output(0));
    model.removeUnread(old);
    models.rounded(TensorId.of(layer.model(), quantizer.output(0)), before);
  }
}
