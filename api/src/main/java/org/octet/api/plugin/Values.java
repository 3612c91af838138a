package org.octet.api.plugin;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Turns what the user wrote into typed values. */
final class Values {
  private static final String NUMBERS = "must be finite numbers separated by commas";

  private Values() {}

  /**
   * The typed value: String, Long, Double, Boolean, Path, double[], List of String, or int[]
   * {width, height}.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  static Object parse(Parameter p, Object raw) {
    return switch (p.kind()) {
      case STRING -> text(raw);
      case INTEGER -> (long) number(p, raw, true);
      case NUMBER -> number(p, raw, false);
      case BOOLEAN -> bool(raw);
      case CHOICE -> choice(p, text(raw));
      case PATH -> path(raw);
      case NUMBERS -> numbers(raw);
      case STRINGS -> list(raw);
      case SIZE -> size(text(raw));
      case OBJECTS -> throw new IllegalStateException("objects are checked by their own schema");
    };
  }

  private static String text(Object raw) {
    if (raw == null || raw instanceof Collection) {
      throw new IllegalArgumentException("must be one value");
    }
    return raw.toString();
  }

  private static double number(Parameter p, Object raw, boolean whole) {
    double value;
    try {
      value = Double.parseDouble(text(raw));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(whole ? "must be a whole number" : "must be a number", e);
    }
    if (!Double.isFinite(value) || whole && value != Math.rint(value)) {
      throw new IllegalArgumentException(whole ? "must be a whole number" : "must be finite");
    }
    double min = p.min().orElse(Double.NEGATIVE_INFINITY);
    double max = p.max().orElse(Double.POSITIVE_INFINITY);
    if (value < min || value > max) {
      throw new IllegalArgumentException("must be from " + plain(min) + " to " + plain(max));
    }
    return value;
  }

  private static String plain(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
  }

  private static boolean bool(Object raw) {
    return switch (text(raw)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static String choice(Parameter p, String value) {
    if (p.choices().contains(value)) {
      return value;
    }
    throw new IllegalArgumentException(
        "must be one of "
            + String.join(", ", p.choices())
            + ParameterSchema.nearest(value, p.choices())
                .map(n -> " (did you mean '" + n + "'?)")
                .orElse(""));
  }

  private static Path path(Object raw) {
    try {
      return Path.of(text(raw));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not a path: " + e.getReason(), e);
    }
  }

  private static double[] numbers(Object raw) {
    try {
      double[] numbers = list(raw).stream().mapToDouble(Double::parseDouble).toArray();
      if (Arrays.stream(numbers).allMatch(Double::isFinite)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(NUMBERS, e);
    }
    throw new IllegalArgumentException(NUMBERS);
  }

  private static List<String> list(Object raw) {
    return raw instanceof Collection<?> c
        ? c.stream().map(Values::text).toList()
        : List.of(text(raw).split(",", -1)).stream()
            .map(String::strip)
            .collect(Collectors.toUnmodifiableList());
  }

  private static int[] size(String raw) {
    String[] parts = raw.split("x", -1);
    try {
      int[] size = {Integer.parseInt(parts[0]), Integer.parseInt(parts[parts.length - 1])};
      if (parts.length == 2 && size[0] > 0 && size[1] > 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be WIDTHxHEIGHT in pixels, such as 224x224", e);
    }
    throw new IllegalArgumentException("must be WIDTHxHEIGHT in pixels, such as 224x224");
  }
}
