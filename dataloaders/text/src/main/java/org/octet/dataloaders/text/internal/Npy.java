package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of whole numbers in NumPy's format {@code .npy}, versions 1 to 3. Thread-safe.
 *
 * @param shape extents
 * @param type letter and bytes of the elements, such as {@code i8}
 * @param data the elements in C order
 */
record Npy(int[] shape, String type, ByteBuffer data) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr': *'([<>|=])([iu][1248])'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");

  /** Whether a file begins as these do. */
  static boolean isOne(byte[] file) {
    return file.length >= MAGIC.length
        && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Takes the content of a file, without copying it.
   *
   * @throws IOException with the reason when it is damaged or no array of whole numbers in C order
   */
  static Npy parse(byte[] file) throws IOException {
    if (!isOne(file) || file.length < 10) {
      throw new IOException("it is no .npy file, or cut off");
    }
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int version = in.get(MAGIC.length);
    in.position(MAGIC.length + 2);
    if (version < 1 || version > 3 || version > 1 && in.remaining() < Integer.BYTES) {
      throw new IOException("its version is %d; 1 to 3 are known".formatted(version));
    }
    int length = version == 1 ? in.getShort() & 0xFFFF : in.getInt();
    if (length < 0 || length > MAX_HEADER || length > in.remaining()) {
      throw new IOException("its header of %d bytes does not fit".formatted(length & 0xFFFFFFFFL));
    }
    String header = new String(file, in.position(), length, StandardCharsets.ISO_8859_1);
    in.position(in.position() + length);
    return of(header, in.slice());
  }

  private static Npy of(String header, ByteBuffer data) throws IOException {
    Matcher type = find(TYPE, header, "the types i1, i2, i4, i8, u1, u2, u4 and u8");
    if (find(ORDER, header, "fortran_order").group(1).equals("True")) {
      throw new IOException("it is in Fortran order; save numpy.ascontiguousarray(x)");
    }
    int[] shape = shape(find(SHAPE, header, "a shape").group(1));
    int width = type.group(2).charAt(1) - '0';
    long elements = 1;
    for (int extent : shape) {
      elements *= extent; // no overflow: stopped far below
      if (elements > TextFile.MAX_BYTES) {
        break;
      }
    }
    if (elements * width != data.remaining()) {
      throw new IOException(
          "it holds %d bytes of data; a shape of %s of %s needs another number"
              .formatted(data.remaining(), Arrays.toString(shape), type.group(2)));
    }
    boolean big = type.group(1).equals(">");
    return new Npy(
        shape,
        type.group(2),
        data.asReadOnlyBuffer().order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
  }

  private static Matcher find(Pattern pattern, String header, String what) throws IOException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      String shown = header.strip();
      throw new IOException(
          "its header %s does not have %s"
              .formatted(shown.substring(0, Math.min(100, shown.length())), what));
    }
    return matcher;
  }

  private static int[] shape(String text) throws IOException {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(t -> !t.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new IOException("its shape (%s) is damaged or too large".formatted(text), e);
    }
  }

  /** One row of an array of rank 2, as new numbers; those above 2^63 are negative. */
  long[] row(int index) {
    int width = type.charAt(1) - '0';
    long[] row = new long[shape[1]];
    for (int i = 0; i < row.length; i++) {
      row[i] = element((index * shape[1] + i) * width);
    }
    return row;
  }

  private long element(int at) {
    return switch (type) {
      case "i1" -> data.get(at);
      case "u1" -> data.get(at) & 0xFF;
      case "i2" -> data.getShort(at);
      case "u2" -> data.getShort(at) & 0xFFFF;
      case "i4" -> data.getInt(at);
      case "u4" -> data.getInt(at) & 0xFFFFFFFFL;
      default -> data.getLong(at);
    };
  }
}
