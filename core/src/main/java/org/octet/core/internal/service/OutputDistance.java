package org.octet.core.internal.service;

import org.octet.api.ComparisonResult.OutputComparison;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Tensor;

/**
 * How far one output of two models is apart, over all samples: {@code SQNR = 10 log10(sum ref^2 /
 * sum (ref - out)^2)}, sums in double precision in sample order. Used by one thread at a time.
 */
final class OutputDistance {
  private final String name;
  private double signal;
  private double noise;
  private double largest;
  private int samples;
  private int sameTop1;

  OutputDistance(String name) {
    this.name = name;
  }

  /**
   * Takes one sample.
   *
   * @throws InputException when the outputs have different sizes, or hold NaN or infinity
   */
  void add(String sampleId, Tensor reference, Tensor candidate) {
    Elements ref = Elements.of(name, reference);
    Elements out = Elements.of(name, candidate);
    if (ref.size() != out.size()) {
      throw new InputException(
          "output '%s' is %s in the first model and %s in the second: they cannot be compared"
              .formatted(name, reference, candidate));
    }
    int topRef = 0;
    int topOut = 0;
    for (int i = 0; i < ref.size(); i++) {
      double r = ref.get(i);
      double difference = r - out.get(i);
      if (!Double.isFinite(difference)) {
        throw new InputException(
            "output '%s', sample '%s': %s in the first model, %s in the second; only finite outputs"
                    .formatted(name, sampleId, r, out.get(i))
                + " can be compared");
      }
      signal += r * r;
      noise += difference * difference;
      largest = Math.max(largest, Math.abs(difference));
      topRef = r > ref.get(topRef) ? i : topRef;
      topOut = out.get(i) > out.get(topOut) ? i : topOut;
    }
    samples++;
    sameTop1 += topRef == topOut ? 1 : 0;
  }

  OutputComparison result() {
    Double sqnr = noise == 0 ? null : (Double) (10 * Math.log10(signal / noise));
    double same = samples == 0 ? 1 : (double) sameTop1 / samples;
    return new OutputComparison(name, sqnr, same, largest);
  }
}
