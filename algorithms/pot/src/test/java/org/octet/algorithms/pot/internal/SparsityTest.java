package org.octet.algorithms.pot.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.Shape;
import org.octet.api.testing.PluginParameters;
import org.octet.api.testing.RequestedStatistics;
import org.octet.api.testing.TestContext;
import org.octet.api.testing.TestGraphs;

class SparsityTest {
  private static OptimizedModel run(AlgorithmProvider provider, Map<String, ?> parameters) {
    OptimizedModel models = TestGraphs.convolutions();
    Algorithm algorithm = provider.create(PluginParameters.of(provider, parameters));
    RequestedStatistics statistics = RequestedStatistics.plausible(models);
    TestContext context = new TestContext().device(TestGraphs.device());
    algorithm.register(models, statistics, context);
    algorithm.apply(models, statistics, context);
    assertThat(context.notes()).singleElement().asString().contains("weights in");
    return models;
  }

  /** The weights of all layers, by name. */
  private static Map<String, float[]> weights(OptimizedModel models) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Operation op : models.model(TestGraphs.MODEL).topologicalOrder()) {
      SparseLayer.of(TestGraphs.MODEL, op).ifPresent(l -> weights.put(l.name(), l.weights(models)));
    }
    return weights;
  }

  private static long zeros(float[] weights) {
    int zeros = 0;
    for (float w : weights) {
      zeros += w == 0 ? 1 : 0;
    }
    return zeros;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 0.5, 0.9})
  void theSmallestWeightsBecomeZero(double level) {
    Map<String, float[]> before = weights(TestGraphs.convolutions());
    Map<String, float[]> after =
        weights(run(new MagnitudeSparsityProvider(), Map.of("sparsityLevel", level)));
    long all = before.values().stream().mapToLong(w -> w.length).sum();
    long zeros = after.values().stream().mapToLong(SparsityTest::zeros).sum();
    assertThat(zeros).isEqualTo((long) (level * all));
    before.forEach(
        (name, was) -> {
          float[] is = after.get(name);
          float largestGone = 0;
          float smallestKept = Float.MAX_VALUE;
          for (int i = 0; i < was.length; i++) {
            if (is[i] == 0) {
              largestGone = Math.max(largestGone, Math.abs(was[i]));
            } else {
              smallestKept = Math.min(smallestKept, Math.abs(was[i]));
            }
          }
          assertThat(largestGone).isLessThanOrEqualTo(smallestKept);
        });
  }

  /** Weights 1, 2, 3, -10: without 1 the others are stretched to the mean and spread of all. */
  @Test
  void channelsKeepMeanAndSpreadButForTheZeros() {
    Channels channels = Channels.of(Shape.of(1, 4), List.of(0), -1, 1);
    float[] before = {1, 2, 3, -10};
    float[] after = new float[4];
    channels.restore(before, after, new boolean[] {false, true, true, true});
    double mean = -1;
    double spread = Math.sqrt((4 + 9 + 16 + 81) / 4.0);
    double of3 = (0 + 2 + 3 - 10) / 4.0;
    double spreadOf3 =
        Math.sqrt(
            Arrays.stream(new double[] {0, 2, 3, -10}).map(v -> (v - of3) * (v - of3)).sum() / 4);
    assertThat(after[0]).isZero();
    assertThat(after[2]).isCloseTo((float) ((3 - of3) / spreadOf3 * spread + mean), within(1e-5f));
    assertThat(after[3])
        .isCloseTo((float) ((-10 - of3) / spreadOf3 * spread + mean), within(1e-5f));
  }

  @Test
  void groupsAreChannelsOfBoth() {
    Channels channels = Channels.of(Shape.of(2, 3, 1, 1), List.of(0, 1), 0, 2);
    assertThat(channels.output()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(channels.input()).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(channels.shift(new float[] {1, 1, 1, 1, 1, 1}, new float[6], new float[] {2, 5}))
        .containsExactly(2, 2, 2, 5, 5, 5);
  }

  @Test
  void firstLayersAreLeftAloneWhereLayersAreNotCompared() {
    Map<String, Object> plain = Map.of("sparsityLevel", 0.5, "normedThreshold", false);
    Map<String, float[]> after = weights(run(new MagnitudeSparsityProvider(), plain));
    Map<String, float[]> before = weights(TestGraphs.convolutions());
    String first = before.keySet().iterator().next();
    assertThat(after.get(first)).isEqualTo(before.get(first));
    assertThat(after.values().stream().mapToLong(SparsityTest::zeros).sum()).isPositive();
  }

  @Test
  void biasesMakeUpForTheMeanChange() {
    OptimizedModel floats = TestGraphs.convolutions();
    OptimizedModel sparse = run(new WeightSparsityProvider(), Map.of("sparsityLevel", 0.5));
    Map<String, float[]> before = weights(floats);
    Map<String, float[]> after = weights(sparse);
    Model model = floats.model(TestGraphs.MODEL);
    RequestedStatistics statistics = RequestedStatistics.plausible(floats);
    int corrected = 0;
    for (String name : before.keySet()) {
      Operation op = model.operation(name).orElseThrow();
      SparseLayer layer = SparseLayer.of(TestGraphs.MODEL, op).orElseThrow();
      layer.request(statistics);
      StatisticRequest means =
          List.copyOf(statistics.requests()).get(statistics.requests().size() - 1);
      Channels channels = layer.channels(floats);
      float[] shift = channels.shift(before.get(name), after.get(name), statistics.get(means));
      var was = OperationTraits.bias(op, 1, channels.outputs());
      if (was.isPresent()) {
        Operation same =
            sparse.model(TestGraphs.MODEL).operation(was.get().constant().name()).orElseThrow();
        float[] old = was.get().constant().value().toFloats();
        float[] is = same.value().toFloats();
        for (int c = 0; c < is.length; c++) {
          assertThat(is[c]).isCloseTo(old[c] + shift[c], within(1e-6f));
        }
        assertThat(is).isNotEqualTo(old);
        corrected++;
      }
    }
    assertThat(corrected).isPositive();
  }

  @Test
  void whatIsIgnoredStaysAndMustBeThere() {
    Map<String, float[]> before = weights(TestGraphs.convolutions());
    String first = before.keySet().iterator().next();
    Map<String, float[]> after =
        weights(
            run(
                new MagnitudeSparsityProvider(),
                Map.of("sparsityLevel", 0.9, "ignoredNames", List.of(first))));
    assertThat(after.get(first)).isEqualTo(before.get(first));
    assertThatThrownBy(
            () ->
                run(new MagnitudeSparsityProvider(), Map.of("ignoredNames", List.of(first + "x"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean '" + first + "'?");
    assertThatThrownBy(() -> run(new WeightSparsityProvider(), Map.of("useFastBias", false)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("use-fast-bias");
  }
}
