package org.octet.engines.mtcnn.internal;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A picture with three channels.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param planes the channels, rows one after the other
 */
record Picture(int width, int height, float[][] planes) {
  private static final int CHANNELS = 3;

  /**
   * The picture of a sample.
   *
   * @throws InputException when the sample is no single picture {@code [1,3,height,width]}
   */
  static Picture of(Sample sample) {
    Tensor tensor = sample.data().size() == 1 ? sample.data().values().iterator().next() : null;
    long[] dims = tensor == null ? new long[0] : tensor.shape().toArray();
    if (dims.length == 4 && dims[0] == 1) {
      dims = Arrays.copyOfRange(dims, 1, 4);
    }
    boolean fits = dims.length == 3 && dims[0] == CHANNELS && dims[1] > 0 && dims[2] > 0;
    boolean readable =
        fits && (tensor.type() == ElementType.U8 || Floats.supports(tensor.type()));
    if (!readable) {
      throw new InputException(
          "sample '%s': engine 'mtcnn' takes one picture f32[1,3,height,width], the data are %s: use layout=NCHW, color=RGB and no fixed size (resize=none)"
              .formatted(sample.id(), tensor == null ? sample.data().keySet() : tensor));
    }
    int height = (int) dims[1];
    int width = (int) dims[2];
    float[] all = read(tensor);
    float[][] planes = new float[CHANNELS][];
    for (int c = 0; c < CHANNELS; c++) {
      planes[c] = Arrays.copyOfRange(all, c * width * height, (c + 1) * width * height);
    }
    return new Picture(width, height, planes);
  }

  private static float[] read(Tensor tensor) {
    if (tensor.type() != ElementType.U8) {
      return Floats.read(tensor);
    }
    ByteBuffer bytes = tensor.bytes();
    float[] values = new float[bytes.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.get(i) & 0xFF;
    }
    return values;
  }

  /** The picture in another size. */
  Picture resized(int newWidth, int newHeight) {
    Resampler across = Resampler.of(width, newWidth);
    Resampler down = Resampler.of(height, newHeight);
    float[][] scaled = new float[CHANNELS][];
    for (int c = 0; c < CHANNELS; c++) {
      scaled[c] = down.columns(across.rows(planes[c], width, height), newWidth);
    }
    return new Picture(newWidth, newHeight, scaled);
  }

  /**
   * A part of the picture, which may reach beyond its edges.
   *
   * @param box whole pixels, at least one
   * @param padding value of what lies outside
   */
  Picture cropped(Box box, float padding) {
    int left = (int) box.left();
    int top = (int) box.top();
    int cutWidth = (int) box.right() - left;
    int cutHeight = (int) box.bottom() - top;
    int from = Math.max(0, left);
    int to = Math.min(width, left + cutWidth);
    float[][] cut = new float[CHANNELS][cutWidth * cutHeight];
    for (int c = 0; c < CHANNELS; c++) {
      Arrays.fill(cut[c], padding);
      for (int y = Math.max(0, top); from < to && y < Math.min(height, top + cutHeight); y++) {
        System.arraycopy(
            planes[c], y * width + from, cut[c], (y - top) * cutWidth + from - left, to - from);
      }
    }
    return new Picture(cutWidth, cutHeight, cut);
  }

  /** As {@code f32[1,3,height,width]}. */
  Tensor tensor() {
    Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(1, CHANNELS, height, width));
    FloatBuffer floats = tensor.floats();
    for (float[] plane : planes) {
      floats.put(plane);
    }
    return tensor;
  }
}
