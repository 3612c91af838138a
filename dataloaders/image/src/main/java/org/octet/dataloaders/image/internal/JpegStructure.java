package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The markers of a JPEG file (ITU-T T.81, annex B). */
final class JpegStructure {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;

  private JpegStructure() {}

  /**
   * Walks over all segments to the end of the image.
   *
   * @return width and height of the frame, in pixels
   * @throws IOException when the structure is damaged
   * @throws IndexOutOfBoundsException when the file ends before the image
   */
  static long[] size(ByteBuffer b) throws IOException {
    long[] size = null;
    boolean scanned = false;
    int at = 2;
    while (true) {
      int marker = marker(b, at);
      at = afterMarker(b, at);
      if (marker == EOI) {
        if (size == null || !scanned) {
          throw new IOException("it is damaged: it ends before the picture begins");
        }
        return size;
      }
      if (isFrame(marker)) {
        size = new long[] {b.getShort(at + 5) & 0xFFFF, b.getShort(at + 3) & 0xFFFF};
      }
      at += b.getShort(at) & 0xFFFF;
      if (marker == SOS) {
        scanned = true;
        at = endOfScan(b, at);
      }
    }
  }

  /** A marker may be preceded by any number of fill bytes FF. */
  private static int marker(ByteBuffer b, int at) throws IOException {
    if ((b.get(at) & 0xFF) != 0xFF) {
      throw new IOException("it is damaged at byte " + at + ": a JPEG marker was expected");
    }
    int marker = b.get(afterMarker(b, at) - 1) & 0xFF;
    if (marker < 0xC0 || marker == SOI) {
      throw new IOException("it is damaged at byte %d: JPEG marker FF%02X".formatted(at, marker));
    }
    return marker;
  }

  private static int afterMarker(ByteBuffer b, int at) {
    int i = at + 1;
    while ((b.get(i) & 0xFF) == 0xFF) {
      i++;
    }
    return i + 1;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** The next marker that is neither a stuffed FF00 nor a restart marker. */
  private static int endOfScan(ByteBuffer b, int start) {
    int at = start;
    while (true) {
      if ((b.get(at) & 0xFF) == 0xFF) {
        int next = b.get(at + 1) & 0xFF;
        if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
          return at;
        }
      }
      at++;
    }
  }
}
