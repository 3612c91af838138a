package org.octet.dataloaders.tensor.internal;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.DataLoaders;
import org.octet.api.testing.PluginContract;

/** The contracts of plugins and data loaders. */
class ContractTest {
  @Nested
  class TensorProvider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return TensorLoaderProvider.class;
    }
  }

  @Nested
  class SyntheticProvider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return SyntheticLoaderProvider.class;
    }
  }

  @Nested
  class RowsOfAFile extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      Path file = Arrays.write(folder, "x.npy", Arrays.bytes("5, 3", 15));
      return DataLoaders.open(new TensorLoaderProvider(), file, "mean=1");
    }
  }

  @Nested
  class RowsOfAnArchive extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      byte[] a = Arrays.bytes("4, 3", 12);
      byte[] b = Arrays.bytes("4, 1, 2", 8);
      Path file = Arrays.write(folder, "x.npz", Arrays.npz(Map.of("a", a, "b", b)));
      return DataLoaders.open(new TensorLoaderProvider(), file);
    }
  }

  @Nested
  class FilesOfAFolder extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 1; i < 8; i++) {
        Arrays.write(folder, "d/" + i + ".npy", Arrays.bytes("2, " + i, 2 * i));
      }
      return DataLoaders.open(new TensorLoaderProvider(), folder, "type=f32");
    }
  }

  @Nested
  class Pictures extends DataLoaderContract {
    @Override
    protected DataLoader open() {
      return DataLoaders.open(
          new SyntheticLoaderProvider(), null, "size=40x24", "count=9", "layout=NHWC");
    }
  }

  @Nested
  class Numbers extends DataLoaderContract {
    @Override
    protected DataLoader open() {
      return DataLoaders.open(
          new SyntheticLoaderProvider(), null, "kind=normal", "shape=1,5,7", "count=9", "seed=3");
    }
  }
}
