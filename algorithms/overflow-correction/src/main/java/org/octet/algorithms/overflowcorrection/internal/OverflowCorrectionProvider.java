package org.octet.algorithms.overflowcorrection.internal;

import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Parameters;

/** Publishes {@code OverflowCorrection}. */
public final class OverflowCorrectionProvider implements AlgorithmProvider {
  @Override
  public String name() {
    return "OverflowCorrection";
  }

  @Override
  public String description() {
    return "keeps sums of 16-bit products within 32 bits, on devices that compute in integers only";
  }

  @Override
  public Algorithm create(Parameters parameters) {
    return new OverflowCorrection();
  }
}
