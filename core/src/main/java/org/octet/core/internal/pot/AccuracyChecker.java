package org.octet.core.internal.pot;

import java.util.List;
import org.octet.api.RuntimeSpec;

final class AccuracyChecker {
  private AccuracyChecker() {}

  static PotEngine read(PotObject section, PotSampling sampling, RuntimeSpec runtime) {
    section.complain("type", "accuracy_checker is not read");
    return new PotEngine(null, null, null, List.of(), runtime);
  }
}
