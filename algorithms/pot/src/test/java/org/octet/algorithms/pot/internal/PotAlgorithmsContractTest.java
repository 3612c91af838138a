package org.octet.algorithms.pot.internal;

import org.junit.jupiter.api.Nested;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.AlgorithmContract;
import org.octet.api.testing.PluginContract;

/** The contracts of plugins and algorithms. */
class PotAlgorithmsContractTest {
  @Nested
  class MagnitudeSparsity extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return MagnitudeSparsityProvider.class;
    }
  }

  @Nested
  class MagnitudeSparsityAlgorithm extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new MagnitudeSparsityProvider();
    }
  }

  @Nested
  class RangeSupervision extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return RangeSupervisionProvider.class;
    }
  }

  @Nested
  class RangeSupervisionAlgorithm extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new RangeSupervisionProvider();
    }
  }

  @Nested
  class WeightSparsity extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return WeightSparsityProvider.class;
    }
  }

  @Nested
  class WeightSparsityAlgorithm extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new WeightSparsityProvider();
    }
  }
}
