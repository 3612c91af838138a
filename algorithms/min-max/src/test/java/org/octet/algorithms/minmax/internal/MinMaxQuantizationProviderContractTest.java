package org.octet.algorithms.minmax.internal;

import org.junit.jupiter.api.Nested;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.AlgorithmContract;
import org.octet.api.testing.PluginContract;

/** The contracts of plugins and algorithms. */
class MinMaxQuantizationProviderContractTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return MinMaxQuantizationProvider.class;
    }
  }

  @Nested
  class Contract extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new MinMaxQuantizationProvider();
    }
  }
}
