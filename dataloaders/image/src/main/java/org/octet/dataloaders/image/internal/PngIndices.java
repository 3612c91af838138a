package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Decodes a picture to the numbers that are stored in it. Decoders look up the palette of a PNG and
 * stretch samples of less than 8 bits to 0…255; here the palette is taken out and the header says
 * grey, and what was stretched is divided again.
 */
final class PngIndices {
  private static final int SIGNATURE = 8;
  private static final int BIT_DEPTH = 24;
  private static final int COLOR_TYPE = 25;
  private static final int HEADER_CRC = 29;
  private static final int GREY = 0;
  private static final int PALETTE = 3;
  private static final int PLTE = 0x504C5445;
  private static final int TRNS = 0x74524E53;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;

  private PngIndices() {}

  /**
   * The stored numbers of a PNG; other pictures as OpenCV decodes them, unchanged.
   *
   * @param file the whole file in direct memory, checked by {@link PictureFormat}
   * @throws IOException with the reason why it cannot be decoded
   */
  static Mat decode(ByteBuffer file) throws IOException {
    int flags = Imgcodecs.IMREAD_UNCHANGED | Imgcodecs.IMREAD_IGNORE_ORIENTATION;
    if (!PictureFormat.isPng(file)) {
      return Picture.decode(file, flags);
    }
    if (file.limit() < HEADER_CRC + Integer.BYTES) {
      throw new IOException("it is truncated");
    }
    int depth = file.get(BIT_DEPTH);
    int type = file.get(COLOR_TYPE);
    Mat m = Picture.decode(type == PALETTE || type == GREY ? asGrey(file) : file, flags);
    if ((type == PALETTE || type == GREY) && depth < 8) {
      Core.divide(m, Scalar.all(255 / ((1 << depth) - 1)), m);
    }
    return m;
  }

  /** The chunks that say how large the picture is and what its samples are, and no other. */
  private static ByteBuffer asGrey(ByteBuffer file) throws IOException {
    ByteBuffer from = file.duplicate().order(ByteOrder.BIG_ENDIAN);
    ByteBuffer to = ByteBuffer.allocateDirect(file.limit());
    to.put(from.slice(0, SIGNATURE));
    int at = SIGNATURE;
    try {
      for (int chunk = 0; chunk != IEND; ) {
        chunk = from.getInt(at + 4);
        long size = 12 + (from.getInt(at) & 0xFFFF_FFFFL);
        if (size > from.limit() - at) {
          throw new IOException("it is truncated");
        }
        if (chunk == IHDR || chunk == IDAT || chunk == IEND) {
          to.put(from.slice(at, (int) size));
        } else if (chunk != PLTE && chunk != TRNS && (chunk & 0x2000_0000) == 0) {
          throw new IOException("it has a chunk that PNG does not know");
        }
        at += (int) size;
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("it is truncated", e);
    }
    return grey(to.flip());
  }

  private static ByteBuffer grey(ByteBuffer png) throws IOException {
    if (png.getInt(HEADER_CRC) != headerCrc(png)) {
      throw new IOException("it is damaged: the checksum of its header is wrong");
    }
    png.put(COLOR_TYPE, (byte) GREY);
    return png.putInt(HEADER_CRC, headerCrc(png));
  }

  private static int headerCrc(ByteBuffer png) {
    CRC32 crc = new CRC32();
    crc.update(png.slice(SIGNATURE + 4, HEADER_CRC - SIGNATURE - 4));
    return (int) crc.getValue();
  }
}
