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
    int channels = m.channels();
    byte[] pixels = new byte[m.width() * m.height() * channels];
    m.get(0, 0, pixels);
    if (width != m.width()) {
      pixels = Taps.of(m.width(), width, filter).rows(pixels, m.width(), m.height(), channels);
    }
    if (height != m.height()) {
      pixels = Taps.of(m.height(), height, filter).columns(pixels, width * channels);
    }
    out.create(height, width, m.type());
    out.put(0, 0, pixels);
    return out;
  }
}
