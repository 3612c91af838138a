package org.octet.dataloaders.audio.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.files.Content;

/**
 * Reads sounds as the parameters say: channel, then rate, then peak, then length. Immutable.
 *
 * @param channel which of several
 * @param resampling to the wanted rate
 * @param peak what the sound is divided by
 * @param length samples; what is missing at the end is 0, what is too much is left out; 0: as it is
 */
record WaveSource(Sound.Channel channel, Resampling resampling, Peak peak, int length) {
  /** What a sound is divided by. */
  enum Peak {
    NONE,
    /** The largest sample. */
    MAX,
    /** The largest magnitude. */
    ABS
  }

  static WaveSource of(Parameters p) {
    return new WaveSource(
        Sound.Channel.valueOf(p.string("channel").toUpperCase(Locale.ROOT)),
        new Resampling(
            p.has("rate") ? p.integer("rate") : 0, p.string("resampling").equals("linear")),
        Peak.valueOf(p.string("peak").toUpperCase(Locale.ROOT)),
        p.has("length") ? p.integer("length") : 0);
  }

  /** Samples that a file will have, by its header. */
  long samples(Path file) throws IOException {
    try (InputStream in = Content.open(file)) {
      WavFormat f = WavFormat.read(in);
      if (length > 0) {
        return length;
      }
      if (f.frames() < 0) {
        return resampling.length(Sound.read(file, channel).samples().length, f.rate());
      }
      try {
        in.skipNBytes(f.dataBytes());
      } catch (EOFException e) {
        throw new IOException(
            "truncated: its header says %d bytes of samples".formatted(f.dataBytes()), e);
      }
      return resampling.length(f.frames(), f.rate());
    }
  }

  /** Reads a file. */
  Sound read(Path file) throws IOException {
    Sound sound = Sound.read(file, channel);
    if (resampling.length(sound.samples().length, sound.rate()) > Content.MAX_BYTES / Float.BYTES) {
      throw new IOException(
          "%d samples at %d Hz are too many at %d Hz"
              .formatted(sound.samples().length, sound.rate(), resampling.rate()));
    }
    Sound resampled = resampling.apply(sound);
    float[] samples = scaled(resampled.samples());
    return new Sound(resampled.rate(), length == 0 ? samples : Arrays.copyOf(samples, length));
  }

  private float[] scaled(float... in) {
    float largest = 0;
    for (float v : in) {
      largest = Math.max(largest, peak == Peak.ABS ? Math.abs(v) : v);
    }
    if (peak == Peak.NONE || largest == 0) {
      return in;
    }
    float[] out = new float[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = in[i] / largest;
    }
    return out;
  }
}
