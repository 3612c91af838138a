package org.octet.algorithms.biascorrection.internal;

import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;

class BiasCorrectionProviderContractTest extends PluginContract {
  @Override
  protected Class<? extends Plugin> pluginClass() {
    return BiasCorrectionProvider.class;
  }
}
