package org.octet.algorithms.weightrounding.internal;

import org.junit.jupiter.api.Nested;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.AlgorithmContract;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.TestGraphs;

/** The contracts of plugins and algorithms. */
class WeightRoundingProviderContractTest {
  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return WeightRoundingProvider.class;
    }
  }

  @Nested
  class Contract extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new WeightRoundingProvider();
    }

    @Override
    protected void before(OptimizedModel model) {
      TestGraphs.quantizeWeights(model, 15);
    }
  }
}
