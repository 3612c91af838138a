package org.octet.core.internal.compression;

import org.octet.api.model.FakeQuantize;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * The integers that stand for a FakeQuantize's levels: {@code value = (code - zeroPoint) * scale}.
 *
 * @param unsigned whether codes are u8, else i8
 * @param lowestCode code of the lowest level
 * @param scale {@code (high - low) / (levels - 1)} per output range
 * @param zeroPoint {@code lowestCode - low / scale} per output range; 0 where the scale is 0
 */
record Grid(boolean unsigned, int lowestCode, Tensor scale, Tensor zeroPoint) {
  private static final double FOLDABLE = 1e-4;

  static Grid of(FakeQuantize quantizer) {
    FakeQuantize.Range range = quantizer.outputRange();
    float[] low = range.low();
    float[] high = range.high();
    boolean unsigned = true;
    for (float v : low) {
      unsigned &= v >= 0;
    }
    int levels = (int) quantizer.levels(); // 256 at most
    int lowest = unsigned ? 0 : -(levels / 2);
    Tensor scale = Tensor.allocate(ElementType.F32, range.shape());
    Tensor zeroPoint = Tensor.allocate(ElementType.F32, range.shape());
    for (int i = 0; i < low.length; i++) {
      double step = ((double) high[i] - low[i]) / (levels - 1);
      scale.floats().put(i, (float) step);
      zeroPoint.floats().put(i, step == 0 ? 0 : (float) (lowest - low[i] / step));
    }
    return new Grid(unsigned, lowest, scale, zeroPoint);
  }

  /** One over the scale. */
  Tensor inverse() {
    float[] values = scale.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 / values[i];
    }
    return Tensor.of(scale.shape(), values);
  }

  /**
   * Makes the zero point disappear where it is, to a ten-thousandth of a step, the same integer
   * everywhere and the codes still fit.
   *
   * @param codes shifted in place
   * @return whether the zero point is still needed
   */
  boolean foldZeroPoint(byte[] codes) {
    float[] points = zeroPoint.toFloats();
    long shift = points.length == 0 ? 0 : (long) Math.rint(points[0]);
    for (float p : points) {
      if (Math.abs(p - shift) > FOLDABLE) {
        return true;
      }
    }
    int least = unsigned ? 0 : Byte.MIN_VALUE;
    int most = unsigned ? 255 : Byte.MAX_VALUE;
    for (byte code : codes) {
      long shifted = (unsigned ? code & 0xff : code) - shift;
      if (shifted < least || shifted > most) {
        return true;
      }
    }
    for (int i = 0; shift != 0 && i < codes.length; i++) {
      codes[i] -= (byte) shift;
    }
    return false;
  }
}
