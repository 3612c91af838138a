package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.octet.api.data.Placement;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * A picture in OpenCV's memory, 8 bits per channel, B,G,R or grey, on its way from the file to the
 * tensor: scaled, cut and padded in place, remembering where its pixels went. Not thread-safe.
 */
final class Picture implements Pixels, AutoCloseable {
  private final int originalWidth;
  private final int originalHeight;
  private Mat mat;
  private double scaleX = 1;
  private double scaleY = 1;
  private double left;
  private double top;

  private Picture(Mat mat) {
    this.mat = mat;
    this.originalWidth = mat.width();
    this.originalHeight = mat.height();
  }

  /**
   * Decodes a file into B,G,R: deeper channels are reduced to 8 bits, transparency is dropped.
   *
   * @param file the whole file in direct memory, from position 0 to the limit
   * @param exif whether the picture is turned as its EXIF orientation says
   * @throws IOException with the reason why it cannot be decoded
   */
  static Picture decode(ByteBuffer file, boolean exif) throws IOException {
    PictureFormat.check(file);
    int flags = Imgcodecs.IMREAD_COLOR | (exif ? 0 : Imgcodecs.IMREAD_IGNORE_ORIENTATION);
    Mat decoded = decode(file, flags);
    if (decoded.type() != CvType.CV_8UC3) {
      decoded.release();
      throw new IOException("OpenCV decodes it to something else than three bytes per pixel");
    }
    return new Picture(decoded);
  }

  /**
   * What OpenCV makes of a file.
   *
   * @param file the whole file in direct memory
   * @param flags OpenCV's {@code IMREAD_}…
   * @throws IOException with the reason why it cannot be decoded
   */
  static Mat decode(ByteBuffer file, int flags) throws IOException {
    Mat encoded = new Mat(1, file.limit(), CvType.CV_8UC1, file);
    try {
      Mat decoded = Imgcodecs.imdecode(encoded, flags);
      if (decoded.empty()) {
        throw new IOException("it is damaged or in a variant that OpenCV cannot decode");
      }
      return decoded;
    } catch (CvException e) {
      throw new IOException("OpenCV cannot decode it: " + firstLine(e), e);
    } finally {
      encoded.release();
    }
  }

  private static String firstLine(CvException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** Scales both sides. */
  void scale(int width, int height, Interpolation interpolation) {
    if (width == width() && height == height()) {
      return;
    }
    double x = (double) width / width();
    double y = (double) height / height();
    become(interpolation.scale(mat, width, height));
    scaleX *= x;
    scaleY *= y;
    left *= x;
    top *= y;
  }

  /** Keeps a rectangle, which must lie inside. */
  void cut(int x, int y, int width, int height) {
    become(new Mat(mat, new Rect(x, y, width, height)));
    left -= x;
    top -= y;
  }

  /**
   * Grows to a size.
   *
   * @param x where the left edge comes to lie, in pixels
   * @param y where the top edge comes to lie, in pixels
   * @param fill grey level around, 0 to 255
   */
  void pad(int x, int y, int width, int height, int fill) {
    Mat out = new Mat();
    int right = width - width() - x;
    int bottom = height - height() - y;
    Core.copyMakeBorder(mat, out, y, bottom, x, right, Core.BORDER_CONSTANT, Scalar.all(fill));
    become(out);
    left += x;
    top += y;
  }

  /** Turns a B,G,R picture into what a tensor of these colours is made of. */
  void recolor(Color color) {
    if (color.channels() == 1) {
      become(color.grey(mat));
    }
  }

  private void become(Mat next) {
    mat.release();
    mat = next;
  }

  /** Where the picture as it was decoded lies in this one. */
  Placement placement() {
    return new Placement(
        originalWidth, originalHeight, width(), height(), scaleX, scaleY, left, top);
  }

  @Override
  public int width() {
    return mat.width();
  }

  @Override
  public int height() {
    return mat.height();
  }

  @Override
  public void read(int y, byte[] row) {
    mat.get(y, 0, row);
  }

  @Override
  public void close() {
    mat.release();
  }
}
