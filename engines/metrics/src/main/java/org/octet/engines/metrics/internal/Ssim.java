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
 * Structural similarity (Wang et al. 2004): means, variances and covariance under a Gaussian window
 * of 11x11 pixels, sigma 1.5, wherever the window fits; mean over windows, channels and samples.
 * The output is clipped to 0..peak before. Not thread-safe, as {@link Metric} says.
 */
final class Ssim implements Metric {
  static final String NAME = "ssim";

  private static final double K1 = 0.01;
  private static final double K2 = 0.03;

  private final OutputChoice output;
  private final double peak;
  private final GaussianWindow window = new GaussianWindow(11, 1.5);
  private double sum;
  private int samples;

  Ssim(Parameters p) {
    output = OutputChoice.of(NAME, p);
    peak = p.number("peak");
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    Tensor target = Ask.truth(NAME, Target.class, truth).tensor();
    Tensor given = output.in(prediction.outputs());
    Elements.sameShape(NAME, given, target);
    Shape shape = target.shape();
    if (shape.rank() < 2 || shape.dim(-1) < window.size() || shape.dim(-2) < window.size()) {
      throw new InputException(
          "metric 'ssim' needs pictures [channels,H,W] of at least %dx%d pixels, not %s"
              .formatted(window.size(), window.size(), target));
    }
    int width = Math.toIntExact(shape.dim(-1));
    int height = Math.toIntExact(shape.dim(-2));
    int planes = Elements.count(target) / width / height;
    double all = 0;
    for (int p = 0; p < planes; p++) {
      double[] x = plane(Elements.of(NAME, given), p * width * height, width * height);
      double[] y = plane(Elements.of(NAME, target), p * width * height, width * height);
      all += similarity(x, y, width);
    }
    sum += all / planes;
    samples++;
  }

  private double[] plane(IntToDoubleFunction values, int at, int count) {
    double[] plane = new double[count];
    for (int i = 0; i < count; i++) {
      plane[i] = Math.max(0, Math.min(values.applyAsDouble(at + i), peak));
    }
    return plane;
  }

  private double similarity(double[] x, double[] y, int width) {
    double[] meanX = window.means(x, width);
    double[] meanY = window.means(y, width);
    double[] xx = window.means(product(x, x), width);
    double[] yy = window.means(product(y, y), width);
    double[] xy = window.means(product(x, y), width);
    double c1 = K1 * peak * K1 * peak;
    double c2 = K2 * peak * K2 * peak;
    double total = 0;
    for (int i = 0; i < meanX.length; i++) {
      double means = meanX[i] * meanY[i];
      double squares = meanX[i] * meanX[i] + meanY[i] * meanY[i];
      double covariance = xy[i] - means;
      double variances = xx[i] + yy[i] - squares;
      total += (2 * means + c1) * (2 * covariance + c2) / ((squares + c1) * (variances + c2));
    }
    return total / meanX.length;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
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
