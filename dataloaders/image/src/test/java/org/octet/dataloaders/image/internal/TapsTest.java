package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for every length and filter. */
class TapsTest {
  @Property(tries = 300, seed = "1")
  void oneColourStaysThatColour(
      @ForAll @IntRange(min = 1, max = 300) int from,
      @ForAll @IntRange(min = 1, max = 300) int to,
      @ForAll Taps.Filter filter,
      @ForAll byte value) {
    byte[] row = new byte[from];
    Arrays.fill(row, value);
    Taps taps = Taps.of(from, to, filter);
    byte[] expected = new byte[to];
    Arrays.fill(expected, value);
    assertThat(taps.rows(row, from, 1, 1)).isEqualTo(expected);
    assertThat(taps.columns(row, 1)).isEqualTo(expected);
  }

  /** Rows and columns are the same arithmetic, for one channel and for three. */
  @Property(tries = 200, seed = "1")
  void rowsAreColumns(
      @ForAll @IntRange(min = 1, max = 90) int from,
      @ForAll @IntRange(min = 1, max = 90) int to,
      @ForAll Taps.Filter filter,
      @ForAll byte[] noise) {
    byte[] pixels = Arrays.copyOf(noise, from);
    Taps taps = Taps.of(from, to, filter);
    byte[] row = taps.rows(pixels, from, 1, 1);
    assertThat(taps.columns(pixels, 1)).isEqualTo(row);
    byte[] colour = new byte[3 * from];
    for (int i = 0; i < from; i++) {
      Arrays.fill(colour, 3 * i, 3 * i + 3, pixels[i]);
    }
    byte[] wide = taps.rows(colour, from, 1, 3);
    for (int i = 0; i < wide.length; i++) {
      assertThat(wide[i]).isEqualTo(row[i / 3]);
    }
  }

  /** Turned around, a picture gives the result turned around, but for a half rounded up. */
  @Property(tries = 200, seed = "1")
  void noSideIsPreferred(
      @ForAll @IntRange(min = 1, max = 90) int from,
      @ForAll @IntRange(min = 1, max = 90) int to,
      @ForAll Taps.Filter filter,
      @ForAll byte[] noise) {
    byte[] pixels = Arrays.copyOf(noise, from);
    Taps taps = Taps.of(from, to, filter);
    byte[] there = taps.rows(pixels, from, 1, 1);
    byte[] back = taps.rows(reversed(pixels), from, 1, 1);
    for (int i = 0; i < to; i++) {
      assertThat(Math.abs((there[i] & 0xFF) - (back[to - 1 - i] & 0xFF))).isLessThanOrEqualTo(1);
    }
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = bytes[bytes.length - 1 - i];
    }
    return out;
  }
}
