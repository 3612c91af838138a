package org.octet.api.runtime;

import java.util.List;

/**
 * A device that a runtime offers.
 *
 * @param name such as {@code CPU}
 * @param fullName the hardware's name
 * @param capabilities such as {@code INT8}, {@code BF16}
 */
public record Device(String name, String fullName, List<String> capabilities) {
  /** Copies the list. */
  public Device {
    capabilities = List.copyOf(capabilities);
  }
}
