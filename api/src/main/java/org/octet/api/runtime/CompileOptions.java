package org.octet.api.runtime;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a model is compiled.
 *
 * @param device device name, such as {@code CPU}
 * @param requests infer requests that run at the same time, at least 1; each gets a stream of
 *     exactly one thread
 * @param precision inference precision; calibration and float references need {@code f32}, CPUs
 *     default to less
 * @param properties further properties of the device, passed as they are
 */
public record CompileOptions(
    String device, int requests, String precision, Map<String, String> properties) {
  /** Copies the map. */
  public CompileOptions {
    if (requests < 1) {
      throw new IllegalArgumentException("requests must be at least 1, not " + requests);
    }
    properties = Map.copyOf(new TreeMap<>(properties));
  }

  /** f32, without further properties. */
  public static CompileOptions of(String device, int requests) {
    return new CompileOptions(device, requests, "f32", Map.of());
  }
}
