package com.example.octet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Plugin;
import org.octet.api.testing.AlgorithmContract;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.PluginParameters;
import org.octet.api.testing.RequestedStatistics;
import org.octet.api.testing.TestContext;
import org.octet.api.testing.TestGraphs;

class ImportancePruningTest {
  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return ImportancePruningProvider.class;
    }
  }

  @Nested
  class Changes extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new ImportancePruningProvider();
    }
  }

  @Test
  void theSmallestWeightsBecomeZeroAndTheOthersStay() {
    float[] before = weights(TestGraphs.convolutions());
    OptimizedModel models = TestGraphs.convolutions();
    ImportancePruningProvider provider = new ImportancePruningProvider();
    Algorithm pruning = provider.create(PluginParameters.of(provider, Map.of("share", 0.25)));
    RequestedStatistics statistics = RequestedStatistics.plausible(models);
    TestContext context = new TestContext();
    pruning.register(models, statistics, context);
    pruning.apply(models, statistics, context);
    float[] after = weights(models);
    int zeros = 0;
    float largestPruned = 0;
    float smallestKept = Float.MAX_VALUE;
    for (int i = 0; i < after.length; i++) {
      if (after[i] == 0) {
        zeros++;
        largestPruned = Math.max(largestPruned, Math.abs(before[i]));
      } else {
        assertThat(after[i]).isEqualTo(before[i]);
        smallestKept = Math.min(smallestKept, Math.abs(before[i]));
      }
    }
    assertThat(zeros).isEqualTo(before.length / 4);
    assertThat(largestPruned).isLessThan(smallestKept);
    assertThat(statistics.requests()).hasSize(2);
  }

  private static float[] weights(OptimizedModel models) {
    return models
        .model(TestGraphs.MODEL)
        .operation("conv1.weight")
        .orElseThrow()
        .value()
        .toFloats();
  }
}
