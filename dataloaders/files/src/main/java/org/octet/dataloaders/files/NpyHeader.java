package org.octet.dataloaders.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.octet.api.tensor.Shape;

/**
 * The header of NumPy's array format, versions 1.0, 2.0 and 3.0: see {@code numpy.lib.format}.
 *
 * @param type type of the numbers
 * @param order their byte order
 * @param fortran whether the first index changes fastest
 * @param shape extents
 * @param length bytes of the header: where the numbers begin
 */
public record NpyHeader(
    NumberType type, ByteOrder order, boolean fortran, Shape shape, int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_LENGTH = 1 << 16;
  private static final int MAX_RANK = 32;
  private static final Map<String, NumberType> TYPES =
      Map.ofEntries(
          Map.entry("b1", NumberType.BOOL),
          Map.entry("i1", NumberType.I8),
          Map.entry("i2", NumberType.I16),
          Map.entry("i4", NumberType.I32),
          Map.entry("i8", NumberType.I64),
          Map.entry("u1", NumberType.U8),
          Map.entry("u2", NumberType.U16),
          Map.entry("u4", NumberType.U32),
          Map.entry("u8", NumberType.U64),
          Map.entry("f2", NumberType.F16),
          Map.entry("f4", NumberType.F32),
          Map.entry("f8", NumberType.F64));
  private static final Pattern DESCR = key("descr", "['\"]([<>|=]?)(\\w+)['\"]");
  private static final Pattern FORTRAN = key("fortran_order", "(True|False)");
  private static final Pattern SHAPE = key("shape", "\\(([\\d,L ]*)\\)");

  private static Pattern key(String name, String value) {
    return Pattern.compile("['\"]" + name + "['\"] ?: ?" + value);
  }

  /**
   * Reads a header, and nothing behind it.
   *
   * @throws IOException when it is not such a header, or its type is none of a tensor's
   */
  public static NpyHeader read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !ByteBuffer.wrap(start, 0, 6).equals(ByteBuffer.wrap(MAGIC))) {
      throw new IOException("it does not begin with \\x93NUMPY, so it is no NumPy array");
    }
    int version = start[6];
    if (version < 1 || version > 3) {
      throw new IOException("NumPy format version %d is none of 1, 2, 3".formatted(version));
    }
    int sizeBytes = version == 1 ? 2 : 4;
    byte[] size = Content.exactly(in, sizeBytes, "the header");
    ByteBuffer b = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    int length = version == 1 ? b.getShort() & 0xFFFF : b.getInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("a header of %d bytes".formatted(length & 0xFFFF_FFFFL));
    }
    String text =
        new String(Content.exactly(in, length, "the header"), StandardCharsets.ISO_8859_1);
    return parse(text, 8 + sizeBytes + length);
  }

  private static NpyHeader parse(String text, int length) throws IOException {
    Matcher descr = find(DESCR, text, "descr", "such as '<f4'; structures are not numbers");
    NumberType type = TYPES.get(descr.group(2));
    if (type == null) {
      throw new IOException(
          "numbers of type '%s' are none of bool, int8..int64, uint8..uint64, float16..float64"
              .formatted(descr.group(2)));
    }
    ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    boolean fortran = find(FORTRAN, text, "fortran_order", "True or False").group(1).equals("True");
    Shape shape = shape(find(SHAPE, text, "shape", "such as (3, 4)").group(1));
    return new NpyHeader(type, order, fortran, shape, length);
  }

  private static Matcher find(Pattern p, String text, String key, String expected)
      throws IOException {
    Matcher m = p.matcher(text);
    if (!m.find()) {
      throw new IOException("the header has no '%s' (%s)".formatted(key, expected));
    }
    return m;
  }

  private static Shape shape(String text) throws IOException {
    List<String> parts = new ArrayList<>(List.of(text.replace("L", "").split(",")));
    parts.removeIf(String::isBlank);
    if (parts.size() > MAX_RANK) {
      throw new IOException("shape (%s) has more than %d axes".formatted(text, MAX_RANK));
    }
    try {
      Shape shape = Shape.of(parts.stream().mapToLong(p -> Long.parseLong(p.strip())).toArray());
      // also when another extent is 0
      LongStream.of(shape.toArray()).filter(d -> d > 0).reduce(Long.BYTES, Math::multiplyExact);
      return shape;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IOException("shape (%s) cannot be: too large".formatted(text), e);
    }
  }

  /** Bytes of all numbers. */
  public long dataBytes() {
    return shape.elements() * type.bytes();
  }

  /** Such as {@code F32[3,4]}. */
  @Override
  public String toString() {
    return LongStream.of(shape.toArray())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", type + "[", "]"));
  }
}
