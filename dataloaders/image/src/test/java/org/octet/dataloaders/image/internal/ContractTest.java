package org.octet.dataloaders.image.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.PluginContract;

/** The contracts of plugins and data loaders, for all three. */
class ContractTest {
  @Nested
  class ImageProvider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return ImageLoaderProvider.class;
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
