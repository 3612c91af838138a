package org.octet.engines.decoders.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.octet.engines.decoders.internal.Fixture.decoder;
import static org.octet.engines.decoders.internal.Fixture.output;
import static org.octet.engines.decoders.internal.Fixture.picture;
import static org.octet.engines.decoders.internal.Fixture.plain;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.DecoderProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Plugin;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DecoderContract;
import org.octet.api.testing.PluginContract;

/** The decoders that give boxes. */
class DetectorsTest {
  private static final DecoderProvider YOLOX = new YoloxProvider();
  private static final DecoderProvider YOLO = new YoloProvider();
  private static final DecoderProvider SSD = new SsdProvider();
  private static final DecoderProvider RFB = new RfbProvider();

  /** An input of 32x32 has 16 + 4 + 1 cells. */
  private static final Shape SMALL_YOLOX = Shape.of(1, 21, 6);

  @Nested
  class YoloxPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return YoloxProvider.class;
    }
  }

  @Nested
  class YoloPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return YoloProvider.class;
    }
  }

  @Nested
  class SsdPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return SsdProvider.class;
    }
  }

  @Nested
  class RfbPlugin extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return RfbProvider.class;
    }
  }

  @Nested
  class YoloxContract extends Contract {
    YoloxContract() {
      super(YOLOX, SMALL_YOLOX);
    }
  }

  @Nested
  class YoloContract extends Contract {
    YoloContract() {
      super(YOLO, Shape.of(1, 6, 9));
    }
  }

  @Nested
  class SsdContract extends Contract {
    SsdContract() {
      super(SSD, Shape.of(1, 1, 8, 7));
    }
  }

  @Nested
  class RfbContract extends Contract {
    RfbContract() {
      super(RFB, Shape.of(1, 30, 3), Shape.of(1, 30, 4));
    }
  }

  abstract static class Contract extends DecoderContract {
    private final DecoderProvider provider;
    private final Shape[] shapes;

    Contract(DecoderProvider provider, Shape... shapes) {
      this.provider = provider;
      this.shapes = shapes;
    }

    @Override
    protected DecoderProvider provider() {
      return provider;
    }

    @Override
    protected List<Case> cases() {
      return List.of(
          new Case(random(1), plain(1, 3, 32, 32)),
          new Case(random(2), plain(1, 32, 32, 3)),
          new Case(random(3), picture(Placement.filling(64, 48, 32, 32))));
    }

    private Map<String, Tensor> random(long seed) {
      Random random = new Random(seed);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (Shape shape : shapes) {
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextFloat();
        }
        outputs.put("out" + outputs.size(), Tensor.of(shape, values));
      }
      return outputs;
    }
  }

  private static List<Box> boxes(Decoder decoder, Map<String, Tensor> outputs, Sample sample) {
    return ((Boxes) decoder.decode(outputs, sample)).boxes();
  }

  @Test
  void yoloxIsDecodedAsNumPyDoes() {
    Fixture f = Fixture.load("yolox.properties");
    Shape shape = Shape.of(1, f.integers("rows")[0], 8);
    Placement half = new Placement(128, 150, 64, 96, 0.5, 0.5, 0, 0);
    List<Box> found = boxes(decoder(YOLOX), output(shape, f.floats("values")), picture(half));
    double[] expected = f.numbers("boxes");
    assertThat(found).hasSize(expected.length / 6);
    for (int i = 0; i < found.size(); i++) {
      Box b = found.get(i);
      assertThat(b.score()).isCloseTo(expected[6 * i], within(1e-9));
      assertThat(b.classIndex()).isEqualTo((int) expected[6 * i + 1]);
      assertThat(b.left()).isCloseTo(expected[6 * i + 2], within(1e-6));
      assertThat(b.top()).isCloseTo(expected[6 * i + 3], within(1e-6));
      assertThat(b.right()).isCloseTo(expected[6 * i + 4], within(1e-6));
      assertThat(b.bottom()).isCloseTo(expected[6 * i + 5], within(1e-6));
    }
  }

  @Test
  void yoloxCountsItsCells() {
    assertThatThrownBy(
            () ->
                decoder(YOLOX, "strides=8,16")
                    .decode(output(Tensor.of(SMALL_YOLOX, new float[126])), picture(32, 32)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("21 rows")
        .hasMessageContaining("32x32 has 20 cells")
        .hasMessageContaining("[8, 16]");
    assertThatThrownBy(() -> decoder(YOLOX, "strides=8,0.5"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("strides=[8.0, 0.5]");
  }

  @Test
  void yoloIsCentresAndSizes() {
    // two boxes, numbers first: the second has no score above the threshold
    Map<String, Tensor> v8 =
        output(Shape.of(1, 6, 2), 10, 0, 20, 0, 4, 1, 6, 1, 0.1f, 0, 0.75f, 0.01f);
    List<Box> expected = List.of(new Box(1, 0.75, 8, 17, 12, 23), new Box(0, 0.1f, 8, 17, 12, 23));
    assertThat(boxes(decoder(YOLO), v8, picture(32, 32))).isEqualTo(expected);
    Map<String, Tensor> v5 =
        output(Shape.of(1, 2, 7), 10, 20, 4, 6, 0.5f, 0.25f, 0.5f, 0, 0, 1, 1, 0.1f, 0.01f, 0.01f);
    assertThat(boxes(decoder(YOLO, "form=v5"), v5, picture(32, 32)))
        .containsExactly(new Box(1, 0.25, 8, 17, 12, 23), new Box(0, 0.125, 8, 17, 12, 23));
  }

  /** Corners are relative to the input; the picture of 100x50 lies in the upper half of it. */
  @Test
  void ssdRowsAreRelativeCorners() {
    Placement upper = new Placement(100, 50, 50, 50, 0.5, 0.5, 0, 0);
    Map<String, Tensor> rows =
        output(
            Shape.of(1, 1, 4, 7),
            new float[] {
              0, 2, 0.5f, 0.25f, 0.25f, 0.5f, 0.5f, //
              0, 0, 0.875f, 0, 0, 1, 1, //
              -1, 0, 0, 0, 0, 0, 0, //
              0, 1, 0.75f, 0, 0, 1, 1
            });
    assertThat(boxes(decoder(SSD), rows, picture(upper)))
        .containsExactly(new Box(1, 0.5, 25, 25, 50, 50));
    assertThat(boxes(decoder(SSD, "background=-1"), rows, picture(upper)))
        .containsExactly(new Box(0, 0.875, 0, 0, 100, 100), new Box(2, 0.5, 25, 25, 50, 50));
    assertThat(boxes(decoder(SSD, "class-ids=5,2"), rows, picture(upper)))
        .containsExactly(new Box(1, 0.5, 25, 25, 50, 50));
    assertThatThrownBy(() -> decoder(SSD, "class-ids=2,2"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("different");
  }

  @Test
  void rfbHasScoresAndCornersInAnyOrder() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put(
        "b",
        Tensor.of(
            Shape.of(1, 3, 4),
            new float[] {0, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.625f, 0.5f, 0.5f, 1, 1}));
    outputs.put("s", Tensor.of(Shape.of(1, 3, 2), 0.125f, 0.875f, 0, 1, 0.5f, 0.5f));
    assertThat(boxes(decoder(RFB), outputs, picture(80, 40)))
        .containsExactly(new Box(0, 1, 0, 0, 40, 25));
    assertThat(boxes(decoder(RFB, "iou-threshold=1", "limit=2"), outputs, picture(80, 40)))
        .containsExactly(new Box(0, 1, 0, 0, 40, 25), new Box(0, 0.875, 0, 0, 40, 20));
    outputs.put("s", Tensor.of(Shape.of(1, 2, 2), 0, 1, 0, 1));
    assertThatThrownBy(() -> decoder(RFB).decode(outputs, picture(80, 40)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("f32[1,2,2]")
        .hasMessageContaining("f32[1,3,4]");
  }

  @Test
  void withFourClassesTheUserNamesTheScores() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("s", Tensor.of(Shape.of(1, 1, 4), 0, 0.125f, 0.75f, 0.125f));
    outputs.put("b", Tensor.of(Shape.of(1, 1, 4), 0, 0, 1, 1));
    assertThatThrownBy(() -> decoder(RFB).decode(outputs, picture(8, 8)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("scores=NAME");
    assertThat(boxes(decoder(RFB, "scores=s", "boxes=b"), outputs, picture(8, 8)))
        .containsExactly(new Box(1, 0.75, 0, 0, 8, 8));
  }

  @Test
  void aSampleWithoutPictureIsRefused() {
    assertThatThrownBy(
            () -> decoder(SSD).decode(output(Shape.of(1, 1, 1, 7), new float[7]), plain(1, 9)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'plain'");
  }

  /** Whatever a broken model gives: sorted boxes with finite corners, apart from each other. */
  @Property(tries = 200, seed = "1")
  void anyNumbersGiveSaneBoxes(@ForAll @Size(126) float[] values) {
    Decoder decoder = decoder(YOLOX, "limit=7");
    List<Box> found = boxes(decoder, output(Tensor.of(SMALL_YOLOX, values)), picture(32, 32));
    assertThat(found).hasSizeLessThanOrEqualTo(7);
    assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(Box::score).reversed());
    for (Box a : found) {
      assertThat(a.left() + a.top() + a.right() + a.bottom()).isFinite();
      for (Box b : found) {
        assertThat(a == b || a.iou(b) <= 0.65).isTrue();
      }
    }
  }

  /** Rows that cannot be boxes, as a model that went wrong gives them. */
  @Test
  void numbersThatAreNoneAreLeftOut() {
    float nan = Float.NaN;
    float infinite = Float.POSITIVE_INFINITY;
    Map<String, Tensor> rows =
        output(
            Shape.of(1, 1, 4, 7),
            new float[] {
              0, 1, nan, 0, 0, 1, 1, //
              0, 1, 0.5f, nan, 0, 1, 1, //
              0, 1, 0.5f, 0, 0, infinite, 1, //
              0, 1, 0.5f, 0, 0, 1, 1
            });
    assertThat(boxes(decoder(SSD), rows, picture(8, 8)))
        .containsExactly(new Box(0, 0.5, 0, 0, 8, 8));
  }
}
