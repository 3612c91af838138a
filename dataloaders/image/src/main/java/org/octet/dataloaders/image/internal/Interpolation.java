package org.octet.dataloaders.image.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** How a picture is scaled. */
enum Interpolation {
  // the same bits on every processor
  LINEAR(Imgproc.INTER_LINEAR_EXACT),
  AREA(Imgproc.INTER_AREA),
  CUBIC(Imgproc.INTER_CUBIC),
  LINEAR_ANTIALIAS(Taps.Filter.LINEAR),
  CUBIC_ANTIALIAS(Taps.Filter.CUBIC);

  /** Names for a parameter's choices. */
  static final List<String> NAMES =
      Arrays.stream(values())
          .map(i -> i.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .toList();

  private final int openCv;
  private final Taps.Filter filter;

  Interpolation(int openCv) {
    this.openCv = openCv;
    this.filter = null;
  }

  Interpolation(Taps.Filter filter) {
    this.openCv = -1;
    this.filter = filter;
  }

  /** The one with this name. */
  static Interpolation of(String name) {
    return values()[NAMES.indexOf(name)];
  }

  /**
   * A picture of another size.
   *
   * @param m 8 bits per channel, one or three channels; stays as it is
   */
  Mat scale(Mat m, int width, int height) {
    Mat out = new Mat();
    if (filter == null) {
      Imgproc.resize(m, out, new Size(width, height), 0, 0, openCv);
      return out;
    }
    out.create(height, width, m.type());
    out.put(0, 0, antialiased(m, width, height));
    return out;
  }

  /**
   * Pillow's order of the passes, since version 13: the vertical one comes first where the height
   * shrinks by more than twice as many pixels as the width does. It matters, as each pass rounds.
   */
  private byte[] antialiased(Mat m, int width, int height) {
    int w = m.width();
    int h = m.height();
    int channels = m.channels();
    byte[] pixels = new byte[w * h * channels];
    m.get(0, 0, pixels);
    boolean verticalFirst = h - height > Math.max(0, 2 * (w - width));
    if (verticalFirst) {
      pixels = Taps.of(h, height, filter).columns(pixels, w * channels);
      h = height;
    }
    if (w != width) {
      pixels = Taps.of(w, width, filter).rows(pixels, w, h, channels);
    }
    return h == height ? pixels : Taps.of(h, height, filter).columns(pixels, width * channels);
  }
}
