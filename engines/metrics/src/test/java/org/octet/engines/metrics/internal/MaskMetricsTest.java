package org.octet.engines.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.octet.engines.metrics.internal.Fixture.decoded;
import static org.octet.engines.metrics.internal.Fixture.mask;
import static org.octet.engines.metrics.internal.Fixture.measure;
import static org.octet.engines.metrics.internal.Fixture.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.Annotation.Score;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.MetricContract;
import org.octet.api.testing.MetricContract.Case;
import org.octet.api.testing.PluginContract;

/** The metrics of masks, against scikit-learn. */
class MaskMetricsTest {
  private static final MetricProvider IOU = new IouProvider();
  private static final MetricProvider DICE = new DiceProvider();
  private static final Shape FOUR = Shape.of(2, 2);

  @Nested
  class IouPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return IouProvider.class;
    }
  }

  @Nested
  class DicePlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return DiceProvider.class;
    }
  }

  @Nested
  class MeanContract extends Contract {
    @Override
    protected Metric create() {
      return metric(IOU, "per-class=3");
    }
  }

  @Nested
  class ForegroundContract extends Contract {
    @Override
    protected Metric create() {
      return metric(IOU, "foreground=2");
    }
  }

  @Nested
  class DiceContract extends Contract {
    @Override
    protected Metric create() {
      return metric(DICE);
    }
  }

  abstract static class Contract extends MetricContract {
    @Override
    protected List<Case> cases() {
      return fixture();
    }
  }

  private static List<Case> fixture() {
    Fixture f = Fixture.load("masks.properties");
    int[] shape = f.integers("shape");
    int size = shape[1] * shape[2];
    int[] truth = f.integers("truth");
    int[] guess = f.integers("guess");
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < shape[0]; i++) {
      cases.add(
          new Case(
              decoded(
                  mask(
                      -1,
                      Shape.of(shape[1], shape[2]),
                      Arrays.copyOfRange(guess, i * size, (i + 1) * size))),
              mask(
                  255,
                  Shape.of(1, shape[1], shape[2]),
                  Arrays.copyOfRange(truth, i * size, (i + 1) * size))));
    }
    return cases;
  }

  @Test
  void iouIsWhatScikitLearnSays() {
    Fixture f = Fixture.load("masks.properties");
    Map<String, Double> values = measure(metric(IOU, "per-class=6"), fixture());
    assertThat(values.get("iou")).isCloseTo(f.number("mean_iou"), within(1e-12));
    assertThat(values.get("pixel-accuracy")).isCloseTo(f.number("pixel_accuracy"), within(1e-12));
    double[] each = f.numbers("iou");
    for (int c = 0; c < each.length; c++) {
      assertThat(values.get("iou@" + c)).isCloseTo(each[c], within(1e-12));
    }
  }

  @Test
  void diceIsWhatScikitLearnSays() {
    Fixture f = Fixture.load("masks.properties");
    Map<String, Double> values =
        measure(metric(DICE, "class-names=other,white,grey,blood"), fixture());
    assertThat(values.keySet())
        .containsExactly("dice", "dice@other", "dice@white", "dice@grey", "dice@blood");
    assertThat(values.get("dice")).isCloseTo(f.number("mean_dice"), within(1e-12));
    assertThat(values.get("dice@grey")).isCloseTo(f.numbers("dice")[2], within(1e-12));
    double all = Arrays.stream(f.numbers("dice"), 0, 4).average().orElseThrow();
    assertThat(measure(metric(DICE, "background=-1"), fixture()).get("dice"))
        .isCloseTo(all, within(1e-12));
  }

  @Test
  void foregroundIsOneClassAgainstTheRest() {
    Fixture f = Fixture.load("masks.properties");
    Map<String, Double> values = measure(metric(IOU, "foreground=2"), fixture());
    assertThat(values.get("iou")).isCloseTo(f.number("foreground_iou"), within(1e-12));
    assertThat(values.get("iou@mean")).isCloseTo(f.number("foreground_mean"), within(1e-12));
  }

  @Test
  void foregroundMayLeaveSamplesOut() {
    Case little = new Case(decoded(mask(-1, FOUR, 0, 0, 0, 0)), mask(-1, FOUR, 1, 0, 0, 0));
    Case much = new Case(decoded(mask(-1, FOUR, 1, 1, 0, 0)), mask(-1, FOUR, 1, 1, 1, 0));
    Case none = new Case(decoded(mask(-1, FOUR, 0, 0, 0, 0)), mask(-1, FOUR, 0, 0, 0, 0));
    assertThat(measure(metric(IOU, "foreground=1", "min-share=0.3"), little, much, none))
        .containsEntry("iou", 2 / 3.0)
        .containsEntry("iou@mean", 2 / 3.0);
    assertThat(measure(metric(IOU, "foreground=1"), little, much, none))
        .containsEntry("iou", 0.5)
        .containsEntry("iou@mean", (0 + 2 / 3.0 + 1) / 3);
  }

  @Test
  void perfectPredictionsAreOne() {
    List<Case> perfect =
        fixture().stream().map(c -> new Case(decoded(c.truth()), c.truth())).toList();
    for (Metric metric :
        List.of(metric(IOU, "per-class=4"), metric(IOU, "foreground=3"), metric(DICE))) {
      assertThat(measure(metric, perfect).values()).containsOnly(1.0);
    }
  }

  /** Both are made of the same three counts: dice = 2·iou / (1 + iou). */
  @Property(tries = 200, seed = "4")
  void diceFollowsFromIou(
      @ForAll @Size(24) int @IntRange(max = 3) [] truth,
      @ForAll @Size(24) int @IntRange(max = 3) [] guess) {
    Shape shape = Shape.of(4, 6);
    Case c = new Case(decoded(mask(-1, shape, guess)), mask(3, shape, truth));
    Map<String, Double> iou = measure(metric(IOU, "per-class=4"), c);
    Map<String, Double> dice = measure(metric(DICE, "per-class=4"), c);
    for (int k = 0; k < 4; k++) {
      double own = iou.get("iou@" + k);
      double expected = 2 * own / (1 + own);
      assertThat(dice.get("dice@" + k)).isCloseTo(expected, within(1e-12));
    }
  }

  /** Only the middle of a volume counts. */
  @Test
  void aBorderDoesNotCount() {
    int[] truth = new int[27];
    int[] guess = new int[27];
    Arrays.fill(guess, 1);
    truth[13] = 1;
    Shape cube = Shape.of(3, 3, 3);
    Case c = new Case(decoded(mask(-1, cube, guess)), mask(-1, cube, truth));
    assertThat(measure(metric(DICE, "border=1"), c)).containsEntry("dice", 1.0);
    assertThat(measure(metric(DICE), c)).containsEntry("dice", 2 / 28.0);
    assertThat(measure(metric(IOU, "border=1"), c)).containsEntry("pixel-accuracy", 1.0);
    assertThat(measure(metric(IOU, "border=2"), c)).containsEntry("iou", Double.NaN);
  }

  @Test
  void classesBeyondTheFirstDozensAreCountedToo() {
    Tensor many = Tensor.ofLongs(FOUR, 3, 700, 700, 1023);
    Tensor seen = Tensor.ofLongs(FOUR, 3, 700, 3, 1023);
    Case c = new Case(decoded(new Mask(seen, -1)), new Mask(many, -1));
    assertThat(measure(metric(IOU), c))
        .containsEntry("iou", (0.5 + 0.5 + 1) / 3)
        .containsEntry("pixel-accuracy", 0.75);
  }

  @Test
  void problemsNameTheValue() {
    Metric metric = metric(IOU);
    Mask four = mask(-1, FOUR, 0, 0, 0, 0);
    assertThatThrownBy(() -> metric.update(decoded(four), mask(-1, Shape.of(1, 4), 0, 0, 0, 0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("u8[2,2]")
        .hasMessageContaining("u8[1,4]");
    assertThatThrownBy(
            () -> metric.update(decoded(four), new Mask(Tensor.ofLongs(FOUR, 0, 0, -1, 0), 255)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("-1")
        .hasMessageContaining("0 to 1023");
    assertThatThrownBy(() -> metric.update(decoded(new Score(1)), four))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("decoder=argmax")
        .hasMessageContaining("Score");
  }
}
