package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Reads masks: the class of every pixel as a picture of the same size. Single-channel and palette
 * pictures hold the class indices themselves; colour pictures need a table of colours. Gives {@code
 * [H,W]} tensors, u8. Immutable, thread-safe.
 *
 * @param reader reads the files
 * @param ignoreIndex class that does not count; negative: none
 * @param positive classes that become 1, all others 0
 * @param colors class by colour; empty: masks hold indices
 */
record MaskFile(FileReader reader, int ignoreIndex, Positive positive, Optional<ColorTable> colors)
    implements Truth.Beside.Format {
  @Override
  public Mask read(Path file, int width, int height) throws IOException {
    return reader.read(file, content -> decode(content, width, height));
  }

  /**
   * Decodes a mask for a picture.
   *
   * @throws IOException when it is damaged, of another size, or has classes that cannot be
   */
  Mask decode(ByteBuffer file, int width, int height) throws IOException {
    Mat m = open(file);
    try {
      if (m.width() != width || m.height() != height) {
        throw new IOException(
            "it has %dx%d pixels, the picture %dx%d"
                .formatted(m.width(), m.height(), width, height));
      }
      byte[] classes = classes(m);
      positive.apply(classes);
      Tensor tensor = Tensor.allocate(ElementType.U8, Shape.of(height, width));
      tensor.bytes().put(classes);
      return new Mask(tensor, ignoreIndex);
    } finally {
      m.release();
    }
  }

  /** The share of pixels in positive classes, of all pixels; from 0 to 1. */
  double positiveShare(Path file) throws IOException {
    return reader.read(
        file,
        content -> {
          Mat m = open(content);
          try {
            return positive.share(classes(m));
          } finally {
            m.release();
          }
        });
  }

  private Mat open(ByteBuffer file) throws IOException {
    PictureFormat.check(file);
    if (colors.isPresent()) {
      return Picture.decode(file, Imgcodecs.IMREAD_COLOR | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
    }
    return PngIndices.decode(file);
  }

  private byte[] classes(Mat m) throws IOException {
    if (colors.isPresent()) {
      return colors.get().classes(m, ignoreIndex);
    }
    if (m.channels() != 1) {
      throw new IOException(
          "it has %d channels; a mask has one, or give its colours with colors=FILE"
              .formatted(m.channels()));
    }
    if (m.depth() != CvType.CV_8U) {
      // the same values in one byte, as far as they fit
      return narrow(m);
    }
    byte[] classes = new byte[m.width() * m.height()];
    m.get(0, 0, classes);
    return classes;
  }

  private static byte[] narrow(Mat m) throws IOException {
    if (m.depth() != CvType.CV_16U) {
      throw new IOException("its pixels are no 8-bit or 16-bit whole numbers");
    }
    short[] wide = new short[m.width() * m.height()];
    m.get(0, 0, wide);
    byte[] classes = new byte[wide.length];
    for (int i = 0; i < wide.length; i++) {
      if ((wide[i] & 0xFFFF) > 255) {
        throw new IOException("class %d: at most 255".formatted(wide[i] & 0xFFFF));
      }
      classes[i] = (byte) wide[i];
    }
    return classes;
  }
}
