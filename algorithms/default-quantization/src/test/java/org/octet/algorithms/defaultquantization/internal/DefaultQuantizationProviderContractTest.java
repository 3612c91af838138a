package org.octet.algorithms.defaultquantization.internal;

import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;

class DefaultQuantizationProviderContractTest extends PluginContract {
  @Override
  protected Class<? extends Plugin> pluginClass() {
    return DefaultQuantizationProvider.class;
  }
}
