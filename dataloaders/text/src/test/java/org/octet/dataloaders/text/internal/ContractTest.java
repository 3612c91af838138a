package org.octet.dataloaders.text.internal;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.PluginContract;

/** The contracts of plugins and data loaders, for each kind of data. */
class ContractTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return TextLoaderProvider.class;
    }

    @Override
    protected Map<String, ?> besidesPath() {
      return Map.of("format", "tokens");
    }
  }

  @Nested
  class Table extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      StringBuilder csv = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        csv.append("the dog ".repeat(i + 1))
            .append(",a fox no. ")
            .append(i)
            .append(",0.")
            .append(i)
            .append('\n');
      }
      return Fixtures.open(
          Fixtures.write(folder, "t.csv", csv.toString()),
          "tokenizer=" + Fixtures.copy("wordpiece.json", folder),
          "pairColumn=1",
          "pair=batch",
          "scoreColumn=2");
    }
  }

  @Nested
  class Folder extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      for (int i = 0; i < 9; i++) {
        Fixtures.write(folder, "c%d/%d.txt".formatted(i % 3, i), "a model " + i);
      }
      return Fixtures.open(
          folder, "tokenizer=" + Fixtures.copy("bytelevel.json", folder.resolve(".t")));
    }
  }

  @Nested
  class Tokens extends DataLoaderContract {
    @TempDir Path folder;

    @Override
    protected DataLoader open() {
      byte[] data = new byte[32];
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) i;
      }
      return Fixtures.open(Fixtures.write(folder, "a.npy", Fixtures.npy("|u1", "(8, 4)", data)));
    }
  }
}
