package org.octet.engines.decoders.internal;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Cosine between two embeddings, from -1 to 1; 0 where one of them is zero. Embeddings of tokens
 * are pooled first. Immutable.
 */
final class Similarity implements Decoder {
  static final String FORM = "[2,tokens,size] or [2,size]";
  static final String MEAN = "mean";
  static final String FIRST = "first";

  private static final String NAME = "similarity";

  private final OutputChoice output;
  private final boolean firstToken;
  private final String attentionMask;

  Similarity(Parameters p) {
    output = OutputChoice.of(p, NAME, "output", FORM, Similarity::fits);
    firstToken = p.string("pooling").equals(FIRST);
    attentionMask = p.string("attentionMask");
  }

  private static boolean fits(Shape s) {
    return (s.rank() == 2 || s.rank() == 3) && s.dim(0) == 2 && s.elements() > 0;
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    Tensor tensor = output.in(outputs);
    float[] values = OutputChoice.floats(tensor);
    int size = Math.toIntExact(tensor.shape().dim(-1));
    int tokens = values.length / 2 / size;
    int[] counts = counts(sample, tensor.shape(), tokens);
    return new Score(
        cosine(
            pooled(values, size, counts, 0, tokens), pooled(values, size, counts, tokens, tokens)));
  }

  /** For each token of both sentences 0 where it does not count. */
  private int[] counts(Sample sample, Shape shape, int tokens) {
    Tensor mask = shape.rank() == 2 ? null : sample.data().get(attentionMask);
    if (mask == null || firstToken) {
      int[] all = new int[2 * tokens];
      for (int t = 0; t < all.length; t++) {
        all[t] = !firstToken || t % tokens == 0 ? 1 : 0;
      }
      return all;
    }
    if (!OutputChoice.isInteger(mask) || mask.shape().elements() != 2L * tokens) {
      throw new InputException(
          "decoder 'similarity': attention-mask=%s is %s, but the output has 2 x %d tokens"
              .formatted(attentionMask, mask, tokens));
    }
    return OutputChoice.integers(mask);
  }

  /** Sum of the tokens that count: in the direction of their mean, which is all a cosine sees. */
  private static double[] pooled(float[] values, int size, int[] counts, int from, int tokens) {
    double[] sum = new double[size];
    for (int t = from; t < from + tokens; t++) {
      for (int i = 0; counts[t] != 0 && i < size; i++) {
        sum[i] += values[t * size + i];
      }
    }
    return sum;
  }

  private static double cosine(double[] a, double[] b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squaresA += a[i] * a[i];
      squaresB += b[i] * b[i];
    }
    double norm = Math.sqrt(squaresA) * Math.sqrt(squaresB);
    return norm > 0 ? Math.max(-1, Math.min(product / norm, 1)) : 0;
  }
}
