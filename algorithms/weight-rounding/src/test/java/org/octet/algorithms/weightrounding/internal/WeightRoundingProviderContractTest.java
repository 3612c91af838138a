package org.octet.algorithms.weightrounding.internal;

import org.octet.api.plugin.Plugin;
import org.octet.api.testing.PluginContract;

class WeightRoundingProviderContractTest extends PluginContract {
  @Override
  protected Class<? extends Plugin> pluginClass() {
    return WeightRoundingProvider.class;
  }
}
