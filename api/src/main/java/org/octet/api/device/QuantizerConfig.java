package org.octet.api.device;

/**
 * A kind of quantizer that a device can use.
 *
 * @param bits width of the codes, from 2 to 32
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

  /** Number of levels; up to 2^32. */
  public long levels() {
    return (1L << bits) - (narrowRange ? 1 : 0);
  }

  /** The same kind of quantizer with codes of another width. */
  public QuantizerConfig withBits(int width) {
    return new QuantizerConfig(width, mode, perChannel, narrowRange, signed);
  }
}
