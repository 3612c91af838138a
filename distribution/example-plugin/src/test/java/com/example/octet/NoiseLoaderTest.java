package com.example.octet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.DataLoader;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.DataLoaderContract;
import org.octet.api.testing.DataLoaders;
import org.octet.api.testing.PluginContract;

class NoiseLoaderTest {
  private static DataLoader open(String... parameters) {
    return DataLoaders.open(new NoiseLoaderProvider(), null, parameters);
  }

  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return NoiseLoaderProvider.class;
    }
  }

  @Nested
  class Loader extends DataLoaderContract {
    @Override
    protected DataLoader open() {
      return NoiseLoaderTest.open("shape=1,3,4", "count=8");
    }
  }

  @Test
  void valuesLieInTheRangeAndDependOnTheSeed() {
    try (DataLoader one = open("shape=1000", "low=2", "high=3");
        DataLoader other = open("shape=1000", "low=2", "high=3", "seed=5")) {
      float[] values = DataLoaders.tensor(one, 0).toFloats();
      for (float v : values) {
        assertThat(v).isBetween(2f, 3f);
      }
      assertThat(DataLoaders.tensor(other, 0).toFloats()).isNotEqualTo(values);
      assertThat(other.fingerprint(0)).isNotEqualTo(one.fingerprint(0));
    }
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThatThrownBy(() -> open("shape=1", "low=3", "high=3"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("low=3.0");
  }
}
