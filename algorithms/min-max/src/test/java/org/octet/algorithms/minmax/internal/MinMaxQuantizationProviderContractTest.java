package org.octet.algorithms.minmax.internal;

import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;

class MinMaxQuantizationProviderContractTest extends PluginContract {
  @Override
  protected Class<? extends Plugin> pluginClass() {
    return MinMaxQuantizationProvider.class;
  }
}
