package org.octet.algorithms.equalization.internal;

import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;

/** The parameters that both algorithms take. */
final class EqualizationParameters {
  private static final String MINIMUM_GAIN = "minimumGain";

  private EqualizationParameters() {}

  static Parameter bits(String of) {
    return Parameter.integer(of + "Bits", 8, 2, 16, of + " codes have this many bits");
  }

  static Parameter minimumGain() {
    return Parameter.number(
        MINIMUM_GAIN,
        0.5,
        0,
        100,
        "by how many dB the expected noise of the layers that read a tensor must fall");
  }

  static int activationBits(Parameters p) {
    return p.integer("activationBits");
  }

  static int weightBits(Parameters p) {
    return p.integer("weightBits");
  }

  static double minimumGain(Parameters p) {
    return p.number(MINIMUM_GAIN);
  }
}
