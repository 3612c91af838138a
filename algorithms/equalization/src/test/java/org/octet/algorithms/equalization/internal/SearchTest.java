package org.octet.algorithms.equalization.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static Noise noise(float[] magnitudes, float[] power, Weight... weights) {
    float[] min = new float[magnitudes.length];
    for (int c = 0; c < min.length; c++) {
      min[c] = -magnitudes[c];
    }
    return new Noise(new Channels(min, magnitudes, magnitudes, power), List.of(weights), 255, 127);
  }

  private static Weight weight(int outputs, float... row) {
    float[] largest = new float[outputs * row.length];
    double[] energy = new double[row.length];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = row[i % row.length];
      energy[i % row.length] += (double) largest[i] * largest[i];
    }
    return new Weight(row.length, 1, largest, energy);
  }

  /** Two channels, by hand: steps are 4/255 and 3/127, and 2/255 and 4/127 when rescaled. */
  @Test
  void noiseIsThatOfBothRoundings() {
    Noise noise = noise(new float[] {2, 1}, new float[] {0.5f, 0.25f}, weight(1, 2, 3));
    double plain = (Math.pow(4 / 255.0, 2) * 13 + Math.pow(3 / 127.0, 2) * 0.75) / 12;
    assertThat(noise.of(new float[] {1, 1})).isCloseTo(plain, within(1e-12));
    double rescaled = (Math.pow(2 / 255.0, 2) * (16 + 9) + Math.pow(4 / 127.0, 2) * 0.375) / 12;
    assertThat(noise.of(new float[] {2, 1})).isCloseTo(rescaled, within(1e-12));
  }

  @Test
  void channelThatWidensTheRangeForAllIsBroughtDown() {
    float[] magnitudes = {1, 1, 1, 50, 1, 1, 1, 1};
    float[] power = {0.1f, 0.1f, 0.1f, 1, 0.1f, 0.1f, 0.1f, 0.1f};
    Search.Found found =
        Search.best(noise(magnitudes, power, weight(4, 1, 1, 1, 0.1f, 1, 1, 1, 1)));
    assertThat(found.gain()).isGreaterThan(10);
    assertThat(found.scales()[3]).isGreaterThan(5);
    assertThat(found.scales()[0]).isEqualTo(1);
  }

  @Test
  void equalChannelsStay() {
    float[] equal = new float[6];
    Arrays.fill(equal, 2);
    Search.Found found = Search.best(noise(equal, equal, weight(3, 1, 1, 1, 1, 1, 1)));
    assertThat(found.gain()).isZero();
    assertThat(found.scales()).containsOnly(1);
  }

  @Test
  void whatIsZeroEverywhereStays() {
    Search.Found found = Search.best(noise(new float[4], new float[4], weight(2, 1, 1, 1, 1)));
    assertThat(found.gain()).isZero();
    assertThat(found.scales()).containsOnly(1);
  }

  @Property(seed = "1", tries = 200)
  void gainIsTrueAndScalesAreNeverBelowOne(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int channels) {
    Random random = new Random(seed);
    float[] magnitudes = new float[channels];
    float[] power = new float[channels];
    float[] row = new float[channels];
    for (int c = 0; c < channels; c++) {
      magnitudes[c] = (float) Math.exp(2 * random.nextGaussian());
      power[c] = magnitudes[c] * magnitudes[c] * random.nextFloat();
      row[c] = random.nextFloat();
    }
    Noise noise = noise(magnitudes, power, weight(2, row), weight(1, row));
    Search.Found found = Search.best(noise);
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    double gain = 10 * Math.log10(noise.of(ones) / noise.of(found.scales()));
    assertThat(found.gain()).isNotNegative().isCloseTo(gain, within(1e-9));
    for (float scale : found.scales()) {
      assertThat(scale).isGreaterThanOrEqualTo(1).isFinite();
    }
  }
}
