package org.octet.api.device;

import java.util.List;
import java.util.Set;

/**
 * A chain of operations that the device computes as one kernel; no quantizer belongs inside.
 *
 * @param name for reports
 * @param steps operation types allowed at each step of the chain, first to last
 */
public record FusedPattern(String name, List<Set<String>> steps) {
  /** Copies the list. */
  public FusedPattern {
    steps = steps.stream().map(Set::copyOf).toList();
  }
}
