package org.octet.engines.metrics.internal;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Target;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Perplexity of a language model: exp of the mean of -log p(token) over all tokens of all samples,
 * p the softmax of the logits [1,T,V] one place before the token. The truth is a tensor of token
 * numbers [1,T]. Not thread-safe, as {@link Metric} says.
 */
final class Perplexity implements Metric {
  static final String NAME = "perplexity";

  private final OutputChoice output;
  private final int shift;
  private final int ignored;
  private double loss;
  private long tokens;

  Perplexity(Parameters p) {
    output = OutputChoice.of(NAME, p);
    shift = p.integer("shift");
    ignored = p.integer("ignoreIndex");
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    Tensor ids = Ask.truth(NAME, Target.class, truth).tensor();
    Tensor logits = output.in(prediction.outputs());
    check(logits, ids);
    int vocabulary = Math.toIntExact(logits.shape().dim(-1));
    IntToDoubleFunction scores = Elements.of(NAME, logits);
    IntToDoubleFunction id = Elements.of(NAME, ids);
    for (int t = shift; t < Elements.count(ids); t++) {
      int token = (int) id.applyAsDouble(t);
      if (token != ignored) {
        loss += loss(scores, (t - shift) * vocabulary, vocabulary, token);
        tokens++;
      }
    }
  }

  private static void check(Tensor logits, Tensor ids) {
    Shape s = logits.shape();
    boolean form = (s.rank() == 2 || s.rank() == 3 && s.dim(0) == 1) && s.dim(-1) > 0;
    if (!form || ids.type().isReal() || ids.shape().elements() != s.dim(-2)) {
      throw new InputException(
          ("metric 'perplexity' needs logits [1,tokens,vocabulary] and as many token numbers as"
                  + " the truth, not %s and %s")
              .formatted(logits, ids));
    }
  }

  /** -log of the softmax, with the largest logit taken off so that nothing overflows. */
  private static double loss(IntToDoubleFunction scores, int at, int vocabulary, int token) {
    if (token < 0 || token >= vocabulary) {
      throw new InputException(
          "metric 'perplexity': token %d is not in the model's vocabulary of %d; see ignore-index"
              .formatted(token, vocabulary));
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < vocabulary; i++) {
      largest = Math.max(largest, scores.applyAsDouble(at + i));
    }
    double sum = 0;
    for (int i = 0; i < vocabulary; i++) {
      sum += Math.exp(scores.applyAsDouble(at + i) - largest);
    }
    return Math.log(sum) - (scores.applyAsDouble(at + token) - largest);
  }

  @Override
  public Map<String, Double> values() {
    return Map.of(NAME, Math.exp(loss / tokens));
  }

  @Override
  public boolean higherIsBetter(String name) {
    return false;
  }

  @Override
  public void reset() {
    loss = 0;
    tokens = 0;
  }
}
