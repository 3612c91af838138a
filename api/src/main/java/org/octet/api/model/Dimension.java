package org.octet.api.model;

/**
 * The extent of one axis, possibly known only at run time.
 *
 * @param min least extent
 * @param max largest extent; -1: unbounded
 */
public record Dimension(long min, long max) {
  /** Any extent. */
  public static final Dimension DYNAMIC = new Dimension(0, -1);

  /** Checks the interval. */
  public Dimension {
    if (min < 0 || max < -1 || max != -1 && max < min) {
      throw new IllegalArgumentException("bad dimension " + min + ".." + max);
    }
  }

  /** A fixed extent. */
  public static Dimension of(long extent) {
    return new Dimension(extent, extent);
  }

  /** Whether the extent is known. */
  public boolean isStatic() {
    return min == max;
  }

  /** IR notation: {@code 3}, {@code ?}, {@code 1..8}, {@code 2..}, {@code ..8}. */
  @Override
  public String toString() {
    if (isStatic()) {
      return Long.toString(min);
    }
    if (max == -1) {
      return min == 0 ? "?" : min + "..";
    }
    return (min == 0 ? "" : Long.toString(min)) + ".." + max;
  }

  /**
   * Reads IR notation, {@code -1} included.
   *
   * @throws IllegalArgumentException when the text is not a dimension
   */
  public static Dimension parse(String text) {
    String t = text.strip();
    if (t.equals("?") || t.equals("-1")) {
      return DYNAMIC;
    }
    int dots = t.indexOf("..");
    if (dots < 0) {
      return of(Long.parseLong(t));
    }
    String low = t.substring(0, dots);
    String high = t.substring(dots + 2);
    return new Dimension(
        low.isEmpty() ? 0 : Long.parseLong(low), high.isEmpty() ? -1 : Long.parseLong(high));
  }
}
