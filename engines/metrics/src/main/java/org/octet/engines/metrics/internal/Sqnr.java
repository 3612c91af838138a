package org.octet.engines.metrics.internal;

import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Target;
import org.octet.api.engine.Prediction;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * Signal-to-quantization-noise ratio of an output against that of a reference model, 10·log10(Σ
 * reference² / Σ (reference - output)²) in dB over all samples; infinite where they are equal. Not
 * thread-safe, as {@link Metric} says.
 */
final class Sqnr implements Metric {
  static final String NAME = "sqnr";

  private final OutputChoice output;
  private double signal;
  private double noise;

  Sqnr(Parameters p) {
    output = OutputChoice.of(NAME, p);
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    Tensor target = Ask.truth(NAME, Target.class, truth).tensor();
    Tensor given = output.in(prediction.outputs());
    Elements.sameShape(NAME, given, target);
    IntToDoubleFunction wanted = Elements.of(NAME, target);
    IntToDoubleFunction values = Elements.of(NAME, given);
    int count = Elements.count(target);
    for (int i = 0; i < count; i++) {
      double reference = wanted.applyAsDouble(i);
      double error = reference - values.applyAsDouble(i);
      signal += reference * reference;
      noise += error * error;
    }
  }

  @Override
  public Map<String, Double> values() {
    return Map.of(NAME, 10 * Math.log10(signal / noise));
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    signal = 0;
    noise = 0;
  }
}
