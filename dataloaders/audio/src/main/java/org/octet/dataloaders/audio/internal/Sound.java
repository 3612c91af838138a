package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.octet.dataloaders.files.Content;

/**
 * One channel of sound. Not to be changed.
 *
 * @param rate samples per second
 * @param samples from -1 to 1, as a rule
 */
record Sound(int rate, float[] samples) {
  /** Which channel of several is taken. */
  enum Channel {
    /** The mean of all. */
    MIX,
    LEFT,
    RIGHT
  }

  /**
   * Reads a WAVE file; what is no number becomes 0.
   *
   * @throws IOException when it is damaged or of another coding
   */
  static Sound read(Path file, Channel channel) throws IOException {
    try (InputStream in = Content.open(file)) {
      WavFormat f = WavFormat.read(in);
      byte[] bytes = f.frames() < 0 ? rest(in) : Content.exactly(in, f.dataBytes(), "the samples");
      ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int step = f.bytes() * f.channels();
      float[] samples = new float[bytes.length / step];
      for (int i = 0; i < samples.length; i++) {
        float v = (float) sample(f, b, i * step, channel);
        samples[i] = Float.isFinite(v) ? v : 0;
      }
      return new Sound(f.rate(), samples);
    }
  }

  private static byte[] rest(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(Content.MAX_BYTES + 1);
    if (bytes.length > Content.MAX_BYTES) {
      throw new IOException("more than %d bytes of samples".formatted(Content.MAX_BYTES));
    }
    return bytes;
  }

  private static double sample(WavFormat f, ByteBuffer b, int at, Channel channel) {
    int last = f.channels() - 1;
    return switch (channel) {
      case LEFT -> f.sample(b, at);
      case RIGHT -> f.sample(b, at + Math.min(1, last) * f.bytes());
      case MIX -> {
        double sum = 0;
        for (int c = 0; c <= last; c++) {
          sum += f.sample(b, at + c * f.bytes());
        }
        yield sum / f.channels();
      }
    };
  }
}
