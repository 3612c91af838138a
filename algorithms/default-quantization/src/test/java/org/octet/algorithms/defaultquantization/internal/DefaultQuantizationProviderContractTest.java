package org.octet.algorithms.defaultquantization.internal;

import org.junit.jupiter.api.Nested;
import org.octet.api.algorithm.CompositeAlgorithmProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.CompositeAlgorithmContract;
import org.octet.api.testing.PluginContract;

/** The contracts of plugins and of algorithms made of others. */
class DefaultQuantizationProviderContractTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return DefaultQuantizationProvider.class;
    }
  }

  @Nested
  class Contract extends CompositeAlgorithmContract {
    @Override
    protected CompositeAlgorithmProvider provider() {
      return new DefaultQuantizationProvider();
    }
  }
}
