package org.octet.api.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.octet.api.data.Annotation.Box;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A picture whose channels are planes of floats, for engines that scale and crop what a loader
 * gave. Immutable.
 */
public final class Picture {
  private final int width;
  private final int height;
  private final float[][] planes;

  private Picture(int width, int height, float[][] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
  }

  /**
   * Copies a tensor.
   *
   * @param tensor of bytes or of floating-point numbers, of shape [1, channels, height, width] or
   *     [channels, height, width]
   * @throws IllegalArgumentException when the tensor is no picture
   */
  public static Picture of(Tensor tensor) {
    long[] dims = tensor.shape().toArray();
    if (dims.length == 4 && dims[0] == 1) {
      dims = Arrays.copyOfRange(dims, 1, 4);
    }
    boolean bytes = tensor.type() == ElementType.U8;
    if (dims.length != 3
        || tensor.shape().elements() == 0
        || !bytes && !Floats.supports(tensor.type())) {
      throw new IllegalArgumentException(
          tensor + " is no picture of shape [1,channels,height,width]");
    }
    int channels = (int) dims[0];
    int area = (int) (dims[1] * dims[2]);
    float[] all = bytes ? unsigned(tensor.bytes()) : Floats.read(tensor);
    float[][] planes = new float[channels][];
    for (int c = 0; c < channels; c++) {
      planes[c] = Arrays.copyOfRange(all, c * area, (c + 1) * area);
    }
    return new Picture((int) dims[2], (int) dims[1], planes);
  }

  private static float[] unsigned(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.get(i) & 0xFF;
    }
    return values;
  }

  /** Width in pixels, at least 1. */
  public int width() {
    return width;
  }

  /** Height in pixels, at least 1. */
  public int height() {
    return height;
  }

  /** Number of channels, at least 1. */
  public int channels() {
    return planes.length;
  }

  /**
   * The picture in another size: bilinear, with a filter as wide as a pixel of the smaller of both
   * sizes, so that shrinking averages.
   *
   * @param newWidth width in pixels, at least 1
   * @param newHeight height in pixels, at least 1
   */
  public Picture resized(int newWidth, int newHeight) {
    Resampler across = Resampler.of(width, newWidth);
    Resampler down = Resampler.of(height, newHeight);
    float[][] scaled = new float[planes.length][];
    for (int c = 0; c < planes.length; c++) {
      scaled[c] = down.columns(across.rows(planes[c], width, height), newWidth);
    }
    return new Picture(newWidth, newHeight, scaled);
  }

  /**
   * A part of the picture, which may reach beyond its edges.
   *
   * @param box edges, moved to the nearest edges of pixels; at least one pixel
   * @param padding value of what lies outside
   * @throws IllegalArgumentException for a box without a pixel, or of more than 2^28
   */
  public Picture cropped(Box box, float padding) {
    int left = (int) Math.rint(box.left());
    int top = (int) Math.rint(box.top());
    int cutWidth = (int) Math.rint(box.right()) - left;
    int cutHeight = (int) Math.rint(box.bottom()) - top;
    if (cutWidth < 1 || cutHeight < 1 || (long) cutWidth * cutHeight > 1 << 28) {
      throw new IllegalArgumentException(box + " cannot be cut out");
    }
    int from = Math.max(0, left);
    int to = Math.min(width, left + cutWidth);
    float[][] cut = new float[planes.length][cutWidth * cutHeight];
    for (int c = 0; c < planes.length; c++) {
      Arrays.fill(cut[c], padding);
      for (int y = Math.max(0, top); from < to && y < Math.min(height, top + cutHeight); y++) {
        System.arraycopy(
            planes[c], y * width + from, cut[c], (y - top) * cutWidth + from - left, to - from);
      }
    }
    return new Picture(cutWidth, cutHeight, cut);
  }

  /**
   * The picture with other values: {@code value * factor + offset}.
   *
   * @param factors one, or one per channel
   * @param offsets one, or one per channel
   */
  public Picture scaled(double[] factors, double[] offsets) {
    float[][] changed = new float[planes.length][width * height];
    for (int c = 0; c < planes.length; c++) {
      double factor = factors[factors.length == 1 ? 0 : c];
      double offset = offsets[offsets.length == 1 ? 0 : c];
      for (int i = 0; i < changed[c].length; i++) {
        changed[c][i] = (float) (planes[c][i] * factor + offset);
      }
    }
    return new Picture(width, height, changed);
  }

  /** The picture with its channels in reverse order: RGB becomes BGR. */
  public Picture reversed() {
    float[][] turned = new float[planes.length][];
    for (int c = 0; c < planes.length; c++) {
      turned[c] = planes[planes.length - 1 - c];
    }
    return new Picture(width, height, turned);
  }

  /** A new tensor f32[1, channels, height, width]. */
  public Tensor tensor() {
    Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(1, planes.length, height, width));
    FloatBuffer floats = tensor.floats();
    for (float[] plane : planes) {
      floats.put(plane);
    }
    return tensor;
  }
}
