package @package@;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.DataLoaders;
import org.octet.api.testing.PluginContract;

class @class@Test {
  @TempDir Path folder;

  private DataLoader open(String... parameters) {
    try {
      for (int i = 0; i < 5; i++) {
        Files.writeString(folder.resolve(i + ".txt"), i + " 1.5\n-2 " + 10 * i);
      }
      return DataLoaders.open(new @class@(), folder, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It is found, listed and explained. */
  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return @class@.class;
    }

    @Override
    protected Map<String, ?> besidesPath() {
      return Map.of("shape", "2,2");
    }
  }

  /** Samples are the same for any thread, at any time. */
  @Nested
  class Loader extends DataLoaderContract {
    @Override
    protected DataLoader open() {
      return @class@Test.this.open("shape=2,2");
    }
  }

  @Test
  void numbersAreScaled() {
    try (DataLoader loader = open("shape=1,4", "scale=2")) {
      assertThat(DataLoaders.ids(loader)).startsWith("0.txt", "1.txt");
      assertThat(DataLoaders.tensor(loader, 1).toFloats()).containsExactly(0.5f, 0.75f, -1, 5);
    }
  }

  @Test
  void aFileOfAnotherLengthIsNamed() {
    try (DataLoader loader = open("shape=3")) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("0.txt");
    }
  }
}
