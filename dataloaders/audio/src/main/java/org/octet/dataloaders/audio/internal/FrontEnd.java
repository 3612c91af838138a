package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Features of sound as librosa defines them: a short-time Fourier transform with a periodic Hann
 * window, mel bands, logarithm, and for MFCC a cosine transform of type II. Thread-safe.
 */
final class FrontEnd {
  private static final int MAX_VALUES = 1 << 28;
  private static final double LEAST_POWER = 1e-10;

  private final FrontEndOptions o;
  private final Fourier fourier;
  private final double[] window;
  private final double[][] cosines;
  private final ConcurrentMap<Integer, MelBank> banks = new ConcurrentHashMap<>();

  FrontEnd(FrontEndOptions options) {
    this.o = options;
    this.fourier = new Fourier(o.fft());
    this.window = new double[o.fft()];
    int start = o.padEnd() ? 0 : (o.fft() - o.window()) / 2;
    for (int i = 0; i < o.window(); i++) {
      window[start + i] = 0.5 - 0.5 * StrictMath.cos(2 * StrictMath.PI * i / o.window());
    }
    this.cosines = o.coefficients() == 0 ? null : cosines(o.coefficients(), o.bands(), o.htkDct());
  }

  private static double[][] cosines(int coefficients, int bands, boolean htk) {
    double[][] cosines = new double[coefficients][bands];
    for (int k = 0; k < coefficients; k++) {
      double norm = Math.sqrt((k == 0 && !htk ? 1.0 : 2.0) / bands);
      for (int b = 0; b < bands; b++) {
        cosines[k][b] = norm * StrictMath.cos(StrictMath.PI * k * (2 * b + 1) / (2.0 * bands));
      }
    }
    return cosines;
  }

  /**
   * Features of a sound.
   *
   * @throws IOException when it is shorter than a frame, or there would be too many
   */
  Matrix features(float[] sound, int rate) throws IOException {
    int pad = o.center() ? o.fft() / 2 : 0;
    int length = o.padEnd() ? o.window() : o.fft();
    long room = sound.length + 2L * pad - length;
    if (room < 0 || o.reflect() && pad >= sound.length) {
      throw new IOException(
          "%d samples are too few for a frame of %d".formatted(sound.length, o.fft()));
    }
    long frames = 1 + room / o.hop();
    MelBank bank = bank(rate);
    if (frames * bank.bands() > MAX_VALUES) {
      throw new IOException("%d frames of %d bands".formatted(frames, bank.bands()));
    }
    double[] bands = new double[(int) frames * bank.bands()];
    double[] frame = new double[o.fft()];
    double[] spectrum = new double[o.fft() / 2 + 1];
    for (int t = 0; t < frames; t++) {
      take(sound, t * o.hop() - pad, frame);
      fourier.magnitudes(frame, spectrum);
      for (int k = 0; o.power() == 2 && k < spectrum.length; k++) {
        spectrum[k] *= spectrum[k];
      }
      for (int b = 0; b < bank.bands(); b++) {
        bands[t * bank.bands() + b] = bank.band(b, spectrum);
      }
    }
    logarithm(bands);
    return cosines == null ? matrix(bands, bank.bands()) : cepstrum(bands, bank.bands());
  }

  private MelBank bank(int rate) throws IOException {
    MelBank.Bands bands = o.bandsUpTo(rate / 2.0);
    if (bands.high() > rate / 2.0 || bands.low() >= bands.high()) {
      throw new IOException(
          "bands from fmin=%s to fmax=%s do not rise, or pass half the rate, %s Hz"
              .formatted(bands.low(), bands.high(), rate / 2.0));
    }
    return banks.computeIfAbsent(rate, r -> new MelBank(bands, o.fft(), r));
  }

  private void take(float[] sound, int start, double... frame) {
    for (int i = 0; i < frame.length; i++) {
      int at = start + i;
      if (o.reflect()) {
        at = at < 0 ? -at : at >= sound.length ? 2 * (sound.length - 1) - at : at;
      }
      frame[i] = window[i] == 0 || at < 0 || at >= sound.length ? 0 : sound[at] * window[i];
    }
  }

  private void logarithm(double... values) {
    switch (o.log()) {
      case NONE -> {}
      case NATURAL -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = StrictMath.log(values[i] + o.offset());
        }
      }
      case DB -> decibels(values);
    }
  }

  /** Of powers; magnitudes are squared first. */
  private void decibels(double... values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      double power = o.power() == 2 ? values[i] : values[i] * values[i];
      values[i] = 10 * StrictMath.log10(Math.max(LEAST_POWER, power));
      largest = Math.max(largest, values[i]);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], largest - o.range());
    }
  }

  private static Matrix matrix(double[] values, int columns) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Matrix.of(floats.length / columns, columns, floats);
  }

  private Matrix cepstrum(double[] bands, int count) {
    int frames = bands.length / count;
    double[] values = new double[frames * cosines.length];
    for (int t = 0; t < frames; t++) {
      for (int k = 0; k < cosines.length; k++) {
        double sum = 0;
        for (int b = 0; b < count; b++) {
          sum += cosines[k][b] * bands[t * count + b];
        }
        values[t * cosines.length + k] = sum;
      }
    }
    return matrix(values, cosines.length);
  }
}
