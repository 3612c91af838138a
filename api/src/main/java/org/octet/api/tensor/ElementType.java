package org.octet.api.tensor;

import java.util.Locale;

/** Element types of OpenVINO tensors, with their width and the two spellings that IR files use. */
public enum ElementType {
  /** Not known until run time. */
  DYNAMIC(0, "UNSPECIFIED"),
  /** One byte per element. */
  BOOLEAN(8, "BOOL"),
  BF16(16, "BF16"),
  F16(16, "FP16"),
  F32(32, "FP32"),
  F64(64, "FP64"),
  I4(4, "I4"),
  I8(8, "I8"),
  I16(16, "I16"),
  I32(32, "I32"),
  I64(64, "I64"),
  U1(1, "BIN"),
  U2(2, "U2"),
  U3(3, "U3"),
  U4(4, "U4"),
  U6(6, "U6"),
  U8(8, "U8"),
  U16(16, "U16"),
  U32(32, "U32"),
  U64(64, "U64"),
  NF4(4, "NF4"),
  F8E4M3(8, "F8E4M3"),
  F8E5M2(8, "F8E5M2"),
  F4E2M1(4, "F4E2M1"),
  F8E8M0(8, "F8E8M0"),
  /** Variable length; a constant's bytes hold offsets and characters. */
  STRING(0, "STRING");

  private final int bits;
  private final String precision;

  ElementType(int bits, String precision) {
    this.bits = bits;
    this.precision = precision;
  }

  /** Bits of one element; 0 for {@link #DYNAMIC} and {@link #STRING}. */
  public int bits() {
    return bits;
  }

  /** Spelling of the {@code precision} attribute of ports, such as {@code FP32}. */
  public String precision() {
    return precision;
  }

  /** Spelling of the {@code element_type} attribute, such as {@code f32}. */
  public String irName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this is a floating-point type. */
  public boolean isReal() {
    return switch (this) {
      case BF16, F16, F32, F64, NF4, F8E4M3, F8E5M2, F4E2M1, F8E8M0 -> true;
      default -> false;
    };
  }

  /**
   * Bytes that {@code elements} elements take, sub-byte types packed; U3 and U6 come in groups of
   * three bytes.
   *
   * @throws ArithmeticException when the size does not fit into a long
   */
  public long byteSize(long elements) {
    if (bits == 3 || bits == 6) {
      int perGroup = 24 / bits;
      return Math.multiplyExact((elements + perGroup - 1) / perGroup, 3L);
    }
    return Math.addExact(Math.multiplyExact(elements, bits), 7L) / 8;
  }

  /**
   * The type of an {@code element_type} spelling.
   *
   * @throws IllegalArgumentException for an unknown spelling
   */
  public static ElementType ofIrName(String name) {
    if (name.equals("undefined")) {
      return DYNAMIC;
    }
    for (ElementType type : values()) {
      if (type.irName().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown element type '" + name + "'");
  }

  /**
   * The type of a {@code precision} spelling.
   *
   * @throws IllegalArgumentException for an unknown spelling
   */
  public static ElementType ofPrecision(String name) {
    for (ElementType type : values()) {
      if (type.precision.equals(name)) {
        return type;
      }
    }
    if (name.equals("BOOLEAN")) {
      return BOOLEAN;
    }
    throw new IllegalArgumentException("unknown precision '" + name + "'");
  }
}
