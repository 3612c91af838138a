package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.util.Arrays;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;

/**
 * Cuts a sound into windows. Immutable.
 *
 * @param size samples of a window; 0: the whole sound is one
 * @param hop distance of windows
 * @param padLeft zeros in front of the sound, so that the first window has a past
 * @param padTail whether the last window is filled with zeros, instead of being left out
 * @param steps whether all windows of a sound are one sample, step after step
 */
record Windows(int size, int hop, int padLeft, boolean padTail, boolean steps) {
  static Windows of(Parameters p) {
    if (!p.has("window")) {
      for (String key : new String[] {"hop", "padLeft"}) {
        if (p.has(key)) {
          throw new InputException(
              "data loader 'audio': %s needs window, the length of windows in samples"
                  .formatted(key.equals("hop") ? key : "pad-left"));
        }
      }
      return new Windows(0, 0, 0, false, false);
    }
    int size = p.integer("window");
    return new Windows(
        size,
        p.has("hop") ? p.integer("hop") : size,
        p.has("padLeft") ? p.integer("padLeft") : 0,
        p.string("tail").equals("pad"),
        p.string("windows").equals("steps"));
  }

  /** Number of windows of a sound. */
  long count(long samples) {
    if (size == 0) {
      return 1;
    }
    long room = samples + padLeft - size;
    if (padTail) {
      return samples == 0 ? 0 : Math.max(0, room + hop - 1) / hop + 1;
    }
    return room < 0 ? 0 : room / hop + 1;
  }

  /** One window. */
  float[] cut(float[] samples, long index) throws IOException {
    if (size == 0) {
      return samples;
    }
    if (index >= count(samples.length)) {
      throw new IOException(
          "%d samples are shorter than a window of %d".formatted(samples.length, size));
    }
    int from = (int) (index * hop) - padLeft;
    if (from >= 0 && from + size <= samples.length) {
      return Arrays.copyOfRange(samples, from, from + size);
    }
    float[] window = new float[size];
    int first = Math.max(0, from);
    int length = Math.min(samples.length, from + size) - first;
    if (length > 0) {
      System.arraycopy(samples, first, window, first - from, length);
    }
    return window;
  }
}
