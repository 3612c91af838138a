package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** A decoded picture in OpenCV's memory, 8 bits per channel, B,G,R or grey. */
final class Picture implements Pixels, AutoCloseable {
  private final Mat mat;

  private Picture(Mat mat) {
    this.mat = mat;
  }

  /**
   * Decodes a file into B,G,R: deeper channels are reduced to 8 bits, transparency is dropped, and
   * the picture is turned as its EXIF orientation says.
   *
   * @param file the whole file in direct memory, from position 0 to the limit
   * @throws IOException with the reason why it cannot be decoded
   */
  static Picture decode(ByteBuffer file) throws IOException {
    PictureFormat.check(file);
    Mat encoded = new Mat(1, file.limit(), CvType.CV_8UC1, file);
    try {
      Mat decoded = Imgcodecs.imdecode(encoded, Imgcodecs.IMREAD_COLOR);
      if (decoded.empty() || decoded.type() != CvType.CV_8UC3) {
        decoded.release();
        throw new IOException("it is damaged or in a variant that OpenCV cannot decode");
      }
      return new Picture(decoded);
    } catch (CvException e) {
      throw new IOException("OpenCV cannot decode it: " + firstLine(e), e);
    } finally {
      encoded.release();
    }
  }

  private static String firstLine(CvException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** This picture in another geometry. */
  Picture fit(Geometry geometry) {
    return new Picture(geometry.fit(mat));
  }

  /** This picture in grey (ITU-R BT.601), for a B,G,R one. */
  Picture toGrey() {
    Mat grey = new Mat();
    Imgproc.cvtColor(mat, grey, Imgproc.COLOR_BGR2GRAY);
    return new Picture(grey);
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
