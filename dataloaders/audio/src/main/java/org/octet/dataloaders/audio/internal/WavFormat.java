package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.octet.dataloaders.files.Content;

/**
 * What the chunks before the samples of a WAVE file say.
 *
 * @param real whether samples are floating-point numbers
 * @param bytes bytes of one sample
 * @param channels samples of one moment
 * @param rate moments per second
 * @param frames moments; negative: as many as follow
 */
record WavFormat(boolean real, int bytes, int channels, int rate, int frames) {
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int FORMAT_BYTES = 16;
  private static final int EXTENSIBLE_BYTES = 26;
  private static final int MAX_FORMAT_BYTES = 1 << 12;
  private static final int MAX_CHANNELS = 1024;
  private static final int MAX_RATE = 10_000_000;
  private static final long UNKNOWN = 0xFFFF_FFFFL;

  /**
   * Reads to where the samples begin.
   *
   * @throws IOException when it is no WAVE file, or one of another coding
   */
  static WavFormat read(InputStream in) throws IOException {
    ByteBuffer riff = little(in, 12, "the header");
    if (!tag(riff, 0).equals("RIFF") || !tag(riff, 8).equals("WAVE")) {
      throw new IOException(
          "it does not begin with RIFF and WAVE, so it is no WAVE file (RIFX and RF64 are not read)");
    }
    WavFormat format = null;
    while (true) {
      ByteBuffer chunk = little(in, 8, "a chunk's header (no data chunk)");
      long size = chunk.getInt(4) & UNKNOWN;
      if (tag(chunk, 0).equals("fmt ") && format == null) {
        if (size < FORMAT_BYTES || size > MAX_FORMAT_BYTES) {
          throw new IOException("a format chunk of %d bytes".formatted(size));
        }
        format = format(little(in, (int) (size + size % 2), "the format chunk"));
      } else if (tag(chunk, 0).equals("data")) {
        if (format == null) {
          throw new IOException("the samples come before their format");
        }
        return format.withBytes(size);
      } else {
        in.skipNBytes(size + size % 2);
      }
    }
  }

  private static ByteBuffer little(InputStream in, int count, String what) throws IOException {
    return ByteBuffer.wrap(Content.exactly(in, count, what)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String tag(ByteBuffer b, int at) {
    return new String(b.array(), at, 4, StandardCharsets.ISO_8859_1);
  }

  private static WavFormat format(ByteBuffer b) throws IOException {
    int code = b.getShort(0) & 0xFFFF;
    if (code == EXTENSIBLE && b.capacity() >= EXTENSIBLE_BYTES) {
      code = b.getShort(24) & 0xFFFF;
    }
    int channels = b.getShort(2) & 0xFFFF;
    int rate = b.getInt(4);
    int bits = b.getShort(14) & 0xFFFF;
    boolean whole = code == PCM && (bits == 8 || bits == 16 || bits == 24 || bits == 32);
    boolean real = code == FLOAT && (bits == 32 || bits == 64);
    if (!whole && !real) {
      throw new IOException(
          "coding %d with %d bits is none of PCM with 8, 16, 24, 32 and float with 32, 64"
              .formatted(code, bits));
    }
    if (channels < 1 || channels > MAX_CHANNELS || rate < 1 || rate > MAX_RATE) {
      throw new IOException("%d channels at %d Hz".formatted(channels, rate));
    }
    return new WavFormat(real, bits / 8, channels, rate, 0);
  }

  private WavFormat withBytes(long size) throws IOException {
    long count = size / ((long) bytes * channels);
    if (size != UNKNOWN && size > Content.MAX_BYTES) {
      throw new IOException(
          "%d bytes of samples; at most %d are read".formatted(size, Content.MAX_BYTES));
    }
    return new WavFormat(real, bytes, channels, rate, size == UNKNOWN ? -1 : (int) count);
  }

  /** Bytes of all samples, if their number is known. */
  long dataBytes() {
    return (long) frames * bytes * channels;
  }

  /** One sample, from -1 to 1 where whole numbers are stored. */
  double sample(ByteBuffer b, int at) {
    return switch (bytes) {
      case 1 -> ((b.get(at) & 0xFF) - 128) / 128.0;
      case 2 -> b.getShort(at) / 32_768.0;
      case 3 -> (b.getShort(at) & 0xFFFF | b.get(at + 2) << 16) / 8_388_608.0;
      case 4 -> real ? b.getFloat(at) : b.getInt(at) / 2_147_483_648.0;
      default -> b.getDouble(at);
    };
  }
}
