package org.octet.dataloaders.volume.internal;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.PluginContract;

/** The contracts of plugins and data loaders. */
class ContractTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return VolumeLoaderProvider.class;
    }
  }

  @Nested
  class WholeVolumes extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 2; i < 7; i++) {
        Volumes.write(folder, "v" + i + ".nii", i, 4, 5);
        Volumes.write(
            folder, "masks/v" + i + ".nii.gz", Volumes.gzip(Volumes.nifti(i, 4, 5).array()));
      }
      return Volumes.open(folder, "normalize=range", "crop=2x2x2");
    }
  }

  @Nested
  class Patches extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      Volumes.write(folder, "a_1.nii", 6, 5, 4);
      Volumes.write(folder, "a_2.nii", 6, 5, 4);
      Volumes.write(folder, "b_1.nii", 4, 4, 4);
      Volumes.write(folder, "b_2.nii", 4, 4, 4);
      return Volumes.open(folder, "modalities=_1.nii,_2.nii", "patch=3x3x2", "orientation=ras");
    }
  }
}
