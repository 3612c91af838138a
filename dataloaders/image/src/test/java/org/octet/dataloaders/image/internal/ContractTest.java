package org.octet.dataloaders.image.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.PluginContract;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** The contracts of plugins and data loaders, for all three. */
class ContractTest {
  @Nested
  class ImageProvider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return ImageLoaderProvider.class;
    }

    @Override
    protected Map<String, ?> besidesPath() {
      return Map.of("size", "8x8");
    }
  }

  @Nested
  class CifarProvider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CifarLoaderProvider.class;
    }
  }

  @Nested
  class MnistProvider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return MnistLoaderProvider.class;
    }
  }

  @Nested
  class Images extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 0; i < 12; i++) {
        Pictures.write(
            folder,
            "c%d/%d.%s".formatted(i % 3, i, i % 2 == 0 ? "jpg" : "png"),
            Pictures.gradient(40 + 3 * i, 50 + i));
      }
      return Pictures.openImages(folder, "size=32x24", "resize=letterbox", "mean=1,2,3");
    }
  }

  @Nested
  class Objects extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 0; i < 6; i++) {
        Pictures.write(folder, "images/" + i + ".png", Pictures.gradient(40, 50 + i));
        Pictures.write(folder, "labels/" + i + ".txt", (i + " .5 .5 .1 ." + i).getBytes(UTF_8));
      }
      return Pictures.openImages(folder, "size=32x24", "annotations=yolo", "resize=letterbox");
    }
  }

  @Nested
  class Masks extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 0; i < 6; i++) {
        Pictures.write(folder, "images/" + i + ".png", Pictures.gradient(20, 30 + i));
        Mat mask = new Mat(30 + i, 20, CvType.CV_8UC1, new Scalar(i));
        Pictures.write(folder, "masks/" + i + ".png", mask);
      }
      return Pictures.openImages(
          folder.resolve("images"),
          "size=32x24",
          "annotations=masks",
          "labels=" + folder.resolve("masks"));
    }
  }

  @Nested
  class Pairs extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 0; i < 6; i++) {
        Pictures.write(folder, i + ".png", Pictures.gradient(40, 50 + i));
      }
      return Pictures.openImages(
          folder,
          "size=8x8",
          "color=Y",
          "annotations=pairs",
          "downscale=2",
          "interpolation=linear-antialias");
    }
  }

  @Nested
  class Cifar extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      byte[] bytes = new byte[5 * 3073];
      new Random(1).nextBytes(bytes);
      for (int i = 0; i < 5; i++) {
        bytes[i * 3073] = (byte) (9 - i);
      }
      return Pictures.open(
          new CifarLoaderProvider(), Pictures.write(folder, "x.bin", bytes), "color=GRAY");
    }
  }

  @Nested
  class Mnist extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      byte[] pixels = new byte[4 * 6 * 5];
      new Random(2).nextBytes(pixels);
      Pictures.write(folder, "a-labels-idx1-ubyte", idx(new byte[] {3, 1, 4, 1}, 4));
      Path file = Pictures.write(folder, "a-images-idx3-ubyte", idx(pixels, 4, 6, 5));
      return Pictures.open(new MnistLoaderProvider(), file, "color=RGB", "layout=NHWC");
    }
  }

  /** An IDX file of unsigned bytes. */
  static byte[] idx(byte[] elements, int... dims) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dims.length);
    header.putInt(0x0800 | dims.length);
    for (int d : dims) {
      header.putInt(d);
    }
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      out.write(header.array());
      out.write(elements);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
