package org.octet.api.device;

/**
 * A kind of quantizer that a device can use.
 *
 * @param bits width of the codes
 * @param mode symmetric or asymmetric
 * @param perChannel one range per channel, else one per tensor
 * @param narrowRange whether the least code is not used, so that 8 bits give 255 levels and zero is
 *     exact
 * @param signed whether codes are always signed; else symmetric quantizers of non-negative tensors
 *     are unsigned
 */
public record QuantizerConfig(
    int bits, Mode mode, boolean perChannel, boolean narrowRange, boolean signed) {

  /** Where the range lies. */
  public enum Mode {
    /** Around zero. */
    SYMMETRIC,
    /** Anywhere that contains zero. */
    ASYMMETRIC
  }

  /** Number of levels. */
  public int levels() {
    return (1 << bits) - (narrowRange ? 1 : 0);
  }
}
