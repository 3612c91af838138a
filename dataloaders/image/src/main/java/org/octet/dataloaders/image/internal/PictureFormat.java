package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the first bytes of a file say, read before the decoder sees it: whether it is a picture at
 * all, and its size, so that a small file cannot ask for gigabytes.
 */
enum PictureFormat {
  JPEG,
  PNG,
  BMP,
  WEBP,
  TIFF,
  PNM,
  JPEG2000;

  /** Pixels of the largest picture that is decoded: a square of about 14 000. */
  static final long MAX_PIXELS = 200_000_000;

  /**
   * Checks signature and size, and for JPEG the structure to the end: its decoder fills what is
   * missing with grey and says nothing.
   *
   * @param file the whole file, from position 0 to the limit
   * @throws IOException with the reason why this is no picture, damaged, or too large
   */
  static void check(ByteBuffer file) throws IOException {
    try {
      PictureFormat format = of(file);
      long[] size = format.size(file);
      if (size[0] < 1 || size[1] < 1) {
        throw new IOException("it is damaged: its size is %dx%d".formatted(size[0], size[1]));
      }
      if (size[0] > MAX_PIXELS || size[1] > MAX_PIXELS / size[0]) {
        throw new IOException(
            "its size is %dx%d; at most %d million pixels are decoded"
                .formatted(size[0], size[1], MAX_PIXELS / 1_000_000));
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("it is truncated", e);
    }
  }

  /** Whether the first bytes are those of a PNG. */
  static boolean isPng(ByteBuffer file) {
    return starts(file, 0, 0x89, 'P', 'N', 'G');
  }

  private static PictureFormat of(ByteBuffer b) throws IOException {
    if (b.limit() == 0) {
      throw new IOException("it is empty");
    }
    if (starts(b, 0, 0xFF, 0xD8, 0xFF)) {
      return JPEG;
    }
    if (isPng(b)) {
      return PNG;
    }
    if (starts(b, 0, 'B', 'M')) {
      return BMP;
    }
    if (starts(b, 0, 'R', 'I', 'F', 'F') && starts(b, 8, 'W', 'E', 'B', 'P')) {
      return WEBP;
    }
    if (starts(b, 0, 'I', 'I', 42, 0) || starts(b, 0, 'M', 'M', 0, 42)) {
      return TIFF;
    }
    if (b.limit() > 2 && b.get(0) == 'P' && b.get(1) >= '1' && b.get(1) <= '6') {
      return PNM;
    }
    if (starts(b, 4, 'j', 'P', ' ', ' ')) {
      return JPEG2000;
    }
    throw new IOException("it is none of " + Arrays.toString(values()) + " by its first bytes");
  }

  private static boolean starts(ByteBuffer b, int at, int... signature) {
    if (b.limit() < at + signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((b.get(at + i) & 0xFF) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  /** Width and height in pixels. */
  private long[] size(ByteBuffer file) throws IOException {
    ByteBuffer b = file.duplicate().order(ByteOrder.BIG_ENDIAN);
    return switch (this) {
      case JPEG -> JpegStructure.size(b);
      case PNG -> new long[] {unsigned(b, 16), unsigned(b, 20)};
      case BMP -> bmp(b.order(ByteOrder.LITTLE_ENDIAN));
      case WEBP -> webp(b.order(ByteOrder.LITTLE_ENDIAN));
      case TIFF -> tiff(b.order(b.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
      case PNM -> pnm(b);
      case JPEG2000 -> jpeg2000(b);
    };
  }

  private static long unsigned(ByteBuffer b, int at) {
    return b.getInt(at) & 0xFFFF_FFFFL;
  }

  private static long[] bmp(ByteBuffer b) {
    return b.getInt(14) == 12
        ? new long[] {b.getShort(18) & 0xFFFF, b.getShort(20) & 0xFFFF}
        // a negative height: rows from the top
        : new long[] {b.getInt(18), Math.abs((long) b.getInt(22))};
  }

  private static long[] webp(ByteBuffer b) throws IOException {
    if (unsigned(b, 4) + 8 > b.limit()) {
      throw new IOException("it is truncated");
    }
    return switch ((char) b.get(15)) {
      case 'X' -> new long[] {(b.getInt(24) & 0xFFFFFF) + 1L, (b.getInt(26) >>> 8 & 0xFFFFFF) + 1L};
      case 'L' -> {
        int bits = b.getInt(21);
        yield new long[] {(bits & 0x3FFF) + 1L, (bits >>> 14 & 0x3FFF) + 1L};
      }
      default -> new long[] {b.getShort(26) & 0x3FFF, b.getShort(28) & 0x3FFF};
    };
  }

  private static long[] tiff(ByteBuffer b) {
    int at = b.getInt(4);
    int entries = b.getShort(at) & 0xFFFF;
    long[] size = new long[2];
    for (int i = 0; i < entries; i++) {
      int entry = at + 2 + 12 * i;
      int tag = b.getShort(entry) & 0xFFFF;
      if (tag == 256 || tag == 257) {
        boolean isShort = b.getShort(entry + 2) == 3;
        size[tag - 256] = isShort ? b.getShort(entry + 8) & 0xFFFF : unsigned(b, entry + 8);
      }
    }
    return size;
  }

  /** Decimal numbers between white space; comments run from # to the end of the line. */
  private static long[] pnm(ByteBuffer b) throws IOException {
    byte[] start = new byte[Math.min(b.limit(), 4096)];
    b.get(0, start);
    String head = new String(start, StandardCharsets.ISO_8859_1);
    String[] words = head.replaceAll("#[^\n\r]*", " ").split("\\s+", 4);
    try {
      return new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])};
    } catch (NumberFormatException e) {
      throw new IOException("it is damaged: no width and height", e);
    }
  }

  private static long[] jpeg2000(ByteBuffer b) throws IOException {
    for (int i = 8; i < Math.min(b.limit() - 12, 4096); i++) {
      if (b.getInt(i) == 0x69686472) { // "ihdr"
        return new long[] {unsigned(b, i + 8), unsigned(b, i + 4)};
      }
    }
    throw new IOException("it is damaged: no image header");
  }
}
