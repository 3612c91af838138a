package org.octet.dataloaders.volume.internal;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.octet.api.error.InputException;

/**
 * A part of a volume along the axes D, H, W of the tensor. Immutable.
 *
 * @param start first voxel of each axis
 * @param size voxels along each axis
 */
record Box(int[] start, int[] size) {
  private static final Pattern RANGES =
      Pattern.compile("(\\d{1,7}):(\\d{1,7})x(\\d{1,7}):(\\d{1,7})x(\\d{1,7}):(\\d{1,7})");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,7})x(\\d{1,7})x(\\d{1,7})");

  /** Reads {@code FIRST:END} of three axes, joined by x. */
  static Box parse(String key, String text) {
    Matcher m = RANGES.matcher(text);
    if (!m.matches()) {
      throw new InputException(
          "data loader 'volume': %s=%s: must be FIRST:END of the axes D, H, W, joined by x, such as"
                  .formatted(key, text)
              + " 24:88x64:192x64:192");
    }
    int[] start = new int[3];
    int[] size = new int[3];
    for (int i = 0; i < 3; i++) {
      start[i] = Integer.parseInt(m.group(2 * i + 1));
      size[i] = Integer.parseInt(m.group(2 * i + 2)) - start[i];
      if (size[i] < 1) {
        throw new InputException(
            "data loader 'volume': %s=%s: the end of a range must be behind its first voxel"
                .formatted(key, text));
      }
    }
    return new Box(start, size);
  }

  /** Whether a text is a size alone. */
  static boolean isSize(String text) {
    return SIZE.matcher(text).matches();
  }

  /** Reads {@code DxHxW}. */
  static int[] size(String key, String text) {
    Matcher m = SIZE.matcher(text);
    int[] size = new int[3];
    boolean valid = m.matches();
    for (int i = 0; valid && i < 3; i++) {
      size[i] = Integer.parseInt(m.group(i + 1));
    }
    if (!valid || Arrays.stream(size).anyMatch(s -> s < 1)) {
      throw new InputException(
          "data loader 'volume': %s=%s: must be DxHxW in voxels, each at least 1, such as 64x128x128"
              .formatted(key, text));
    }
    return size;
  }

  /** The box of a size in the middle of a volume. */
  static Box centered(int[] size, int... extents) {
    int[] start = new int[3];
    Arrays.setAll(start, i -> (extents[i] - size[i]) / 2);
    return new Box(start, size);
  }

  /** All of a volume. */
  static Box whole(int... extents) {
    return new Box(new int[3], extents.clone());
  }

  /** A box inside this one, seen from the volume. */
  Box inside(Box inner) {
    int[] moved = new int[3];
    Arrays.setAll(moved, i -> start[i] + inner.start[i]);
    return new Box(moved, inner.size);
  }

  /** Whether it lies in a volume. */
  boolean fits(int... extents) {
    return IntStream.range(0, 3).allMatch(i -> start[i] >= 0 && start[i] + size[i] <= extents[i]);
  }

  /** Such as {@code 24:88x64:192x64:192}. */
  @Override
  public String toString() {
    return IntStream.range(0, 3)
        .mapToObj(i -> start[i] + ":" + (start[i] + size[i]))
        .collect(Collectors.joining("x"));
  }
}
