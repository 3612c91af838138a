package org.octet.algorithms.equalization.internal;

import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;

class SmoothQuantProviderContractTest extends PluginContract {
  @Override
  protected Class<? extends Plugin> pluginClass() {
    return SmoothQuantProvider.class;
  }
}
