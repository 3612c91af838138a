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
 * Peak signal-to-noise ratio, 10·log10(peak² / mean squared error) in dB: the mean over the
 * samples. The output is clipped to 0..peak before; 120 dB where there is less error. Not
 * thread-safe, as {@link Metric} says.
 */
final class Psnr implements Metric {
  static final String NAME = "psnr";

  private static final double LEAST_ERROR = 1e-12;

  private final OutputChoice output;
  private final double peak;
  private double sum;
  private int samples;

  Psnr(Parameters p) {
    output = OutputChoice.of(NAME, p);
    peak = p.number("peak");
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    Tensor target = Ask.truth(NAME, Target.class, truth).tensor();
    Tensor given = output.in(prediction.outputs());
    Elements.sameShape(NAME, given, target);
    IntToDoubleFunction wanted = Elements.of(NAME, target);
    IntToDoubleFunction values = Elements.of(NAME, given);
    int count = Elements.count(given);
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double clipped = Math.max(0, Math.min(values.applyAsDouble(i), peak));
      double error = clipped - wanted.applyAsDouble(i);
      squares += error * error;
    }
    double relative = squares / count / (peak * peak);
    sum += -10 * Math.log10(Math.max(relative, LEAST_ERROR));
    samples++;
  }

  @Override
  public Map<String, Double> values() {
    return Map.of(NAME, sum / samples);
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    sum = 0;
    samples = 0;
  }
}
