package org.octet.algorithms.overflowcorrection.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.plugin.Plugin;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.tensor.Floats;
import org.octet.api.testing.AlgorithmContract;
import org.octet.api.testing.PluginContract;
import org.octet.api.testing.RequestedStatistics;
import org.octet.api.testing.TestContext;
import org.octet.api.testing.TestGraphs;

/** Sums within 32 bits. */
class OverflowCorrectionTest {
  private static final int WIDE = 65535;

  private static TargetDevice integers() {
    QuantizerConfig wide = new QuantizerConfig(16, Mode.SYMMETRIC, false, true, true);
    return new TargetDevice(
        "INTEGERS",
        List.of(new OperationConfig("Convolution", List.of(wide), List.of(wide), List.of(wide))),
        Set.of(),
        Set.of(),
        List.of(),
        false);
  }

  private final OptimizedModel models = TestGraphs.convolutions();
  private final Model model = models.model(TestGraphs.MODEL);

  private void quantize(int weightLevels, float activation) {
    quantize(models, weightLevels, activation);
  }

  private static void quantize(OptimizedModel models, int weightLevels, float activation) {
    Model model = models.model(TestGraphs.MODEL);
    TestGraphs.quantizeWeights(models, weightLevels);
    for (Operation conv : model.ofType("Convolution")) {
      FakeQuantize.insert(
          model,
          conv.name() + "/fq_input_0",
          conv.input(0).source(),
          List.of(conv.input(0)),
          WIDE,
          FakeQuantize.Range.scalar(-activation, activation));
    }
  }

  /** Corrects, and says what was told. */
  private List<String> correct(float largestSum, TargetDevice device, int weightLevels) {
    Algorithm algorithm = new OverflowCorrectionProvider().create(null);
    RequestedStatistics statistics = new RequestedStatistics(models, 10, r -> largestSum);
    TestContext context = new TestContext().device(device);
    algorithm.register(models, statistics, context);
    if (device.quantizesOutputs()) {
      assertThat(statistics.requests())
          .allMatch(r -> r.reducer().equals(Reducer.ABS_MAX) && r.aggregator() == Aggregator.MAX)
          .extracting(r -> r.tensor().operation())
          .containsExactlyInAnyOrder("bias1", "bias2");
    } else {
      assertThat(statistics.requests()).isEmpty();
    }
    quantize(weightLevels, 1);
    algorithm.apply(models, statistics, context);
    return context.notes();
  }

  private FakeQuantize weight(String convolution) {
    return FakeQuantize.of(model.operation(convolution).get().input(1).source().operation()).get();
  }

  private static float[] values(FakeQuantize quantizer) {
    return Floats.read(quantizer.data().operation().value());
  }

  @Test
  void codesBecomeSmallerByAsMuchAsTheSumIsTooLarge() {
    float[] before = Floats.read(model.operation("conv1.weight").orElseThrow().value());
    // codes stand for 2 / 65534 of the input and 4 / 65534 of the weight
    double one = 2.0 / (WIDE - 1) * (4.0 / (WIDE - 1));
    float largest = (float) (3 * one * Integer.MAX_VALUE);

    List<String> notes = correct(largest, integers(), WIDE);

    FakeQuantize corrected = weight("conv1");
    assertThat(corrected.inputRange().high()).containsExactly(2);
    assertThat(corrected.outputRange().high()[0]).isCloseTo(6, within(1e-5f));
    assertThat(corrected.outputRange().low()[0]).isCloseTo(-6, within(1e-5f));
    float[] after = values(corrected);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i] / 3, within(1e-6f));
    }
    assertThat(notes)
        .containsExactly("overflow correction: codes of 2 of 2 weights are smaller, by up to 3.00");
  }

  @Test
  void theProductStaysTheSameButForRounding() {
    float[] before = Floats.read(model.operation("conv1.weight").orElseThrow().value());
    correct(5, integers(), WIDE);
    FakeQuantize corrected = weight("conv1");
    float[] quantized =
        corrected.fakeQuantize(values(corrected), corrected.data().shape().toShape().orElseThrow());
    // the range of the codes is wider than that of the values, by the factor
    float bound = corrected.outputRange().high()[0];
    assertThat(bound).isGreaterThan(2);
    for (int i = 0; i < before.length; i++) {
      float clipped = Math.max(-bound, Math.min(bound, before[i]));
      assertThat(quantized[i]).isCloseTo(clipped, within(1e-3f));
    }
  }

  @Test
  void sumsThatFitAndNarrowWeightsStay() {
    assertThat(correct(1e-3f, integers(), WIDE)).isEmpty();
    assertThat(weight("conv1").outputRange().high()).containsExactly(2);
  }

  @Test
  void weightsOfEightBitsCannotOverflow() {
    assertThat(correct(1e9f, integers(), 255)).isEmpty();
    assertThat(weight("conv2").outputRange().high()).containsExactly(2);
  }

  @Test
  void otherDevicesHaveNothingToCorrect() {
    assertThat(correct(1e9f, TestGraphs.device(), WIDE)).isEmpty();
    assertThat(weight("conv1").outputRange().high()).containsExactly(2);
  }

  @Test
  void aWeightThatTwoReadIsCorrectedOnce() {
    Operation second = model.operation("conv2").orElseThrow();
    Operation first = model.operation("conv1").orElseThrow();
    Algorithm algorithm = new OverflowCorrectionProvider().create(null);
    RequestedStatistics statistics =
        new RequestedStatistics(models, 10, r -> r.tensor().operation().equals("bias1") ? 3f : 6f);
    TestContext context = new TestContext().device(integers());
    algorithm.register(models, statistics, context);
    quantize(WIDE, 1);
    second.input(1).connect(first.input(1).source());
    algorithm.apply(models, statistics, context);
    double one = 2.0 / (WIDE - 1) * (4.0 / (WIDE - 1));
    double factor = OverflowCorrection.factor(6, 2.0 / (WIDE - 1), 4.0 / (WIDE - 1));
    assertThat(factor).isCloseTo(6 / one / Integer.MAX_VALUE, within(1e-6));
    assertThat(weight("conv2").outputRange().high()[0])
        .isEqualTo(weight("conv1").outputRange().high()[0])
        .isCloseTo((float) (2 * factor), within(1e-4f));
  }

  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return OverflowCorrectionProvider.class;
    }
  }

  @Nested
  class Contract extends AlgorithmContract {
    @Override
    protected AlgorithmProvider provider() {
      return new OverflowCorrectionProvider();
    }

    @Override
    protected TestContext context() {
      return super.context().device(integers());
    }

    @Override
    protected RequestedStatistics statistics(OptimizedModel model) {
      return new RequestedStatistics(model, 10, r -> 1e9f);
    }

    @Override
    protected void before(OptimizedModel model) {
      quantize(model, WIDE, 1);
    }
  }
}
