package org.octet.dataloaders.files;

import java.nio.ByteBuffer;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;

/** Types of numbers in data files, read in the byte order of the buffer. */
public enum NumberType {
  /** One byte, 0 or 1. */
  BOOL(1, ElementType.BOOLEAN),
  I8(1, ElementType.I8),
  I16(2, ElementType.I16),
  I32(4, ElementType.I32),
  I64(8, ElementType.I64),
  U8(1, ElementType.U8),
  U16(2, ElementType.U16),
  U32(4, ElementType.U32),
  U64(8, ElementType.U64),
  F16(2, ElementType.F16),
  F32(4, ElementType.F32),
  F64(8, ElementType.F64);

  private final int bytes;
  private final ElementType elementType;

  NumberType(int bytes, ElementType elementType) {
    this.bytes = bytes;
    this.elementType = elementType;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** The same type of a tensor. */
  public ElementType elementType() {
    return elementType;
  }

  /** Whether this is a floating-point type. */
  public boolean isReal() {
    return elementType.isReal();
  }

  /** The number that begins at a byte; whole ones beyond 2^53 are rounded. */
  public double real(ByteBuffer b, int at) {
    return switch (this) {
      case F16 -> Floats.fromHalf(b.getShort(at));
      case F32 -> b.getFloat(at);
      case F64 -> b.getDouble(at);
      case U64 -> unsigned(b.getLong(at));
      default -> whole(b, at);
    };
  }

  /**
   * The whole number that begins at a byte; {@link #U64} as its 64 bits.
   *
   * @throws IllegalStateException for a floating-point type
   */
  public long whole(ByteBuffer b, int at) {
    return switch (this) {
      case BOOL -> b.get(at) == 0 ? 0 : 1;
      case I8 -> b.get(at);
      case U8 -> b.get(at) & 0xFF;
      case I16 -> b.getShort(at);
      case U16 -> b.getShort(at) & 0xFFFF;
      case I32 -> b.getInt(at);
      case U32 -> b.getInt(at) & 0xFFFF_FFFFL;
      case I64, U64 -> b.getLong(at);
      case F16, F32, F64 -> throw new IllegalStateException(this + " is no whole number");
    };
  }

  private static double unsigned(long bits) {
    // the lowest bit, kept by the or, decides a tie
    return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
  }
}
