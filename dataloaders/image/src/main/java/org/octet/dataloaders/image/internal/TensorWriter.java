package org.octet.dataloaders.image.internal;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameter.FromModel;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.tensor.TensorPool;

/**
 * Turns 8-bit pictures into tensors {@code [1,C,H,W]} or {@code [1,H,W,C]}, f32 {@code (x - mean) /
 * scale} per channel, or u8 as it is. The arithmetic is that of 32-bit floats (one subtraction, one
 * division), done once for the 256 values of each channel. Immutable apart from its pool;
 * thread-safe.
 */
final class TensorWriter {
  /** Tensors whose memory is kept for reuse. */
  private static final int POOLED = 32;

  private final Color color;
  private final boolean planar;
  private final ElementType type;
  private final float[][] tables;
  private final TensorPool pool = new TensorPool(POOLED);

  private TensorWriter(Color color, boolean planar, ElementType type, float[][] tables) {
    this.color = color;
    this.planar = planar;
    this.type = type;
    this.tables = tables;
  }

  /** The parameters that {@link #of} reads. */
  static Parameter[] parameters(Color color) {
    return new Parameter[] {
      Parameter.choice("color", color.name(), Color.NAMES, Color.HELP),
      Parameter.numbers(
          "mean", "0", "subtracted per channel, in the order of color; one number or one each"),
      Parameter.numbers(
          "scale",
          "1",
          "then divided by, per channel: (x - mean) / scale of x from 0 to 255; ImageNet's usual mean"
              + " and deviation are mean=123.675,116.28,103.53 scale=58.395,57.12,57.375"),
      Parameter.choice("layout", "NCHW", List.of("NCHW", "NHWC"), "order of the tensor's axes")
          .defaultsTo(FromModel.INPUT_LAYOUT),
      Parameter.choice("type", "f32", List.of("f32", "u8"), "element type; u8 is not normalized")
    };
  }

  /**
   * A writer for the user's parameters.
   *
   * @param loader name of the data loader, for messages
   * @throws InputException when mean or scale do not fit
   */
  static TensorWriter of(String loader, Parameters p) {
    Color color = Color.valueOf(p.string("color"));
    double[] mean = perChannel(loader, "mean", p.numbers("mean"), color);
    double[] scale = perChannel(loader, "scale", p.numbers("scale"), color);
    ElementType type = ElementType.ofIrName(p.string("type"));
    float[][] tables = new float[color.channels()][256];
    boolean plain = true;
    for (int c = 0; c < tables.length; c++) {
      plain &= mean[c] == 0 && scale[c] == 1;
      for (int x = 0; x < 256; x++) {
        tables[c][x] = (x - (float) mean[c]) / (float) scale[c];
        if (!Float.isFinite(tables[c][x])) {
          throw new InputException(
              "data loader '%s': mean=%s scale=%s gives %s: scale must not be 0"
                  .formatted(loader, mean[c], scale[c], tables[c][x]));
        }
      }
    }
    if (type == ElementType.U8 && !plain) {
      throw new InputException(
          "data loader '%s': type=u8 takes no mean and no scale; use type=f32".formatted(loader));
    }
    return new TensorWriter(color, p.string("layout").equals("NCHW"), type, tables);
  }

  private static double[] perChannel(String loader, String key, double[] values, Color color) {
    if (values.length != 1 && values.length != color.channels()) {
      throw new InputException(
          "data loader '%s': %s has %d numbers: give one%s"
              .formatted(
                  loader,
                  key,
                  values.length,
                  color.channels() == 1 ? "" : ", or three in the order of color=" + color));
    }
    double[] all = new double[color.channels()];
    for (int c = 0; c < all.length; c++) {
      all[c] = values[values.length == 1 ? 0 : c];
    }
    return all;
  }

  /** The channels of the tensors, and of the pictures that {@link #write} takes (grey or not). */
  Color color() {
    return color;
  }

  /** A tensor with the picture's pixels; the caller closes it. */
  Tensor write(Pixels picture) {
    return fill(pool.take(type, shape(picture)), picture);
  }

  /** A tensor with the picture's pixels that nobody has to close. */
  Tensor copy(Pixels picture) {
    return fill(Tensor.allocate(type, shape(picture)), picture);
  }

  private Shape shape(Pixels picture) {
    int w = picture.width();
    int h = picture.height();
    int n = color.channels();
    return planar ? Shape.of(1, n, h, w) : Shape.of(1, h, w, n);
  }

  private Tensor fill(Tensor tensor, Pixels picture) {
    int w = picture.width();
    int h = picture.height();
    int n = color.channels();
    byte[] row = new byte[w * n];
    RowSink sink = type == ElementType.F32 ? floats(tensor, w, h) : bytes(tensor, w, h);
    for (int y = 0; y < h; y++) {
      picture.read(y, row);
      sink.put(y, row);
    }
    return tensor;
  }

  /** Takes the rows of one picture. */
  private interface RowSink {
    void put(int y, byte[] row);
  }

  private RowSink floats(Tensor tensor, int w, int h) {
    FloatBuffer out = tensor.floats();
    int n = color.channels();
    float[] line = new float[planar ? w : w * n];
    int step = planar ? 1 : n;
    return (y, row) -> {
      for (int c = 0; c < n; c++) {
        float[] table = tables[c];
        int to = planar ? 0 : c;
        for (int from = color.offsetInBgr(c); from < row.length; from += n, to += step) {
          line[to] = table[row[from] & 0xFF];
        }
        if (planar) {
          out.put((c * h + y) * w, line);
        }
      }
      if (!planar) {
        out.put(y * w * n, line);
      }
    };
  }

  private RowSink bytes(Tensor tensor, int w, int h) {
    ByteBuffer out = tensor.bytes();
    int n = color.channels();
    byte[] line = new byte[planar ? w : w * n];
    int step = planar ? 1 : n;
    return (y, row) -> {
      for (int c = 0; c < n; c++) {
        int to = planar ? 0 : c;
        for (int from = color.offsetInBgr(c); from < row.length; from += n, to += step) {
          line[to] = row[from];
        }
        if (planar) {
          out.put((c * h + y) * w, line);
        }
      }
      if (!planar) {
        out.put(y * w * n, line);
      }
    };
  }
}
