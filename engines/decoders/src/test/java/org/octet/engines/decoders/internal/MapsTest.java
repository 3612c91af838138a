package org.octet.engines.decoders.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.octet.engines.decoders.internal.Fixture.classes;
import static org.octet.engines.decoders.internal.Fixture.decoder;
import static org.octet.engines.decoders.internal.Fixture.output;
import static org.octet.engines.decoders.internal.Fixture.picture;
import static org.octet.engines.decoders.internal.Fixture.plain;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Placement;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DecoderContract;
import org.octet.api.testing.PluginContract;

/** The decoders {@code argmax} and {@code threshold}: maps, vectors and resizing. */
class MapsTest {
  private static final DecoderProvider ARG_MAX = new ArgMaxProvider();
  private static final DecoderProvider THRESHOLD = new ThresholdProvider();

  @Nested
  class ArgMaxPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return ArgMaxProvider.class;
    }
  }

  @Nested
  class ThresholdPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return ThresholdProvider.class;
    }
  }

  @Nested
  class ArgMaxContract extends DecoderContract {
    @Override
    protected DecoderProvider provider() {
      return ARG_MAX;
    }

    @Override
    protected List<Case> cases() {
      return MapsTest.cases();
    }
  }

  @Nested
  class ThresholdContract extends DecoderContract {
    @Override
    protected DecoderProvider provider() {
      return THRESHOLD;
    }

    @Override
    protected Map<String, ?> parameters() {
      return Map.of("channel", 1, "classIndex", 7);
    }

    @Override
    protected List<Case> cases() {
      return MapsTest.cases();
    }
  }

  private static List<DecoderContract.Case> cases() {
    return List.of(
        new DecoderContract.Case(output(random(3, 4, 5)), picture(9, 6)),
        new DecoderContract.Case(output(random(2, 4, 5)), plain(1, 3, 4, 5)),
        new DecoderContract.Case(output(Shape.of(1, 3), 0, 2, 1), plain(1, 3, 4, 5)),
        new DecoderContract.Case(output(Shape.of(1, 3), 1, 0, 0), plain(1, 3, 4, 5)));
  }

  private static Tensor random(int classes, int height, int width) {
    Random random = new Random(classes);
    float[] values = new float[classes * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Tensor.of(Shape.of(1, classes, height, width), values);
  }

  /** A map that Pillow resized, in an input twice its size. */
  private record Case(Fixture fixture, String name, int[] source, int[] size) {
    static Case of(String name) {
      Fixture f = Fixture.load("maps.properties");
      return new Case(f, name, f.integers(name + ".source"), f.integers(name + ".picture"));
    }

    Placement placement() {
      double[] box = fixture.numbers(name + ".box");
      return new Placement(
          size[0],
          size[1],
          2 * source[0],
          2 * source[1],
          2 * (box[2] - box[0]) / size[0],
          2 * (box[3] - box[1]) / size[1],
          2 * box[0],
          2 * box[1]);
    }

    float[] values() {
      return fixture.floats(name + ".values");
    }

    Map<String, Tensor> maps() {
      float[] values = values();
      return output(
          Shape.of(1, values.length / source[0] / source[1], source[1], source[0]), values);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"larger", "smaller", "mixed", "same", "letterbox", "centred"})
  void resizesAsPillow(String name) {
    Case c = Case.of(name);
    double[] expected = c.fixture().numbers(name + ".resized");
    int plane = c.source()[0] * c.source()[1];
    ScoreMaps maps =
        new ScoreMaps(
            c.values(), c.values().length / plane, new long[] {c.source()[1], c.source()[0]});
    MapResizer resizer = MapResizer.of(maps, c.placement());
    double[] resized = new double[resizer.width() * resizer.height()];
    resizer.resize(
        maps.values(),
        0,
        resizer.workspace(),
        (y, row) -> System.arraycopy(row, 0, resized, y * row.length, row.length));
    assertThat(resized).containsExactly(expected, Assertions.withPrecision(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"larger", "smaller", "mixed", "same", "letterbox", "centred"})
  void decidesAsNumPyOnPillowsMaps(String name) {
    Case c = Case.of(name);
    Mask mask = (Mask) decoder(ARG_MAX).decode(c.maps(), picture(c.placement()));
    assertThat(mask.classes().shape()).isEqualTo(Shape.of(c.size()[1], c.size()[0]));
    assertThat(classes(mask)).isEqualTo(c.fixture().integers(name + ".classes"));
    Decoder above = decoder(THRESHOLD, "channel=1", "threshold=0.1");
    assertThat(classes(above.decode(c.maps(), picture(c.placement()))))
        .isEqualTo(c.fixture().integers(name + ".above"));
  }

  /** A picture cropped before it went in: what the model did not see goes on as the edge. */
  @Test
  void whatWasCroppedAwayIsTheNearestEdge() {
    Placement cropped = new Placement(6, 2, 2, 2, 1, 1, -2, 0);
    Tensor map = Tensor.of(Shape.of(1, 2, 2, 2), 1, 0, 1, 0, 0, 1, 0, 1);
    assertThat(classes(decoder(ARG_MAX).decode(output(map), picture(cropped))))
        .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1);
  }

  @Test
  void withoutPlacementNothingIsResized() {
    Tensor map = Tensor.of(Shape.of(1, 2, 1, 3), 1, 0, 5, 0, 1, 5);
    Mask mask = (Mask) decoder(ARG_MAX).decode(output(map), plain(1, 3, 8, 8));
    assertThat(mask.classes().shape()).isEqualTo(Shape.of(1, 3));
    assertThat(mask.classes().type()).isEqualTo(ElementType.U8);
    assertThat(mask.ignoreIndex()).isNegative();
    assertThat(classes(mask)).containsExactly(0, 1, 0);
  }

  @Test
  void volumesKeepTheirSize() {
    Tensor map = Tensor.of(Shape.of(1, 2, 2, 1, 2), 0, 3, 0, 3, 1, 1, 1, 1);
    Mask mask = (Mask) decoder(ARG_MAX).decode(output(map), picture(9, 9));
    assertThat(mask.classes().shape()).isEqualTo(Shape.of(2, 1, 2));
    assertThat(classes(mask)).containsExactly(1, 0, 1, 0);
  }

  @Test
  void classesMayBeOnTheLastAxis() {
    Tensor last = Tensor.of(Shape.of(1, 1, 3, 2), 1, 0, 0, 1, 5, 5);
    assertThat(classes(decoder(ARG_MAX, "layout=NHWC").decode(output(last), plain(1))))
        .containsExactly(0, 1, 0);
    assertThat(
            classes(decoder(THRESHOLD, "layout=NHWC", "channel=1").decode(output(last), plain(1))))
        .containsExactly(0, 1, 1);
  }

  @Test
  void manyClassesNeedMoreThanAByte() {
    float[] values = new float[2 * 300];
    values[2 * 299] = 1;
    values[2 * 4 + 1] = 1;
    Mask mask =
        (Mask) decoder(ARG_MAX).decode(output(Tensor.of(Shape.of(1, 300, 1, 2), values)), plain(1));
    assertThat(mask.classes().type()).isEqualTo(ElementType.I32);
    assertThat(classes(mask)).containsExactly(299, 4);
  }

  @Test
  void aMapOfClassesIsTakenAsItIs() {
    Tensor map = Tensor.ofLongs(Shape.of(1, 2, 2), 7, 0, 3, 9);
    assertThat(classes(decoder(ARG_MAX).decode(output(map), plain(1)))).containsExactly(7, 0, 3, 9);
    Mask resized =
        (Mask) decoder(ARG_MAX).decode(output(map), picture(Placement.filling(4, 3, 2, 2)));
    assertThat(resized.classes().shape()).isEqualTo(Shape.of(3, 4));
    assertThat(classes(resized)).containsExactly(7, 7, 0, 0, 3, 3, 9, 9, 3, 3, 9, 9);
  }

  @Test
  void vectorsAreDecidedAsAWhole() {
    Map<String, Tensor> scores = output(Shape.of(1, 3, 1, 1), 0.2f, 0.7f, 0.1f);
    assertThat(decoder(ARG_MAX).decode(scores, plain(1))).isEqualTo(new ClassLabel(1));
    assertThat(decoder(THRESHOLD, "channel=1").decode(scores, plain(1)))
        .isEqualTo(new ClassLabel(1));
    assertThat(decoder(THRESHOLD, "channel=2", "class-index=4").decode(scores, plain(1)))
        .isEqualTo(new ClassLabel(0));
    assertThat(decoder(THRESHOLD).decode(output(Shape.of(1, 1), 0.25f), plain(1)))
        .isEqualTo(new Score(0.25));
  }

  @Test
  void activations() {
    Map<String, Tensor> logits = output(Shape.of(1, 2, 1, 2), 0, 0, 1, -1);
    // softmax of class 1 is 1 / (1 + e^-1) = 0.7311 and 0.2689
    assertThat(classes(softmax("0.731").decode(logits, plain(1)))).containsExactly(1, 0);
    assertThat(classes(softmax("0.7311").decode(logits, plain(1)))).containsExactly(0, 0);
    assertThat(classes(softmax("0.268").decode(logits, plain(1)))).containsExactly(1, 1);
    // and so is its sigmoid, because class 0 has 0
    Decoder sigmoid = decoder(THRESHOLD, "channel=1", "activation=sigmoid", "threshold=0.731");
    assertThat(classes(sigmoid.decode(logits, plain(1)))).containsExactly(1, 0);
  }

  private static Decoder softmax(String threshold) {
    return decoder(THRESHOLD, "channel=1", "activation=softmax", "threshold=" + threshold);
  }

  @Test
  void problemsSayWhatIsThere() {
    assertThatThrownBy(
            () -> decoder(ARG_MAX).decode(output(Shape.of(2, 3), new float[6]), plain(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'argmax'")
        .hasMessageContaining("'out' f32[2,3]");
    assertThatThrownBy(
            () ->
                decoder(ARG_MAX, "output=x").decode(output(Shape.of(1, 3), new float[3]), plain(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("output=x");
    assertThatThrownBy(
            () ->
                decoder(THRESHOLD, "channel=3")
                    .decode(output(Shape.of(1, 3), new float[3]), plain(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("channel=3")
        .hasMessageContaining("0 to 2");
  }

  /** A constant stays constant, whatever the sizes: the weights add up to one. */
  @Property(tries = 300, seed = "21")
  void weightsAddUpToOne(
      @ForAll @IntRange(min = 1, max = 40) int source,
      @ForAll @IntRange(min = 1, max = 90) int target,
      @ForAll @IntRange(min = -30, max = 30) int from,
      @ForAll @IntRange(min = 1, max = 60) int length) {
    Resampling resampling = Resampling.of(source, from / 2.0, (from + length) / 2.0, target);
    float[] ones = new float[source];
    Arrays.fill(ones, 1);
    double[] result = new double[target];
    resampling.row(ones, 0, result, 0);
    for (double v : result) {
      assertThat(v).isCloseTo(1, Assertions.within(1e-6));
    }
  }

  /** Rows and columns are treated alike. */
  @Property(tries = 100, seed = "22")
  void columnsAreResampledAsRows(
      @ForAll @IntRange(min = 1, max = 30) int source,
      @ForAll @IntRange(min = 1, max = 50) int target,
      @ForAll long seed) {
    Resampling resampling = Resampling.of(source, 0, source, target);
    Random random = new Random(seed);
    float[] values = new float[source];
    for (int i = 0; i < source; i++) {
      values[i] = random.nextFloat();
    }
    double[] rows = new double[target];
    resampling.row(values, 0, rows, 0);
    double[] one = new double[1];
    double[] wide = new double[source];
    Arrays.setAll(wide, i -> values[i]);
    for (int y = 0; y < target; y++) {
      resampling.column(wide, y, one);
      assertThat((float) one[0]).isEqualTo((float) rows[y]);
    }
  }
}
