package org.octet.api.plugin;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checked parameter values, defaults filled in; made by {@link ParameterSchema#check}. Immutable.
 * Every getter throws {@link IllegalArgumentException} for a parameter that has no value or is of
 * another kind: a defect of the plugin that asks.
 */
public final class Parameters {
  private final Map<String, Object> values;

  Parameters(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Whether the parameter has a value. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** All values by camelCase key. */
  public Map<String, Object> asMap() {
    return values;
  }

  /** A text or a choice. */
  public String string(String name) {
    return get(name, String.class);
  }

  /** A whole number. */
  public int integer(String name) {
    return Math.toIntExact(get(name, Long.class));
  }

  /** A whole number. */
  public long longInteger(String name) {
    return get(name, Long.class);
  }

  /** A number. */
  public double number(String name) {
    return get(name, Double.class);
  }

  /** True or false. */
  public boolean bool(String name) {
    return get(name, Boolean.class);
  }

  /** A file or folder. */
  public Path path(String name) {
    return get(name, Path.class);
  }

  /** A copy of the numbers. */
  public double[] numbers(String name) {
    return get(name, double[].class).clone();
  }

  /** The texts. */
  @SuppressWarnings("unchecked")
  public List<String> strings(String name) {
    return get(name, List.class);
  }

  /** The objects, in order. */
  @SuppressWarnings("unchecked")
  public List<Parameters> objects(String name) {
    return get(name, List.class);
  }

  /** Width and height in pixels. */
  public int[] size(String name) {
    return get(name, int[].class).clone();
  }

  private <T> T get(String name, Class<T> kind) {
    Object value = values.get(name);
    if (value == null || !kind.isInstance(value)) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' has no value of kind " + kind.getSimpleName());
    }
    return kind.cast(value);
  }
}
