package org.octet.algorithms.biascorrection.internal;

import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;

class FastBiasCorrectionProviderContractTest extends PluginContract {
  @Override
  protected Class<? extends Plugin> pluginClass() {
    return FastBiasCorrectionProvider.class;
  }
}
