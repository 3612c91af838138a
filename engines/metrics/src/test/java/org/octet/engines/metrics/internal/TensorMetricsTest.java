package org.octet.engines.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.octet.engines.metrics.internal.Fixture.decoded;
import static org.octet.engines.metrics.internal.Fixture.mask;
import static org.octet.engines.metrics.internal.Fixture.measure;
import static org.octet.engines.metrics.internal.Fixture.metric;
import static org.octet.engines.metrics.internal.Fixture.output;
import static org.octet.engines.metrics.internal.Fixture.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.Annotation.Text;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.metric.MetricProvider;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.MetricContract;
import org.octet.api.testing.MetricContract.Case;
import org.octet.api.testing.PluginContract;

/** The metrics that compare tensors, and the agreement with a reference. */
class TensorMetricsTest {
  private static final MetricProvider PERPLEXITY = new PerplexityProvider();
  private static final MetricProvider PSNR = new PsnrProvider();
  private static final MetricProvider SSIM = new SsimProvider();
  private static final MetricProvider SQNR = new SqnrProvider();
  private static final MetricProvider AGREEMENT = new AgreementProvider();

  @Nested
  class PerplexityPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return PerplexityProvider.class;
    }
  }

  @Nested
  class PsnrPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return PsnrProvider.class;
    }
  }

  @Nested
  class SsimPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return SsimProvider.class;
    }
  }

  @Nested
  class SqnrPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return SqnrProvider.class;
    }
  }

  @Nested
  class AgreementPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return AgreementProvider.class;
    }
  }

  @Nested
  class PerplexityContract extends MetricContract {
    @Override
    protected Metric create() {
      return metric(PERPLEXITY);
    }

    @Override
    protected List<Case> cases() {
      return texts();
    }
  }

  @Nested
  class PsnrContract extends MetricContract {
    @Override
    protected Metric create() {
      return metric(PSNR);
    }

    @Override
    protected List<Case> cases() {
      return pictures();
    }
  }

  @Nested
  class SsimContract extends MetricContract {
    @Override
    protected Metric create() {
      return metric(SSIM);
    }

    @Override
    protected List<Case> cases() {
      return pictures();
    }
  }

  @Nested
  class SqnrContract extends MetricContract {
    @Override
    protected Metric create() {
      return metric(SQNR);
    }

    @Override
    protected List<Case> cases() {
      return pictures();
    }
  }

  @Nested
  class AgreementContract extends MetricContract {
    @Override
    protected Metric create() {
      return metric(AGREEMENT);
    }

    @Override
    protected List<Case> cases() {
      return List.of(
          new Case(output(1, 2), target(0, 3)), new Case(output(1, 2), new ClassLabel(0)));
    }
  }

  private static List<Case> pictures() {
    Fixture f = Fixture.load("pictures_of_two_channels.properties");
    int[] s = f.integers("shape");
    Shape shape = Shape.of(1, s[1], s[2], s[3]);
    int size = s[1] * s[2] * s[3];
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < s[0]; i++) {
      cases.add(
          new Case(
              output(part(f.floats("given"), i, size, shape)),
              new Target(part(f.floats("wanted"), i, size, shape))));
    }
    return cases;
  }

  private static Tensor part(float[] values, int index, int size, Shape shape) {
    return Tensor.of(shape, Arrays.copyOfRange(values, index * size, (index + 1) * size));
  }

  private static List<Case> texts() {
    Fixture f = Fixture.load("perplexity.properties");
    long[] ids = Arrays.stream(f.integers("ids")).asLongStream().toArray();
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cases.add(
          new Case(
              output(part(f.floats("logits"), i, 66, Shape.of(1, 6, 11))),
              new Target(
                  Tensor.ofLongs(Shape.of(1, 6), Arrays.copyOfRange(ids, i * 6, i * 6 + 6)))));
    }
    return cases;
  }

  @Test
  void perplexityIsThatOfSciPysSoftmax() {
    double expected = Fixture.load("perplexity.properties").number("perplexity");
    assertThat(measure(metric(PERPLEXITY), texts()).get("perplexity"))
        .isCloseTo(expected, within(expected * 1e-12));
    assertThat(metric(PERPLEXITY).higherIsBetter("perplexity")).isFalse();
  }

  @Test
  void perplexityOfAUniformGuessIsTheVocabulary() {
    Target ids = new Target(Tensor.ofLongs(Shape.of(1, 3), 0, 3, -100));
    Case c = new Case(output(Tensor.of(Shape.of(1, 3, 4), new float[12])), ids);
    assertThat(measure(metric(PERPLEXITY), c).get("perplexity")).isCloseTo(4, within(1e-12));
    assertThatThrownBy(() -> measure(metric(PERPLEXITY, "ignore-index=7"), c))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("token -100")
        .hasMessageContaining("vocabulary of 4");
    assertThatThrownBy(() -> measure(metric(PERPLEXITY), new Case(output(1, 2), target(1, 2))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("[1,tokens,vocabulary]");
  }

  @Test
  void picturesAreComparedAsScikitImageDoes() {
    Fixture f = Fixture.load("pictures_of_two_channels.properties");
    assertThat(measure(metric(PSNR), pictures()).get("psnr"))
        .isCloseTo(f.number("psnr"), within(1e-9));
    assertThat(measure(metric(SSIM), pictures()).get("ssim"))
        .isCloseTo(f.number("ssim"), within(1e-9));
  }

  @Test
  void equalPicturesAreTheBest() {
    Case c = pictures().get(0);
    Case equal = new Case(output(((Target) c.truth()).tensor()), c.truth());
    assertThat(measure(metric(PSNR), equal)).containsEntry("psnr", 120.0);
    assertThat(measure(metric(SSIM), equal).get("ssim")).isCloseTo(1, within(1e-12));
    assertThat(measure(metric(SQNR), equal)).containsEntry("sqnr", Double.POSITIVE_INFINITY);
  }

  @Test
  void psnrClipsAndKnowsThePeak() {
    // 255 and 300 are the same white; the other is wrong by 25.5: on half of them, 20 dB + 3 dB
    Case c = new Case(output(300, 25.5f), target(255, 0));
    assertThat(measure(metric(PSNR, "peak=255"), c).get("psnr"))
        .isCloseTo(20 + 10 * Math.log10(2), within(1e-9));
  }

  @Test
  void sizesMustBeEqual() {
    Case c = new Case(output(1, 2, 3), target(1, 2));
    for (MetricProvider provider : List.of(PSNR, SSIM, SQNR, AGREEMENT)) {
      assertThatThrownBy(() -> measure(metric(provider), c))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(provider.name())
          .hasMessageContaining("f32[1,3]")
          .hasMessageContaining("f32[1,2]");
    }
    assertThatThrownBy(() -> measure(metric(SSIM), new Case(output(1, 2), target(1, 2))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("11x11");
  }

  /** 10·log10((9 + 16 + 1) / (1 + 0 + 1)). */
  @Test
  void sqnrIsOverAllSamples() {
    assertThat(
            measure(
                    metric(SQNR),
                    new Case(output(2, 4), target(3, 4)),
                    new Case(output(0), target(1)))
                .get("sqnr"))
        .isCloseTo(10 * Math.log10(13), within(1e-12));
  }

  private static double agreement(Case c, String... parameters) {
    return measure(metric(AGREEMENT, parameters), c).get("agreement");
  }

  @Test
  void classesAgree() {
    assertThat(agreement(new Case(output(1, 3, 2), new ClassLabel(1)))).isEqualTo(1);
    assertThat(agreement(new Case(decoded(new ClassLabel(2)), new ClassLabel(1)))).isZero();
  }

  @Test
  void pixelsAgree() {
    Shape shape = Shape.of(1, 4);
    assertThat(
            agreement(new Case(decoded(mask(-1, shape, 1, 2, 3, 4)), mask(9, shape, 1, 9, 3, 3))))
        .isEqualTo(2 / 3.0);
  }

  @Test
  void numbersAgreeOnTheSameSideOfTheThreshold() {
    Metric metric = metric(AGREEMENT, "threshold=0.3");
    assertThat(
            measure(
                metric,
                new Case(decoded(new Score(0.3)), new Score(0.9)),
                new Case(output(0.2f), new Score(0.3))))
        .containsEntry("agreement", 0.5);
    assertThat(
            agreement(
                new Case(output(0.2f, 0.6f, 0.7f), target(0.5f, 0.9f, 0.5f)), "elements=true"))
        .isEqualTo(2 / 3.0);
  }

  @Test
  void boxesAgreeInPairs() {
    Box one = new Box(0, 0.9, 0, 0, 10, 10);
    Box near = new Box(0, 0.8, 0, 0, 10, 9);
    Box other = new Box(1, 0.7, 0, 0, 10, 10);
    // one has a partner; near finds it taken, other is of another class
    assertThat(
            agreement(
                new Case(decoded(new Boxes(List.of(one, near))), new Boxes(List.of(one, other)))))
        .isEqualTo(0.5);
    assertThat(agreement(new Case(decoded(new Boxes(List.of())), new Boxes(List.of()))))
        .isEqualTo(1);
    assertThat(agreement(new Case(decoded(new Boxes(List.of())), new Boxes(List.of(one)))))
        .isZero();
  }

  @Test
  void outputsAgreeInTheirLargestElements() {
    Case whole = new Case(output(1, 9, 2, 3), target(0, 5, 4, 4));
    assertThat(agreement(whole)).isEqualTo(1);
    // two classes at two places each: (1,2) (9,3) against (0,4) (5,4)
    Case map =
        new Case(
            output(Tensor.of(Shape.of(1, 2, 2), 1, 9, 2, 3)),
            new Target(Tensor.of(Shape.of(1, 2, 2), 0, 5, 4, 6)));
    assertThat(agreement(map, "axis=1")).isEqualTo(0.5);
    // along the last axis: (1,9) (2,3) against (0,5) (4,6)
    assertThat(agreement(map, "axis=-1")).isEqualTo(1);
    assertThatThrownBy(() -> agreement(map, "axis=3"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("axis=3")
        .hasMessageContaining("[1,2,2]");
  }

  @Test
  void whatCannotAgreeIsRefused() {
    assertThatThrownBy(() -> agreement(new Case(output(1), new Text("x"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Text");
    assertThatThrownBy(() -> agreement(new Case(output(1, 2), new Score(1))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("decoder=score");
  }
}
