package org.octet.core.internal.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A slice as in Python: {@code start:stop:step}, every part optional, negative places counted from
 * the end, negative steps backwards.
 *
 * @param start first index; null: the end that the step starts from
 * @param stop index that is not taken any more; null: the other end
 * @param step distance, not 0
 */
public record Slice(Long start, Long stop, long step) {
  /** Everything, in order. */
  public static final Slice ALL = new Slice(null, null, 1);

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([+-]?\\d{1,18})?\\s*:\\s*([+-]?\\d{1,18})?\\s*(?::\\s*([+-]?\\d{1,18})?\\s*)?");

  /** Checks the step. */
  public Slice {
    if (step == 0) {
      throw new IllegalArgumentException("the step must not be 0");
    }
  }

  /**
   * Reads {@code start:stop} or {@code start:stop:step}.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  public static Slice parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "must be start:stop:step as in Python, such as 0::2 or -300:");
    }
    Long step = number(m.group(3));
    return new Slice(number(m.group(1)), number(m.group(2)), step == null ? 1 : step);
  }

  private static Long number(String text) {
    return text == null ? null : Long.valueOf(text);
  }

  /**
   * The indices taken of {@code size} elements, in order.
   *
   * @param size at least 0
   */
  public int[] indices(int size) {
    long least = step > 0 ? 0 : -1;
    long most = step > 0 ? size : size - 1;
    long from = start == null ? (step > 0 ? least : most) : clip(start, size, least, most);
    long to = stop == null ? (step > 0 ? most : least) : clip(stop, size, least, most);
    long span = step > 0 ? to - from : from - to;
    long stride = Math.abs(step);
    int count = span <= 0 ? 0 : Math.toIntExact((span - 1) / stride + 1);
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = (int) (from + i * step);
    }
    return indices;
  }

  private static long clip(long place, int size, long least, long most) {
    long fromStart = place < 0 ? place + size : place;
    return Math.max(least, Math.min(most, fromStart));
  }
}
