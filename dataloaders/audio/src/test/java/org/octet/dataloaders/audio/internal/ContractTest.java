package org.octet.dataloaders.audio.internal;

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
      return AudioLoaderProvider.class;
    }
  }

  @Nested
  class Features extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 0; i < 8; i++) {
        Sounds.write(folder, "c%d/%d.wav".formatted(i % 2, i), 300 + 50 * i);
      }
      return Sounds.open(folder, "features=mfcc", "n-fft=128", "n-mels=16", "n-mfcc=4");
    }
  }

  @Nested
  class SoundWindows extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      Sounds.write(folder, "a.wav", 1000);
      Sounds.write(folder, "b.wav", 700);
      return Sounds.open(folder, "rate=11025", "window=256", "hop=128", "tail=pad");
    }
  }

  @Nested
  class Archive extends DataLoaderContract {
    @Override
    protected DataLoader open() {
      return Sounds.open(Sounds.fixture("cm.ark"));
    }
  }

  @Nested
  class Frames extends DataLoaderContract {
    @Override
    protected DataLoader open() {
      return Sounds.open(Sounds.fixture("float.ark"), "records=frames");
    }
  }
}
