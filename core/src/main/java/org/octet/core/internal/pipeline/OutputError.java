package org.octet.core.internal.pipeline;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * Signal and noise of one output, summed in float64.
 *
 * @param signal sum of the squared reference values
 * @param noise sum of the squared differences
 */
public record OutputError(double signal, double noise) {
  /** Nothing summed. */
  public static final OutputError ZERO = new OutputError(0, 0);

  /** Whether outputs of this type are compared: numbers, not indices or texts. */
  public static boolean compares(ElementType type) {
    return type == ElementType.F32
        || type == ElementType.F64
        || type == ElementType.F16
        || type == ElementType.BF16;
  }

  /**
   * Compares one output of one sample. Where the number of elements differs, as it may behind
   * non-maximum suppression, nothing corresponds: all of both tensors is noise.
   */
  public static OutputError of(Tensor reference, Tensor output) {
    if (reference.type() == ElementType.F32
        && output.type() == ElementType.F32
        && reference.shape().elements() == output.shape().elements()) {
      return ofFloats(reference.floats(), output.floats());
    }
    double[] a = toDoubles(reference);
    double[] b = toDoubles(output);
    if (a.length != b.length) {
      double energy = energy(a);
      return new OutputError(energy, energy + energy(b));
    }
    double signal = energy(a);
    double noise = 0;
    for (int i = 0; i < a.length; i++) {
      noise += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return new OutputError(signal, noise);
  }

  private static OutputError ofFloats(FloatBuffer reference, FloatBuffer output) {
    double signal = 0;
    double noise = 0;
    for (int i = 0, n = reference.remaining(); i < n; i++) {
      double r = reference.get(i);
      double d = r - output.get(i);
      signal += r * r;
      noise += d * d;
    }
    return new OutputError(signal, noise);
  }

  private static double energy(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return sum;
  }

  private static double[] toDoubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().elements())];
    ByteBuffer bytes = tensor.bytes();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.type()) {
            case F32 -> bytes.getFloat(4 * i);
            case F64 -> bytes.getDouble(8 * i);
            case BF16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case F16 -> ofHalf(bytes.getShort(2 * i));
            default -> Double.NaN;
          };
    }
    return values;
  }

  private static double ofHalf(short half) {
    int exponent = half >> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0x1f -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          case 0 -> mantissa * 0x1p-24;
          default -> Math.scalb(1 + mantissa * 0x1p-10, exponent - 15);
        };
    return half < 0 ? -magnitude : magnitude;
  }

  /** The sum of both. */
  public OutputError plus(OutputError other) {
    return new OutputError(signal + other.signal, noise + other.noise);
  }

  /**
   * {@code 10 log10(signal / noise)} in dB: infinite without noise, minus infinity for noise
   * without signal, NaN where a value was not finite.
   */
  public double sqnr() {
    if (!Double.isFinite(signal) || !Double.isFinite(noise)) {
      return Double.NaN;
    }
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }
}
