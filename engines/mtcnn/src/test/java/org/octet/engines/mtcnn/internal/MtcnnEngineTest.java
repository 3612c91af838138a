package org.octet.engines.mtcnn.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.model.PartialShape;
import org.octet.api.plugin.Plugin;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.EngineContract;
import org.octet.api.testing.PluginContract;

/** With networks in Java, for which a face is a bright square in the middle of a dark one. */
class MtcnnEngineTest {
  private static final float BLACK = -127.5f / 128;
  private static final float WHITE = 127.5f / 128;

  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return MtcnnProvider.class;
    }
  }

  @Nested
  class Contract extends EngineContract {
    @Override
    protected Engine create() {
      return engine(Map.of());
    }

    @Override
    protected Models models() {
      return new Nets("p", "r", "o");
    }

    @Override
    protected List<Sample> samples() {
      return List.of(sample(100, 80, 30, 24), sample(90, 120, 60, 60), sample(10, 10, 2, 2));
    }
  }

  private static Engine engine(Map<String, Object> parameters) {
    MtcnnProvider provider = new MtcnnProvider();
    List<String> complaints = new ArrayList<>();
    var checked = provider.parameters().check(parameters, "mtcnn", complaints);
    assertThat(complaints).isEmpty();
    return provider.create(checked);
  }

  /** A dark picture with a bright square of 20 pixels: the middle of a face of 40. */
  private static Tensor picture(int width, int height, int left, int top) {
    Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(1, 3, height, width));
    for (int at = 0; at < 3 * width * height; at++) {
      int x = at % width - left;
      int y = at / width % height - top;
      boolean bright = x >= 0 && x < 20 && y >= 0 && y < 20;
      tensor.floats().put(at, bright ? WHITE : BLACK);
    }
    return tensor;
  }

  private static Sample sample(int width, int height, int left, int top) {
    return Sample.of("s", picture(width, height, left, top), Optional.empty());
  }

  private static final class Nets implements Models {
    private final List<String> names;
    private final List<Shape> seen = new ArrayList<>();
    private final List<float[]> crops = new ArrayList<>();
    private int channels = 4;
    private float shift;

    Nets(String... names) {
      this.names = List.of(names);
    }

    @Override
    public List<String> names() {
      return names;
    }

    @Override
    public List<TensorInfo> inputs(String model) {
      return List.of(info("x", 3));
    }

    @Override
    public List<TensorInfo> outputs(String model) {
      return List.of(info("landmarks", 10), info("box", channels), info("face", 2));
    }

    private static TensorInfo info(String name, int channels) {
      PartialShape shape = PartialShape.of(-1, channels, -1, -1);
      return new TensorInfo(name, List.of(name), ElementType.F32, shape);
    }

    /** P-Net for every window of 12 pixels, two apart; the others for the whole. */
    @Override
    public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
      Tensor x = inputs.get(Sample.ONLY_INPUT);
      seen.add(x.shape());
      int height = (int) x.shape().dim(2);
      int width = (int) x.shape().dim(3);
      boolean proposes = model.startsWith("p");
      int side = proposes ? 12 : width;
      assertThat(Math.min(width, height)).isGreaterThanOrEqualTo(side);
      float[] values = x.toFloats();
      if (!proposes) {
        crops.add(values);
      }
      int columns = (width - side) / 2 + 1;
      int rows = (height - side) / 2 + 1;
      float[] both = new float[2 * rows * columns];
      for (int at = 0; at < rows * columns; at++) {
        int from = at / columns * 2 * width + at % columns * 2;
        both[rows * columns + at] = likeness(values, from, width, side);
      }
      Shape map = Shape.of(1, 2, rows, columns);
      float[] shifts = new float[4 * rows * columns];
      if (proposes) {
        Arrays.fill(shifts, 0, rows * columns, shift);
      }
      return Map.of(
          "face", Tensor.of(proposes ? map : Shape.of(1, 2), both),
          "box", Tensor.of(Shape.of(1, 4, rows, columns), shifts));
    }

    /** How much brighter the middle is than the rim, as a part of what is possible. */
    private static float likeness(float[] values, int from, int width, int side) {
      double middle = 0;
      double all = 0;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          float v = values[from + y * width + x];
          boolean inside = Math.min(x, y) >= side / 4 && Math.max(x, y) < side - side / 4;
          middle += inside ? v : 0;
          all += v;
        }
      }
      double quarter = side * side / 4.0;
      return (float) ((middle / quarter - (all - middle) / (3 * quarter)) / 2);
    }

    @Override
    public void resetState(String model) {
      throw new AssertionError("nothing has a state");
    }

    @Override
    public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
      throw new AssertionError("the engine decodes itself");
    }
  }

  private static List<Box> faces(Prediction prediction) {
    return ((Boxes) prediction.decoded().orElseThrow()).boxes();
  }

  private static void near(Box box, double left, double top, double side) {
    assertThat(new double[] {box.left(), box.top(), box.right(), box.bottom()})
        .containsExactly(new double[] {left, top, left + side, top + side}, within(4.0));
  }

  @Test
  void findsTheFaceOnce() {
    Nets nets = new Nets("p", "r", "o");
    Prediction prediction = engine(Map.of()).run(sample(100, 80, 30, 24), nets);
    assertThat(faces(prediction)).hasSize(1);
    assertThat(faces(prediction).get(0).classIndex()).isZero();
    assertThat(faces(prediction).get(0).score()).isBetween(0.8, 1.0);
    near(faces(prediction).get(0), 20, 14, 40);
    // scales 12/20 and on by 0.709 while the shorter side has 12 pixels: 48, 34, 24, 17, 12.1
    assertThat(nets.seen.subList(0, 5))
        .containsExactly(
            Shape.of(1, 3, 48, 60),
            Shape.of(1, 3, 35, 43),
            Shape.of(1, 3, 25, 31),
            Shape.of(1, 3, 18, 22),
            Shape.of(1, 3, 13, 16));
    assertThat(nets.seen.subList(5, nets.seen.size()))
        .containsOnly(Shape.of(1, 3, 24, 24), Shape.of(1, 3, 48, 48));
  }

  @Test
  void outputsHaveTheShapeOfThePicture() {
    Prediction found = engine(Map.of()).run(sample(100, 80, 30, 24), new Nets("p", "r", "o"));
    Prediction none = engine(Map.of()).run(sample(100, 80, 200, 200), new Nets("p", "r", "o"));
    assertThat(faces(none)).isEmpty();
    assertThat(found.outputs()).containsOnlyKeys("p/faces", "faces");
    found
        .outputs()
        .forEach((name, t) -> assertThat(none.outputs().get(name).shape()).isEqualTo(t.shape()));
    assertThat(found.outputs().get("faces").shape()).isEqualTo(Shape.of(10, 13));
    assertThat(none.outputs().get("faces").toFloats()).containsOnly(0);
  }

  @Test
  void aPictureWithoutRoomForAFaceIsNotLookedAt() {
    Nets nets = new Nets("p", "r", "o");
    assertThat(faces(engine(Map.of()).run(sample(40, 19, 0, 0), nets))).isEmpty();
    assertThat(nets.seen).isEmpty();
    engine(Map.of()).run(sample(40, 20, 0, 0), nets);
    assertThat(nets.seen).containsExactly(Shape.of(1, 3, 12, 24));
  }

  @Test
  void boxesAreThoseOfTheOriginalPicture() {
    Sample twice =
        new Sample(
            "s",
            Map.of("x", picture(100, 80, 30, 24)),
            Optional.empty(),
            Optional.of(Placement.filling(50, 40, 100, 80)));
    near(faces(engine(Map.of()).run(twice, new Nets("p", "r", "o"))).get(0), 10, 7, 20);
  }

  @Test
  void outsideThePictureIsPadding() {
    Sample corner = sample(100, 80, 4, 4);
    Map<String, Object> all = Map.of("padding", -7, "thresholds", "0.2,0,0");
    Nets nets = new Nets("p", "r", "o");
    engine(all).run(corner, nets);
    assertThat(nets.crops.stream().noneMatch(crop -> crop[0] < BLACK)).isTrue();

    Nets leftwards = new Nets("p", "r", "o");
    leftwards.shift = -0.2f;
    engine(all).run(corner, leftwards);
    assertThat(leftwards.crops.stream().anyMatch(crop -> crop[0] == -7)).isTrue();
    assertThat(leftwards.crops.stream().allMatch(crop -> crop[crop.length - 1] >= BLACK)).isTrue();
  }

  @Test
  void bytesAreReadAsTheyAre() {
    Tensor bytes = Tensor.allocate(ElementType.U8, Shape.of(3, 20, 20));
    bytes.bytes().put(5, (byte) 200);
    Nets nets = new Nets("p", "r", "o");
    Sample sample = Sample.of("s", bytes, Optional.empty());
    assertThat(faces(engine(Map.of("padding", 0)).run(sample, nets))).isEmpty();
    assertThat(nets.seen).hasSize(1);
  }

  @Test
  void modelsGoByNameWhereOneIsGiven() {
    Map<String, Object> names = Map.of("pnet", "p", "rnet", "a", "onet", "b");
    Nets nets = new Nets("b", "a", "p");
    assertThat(faces(engine(names).run(sample(100, 80, 30, 24), nets))).hasSize(1);
    refused(names, sample(100, 80, 30, 24), new Nets("p", "a", "c"), "onet=b", "p, a, c");
    refused(Map.of("rnet", "p"), sample(9, 9, 0, 0), new Nets("p", "r", "o"), "each once");
    refused(Map.of(), sample(9, 9, 0, 0), new Nets("p", "r"), "three models", "has 2");
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Nets nets = new Nets("p", "r", "o");
    for (Shape shape : List.of(Shape.of(2, 3, 30, 30), Shape.of(1, 30, 30, 3), Shape.of(30, 30))) {
      Sample sample = Sample.of("odd", Tensor.allocate(ElementType.F32, shape), Optional.empty());
      refused(Map.of(), sample, nets, "'odd'", shape.toString(), "resize=none");
    }
    Nets others = new Nets("p", "r", "o");
    others.channels = 5;
    refused(Map.of(), sample(50, 50, 0, 0), others, "'p'", "no network of MT-CNN", "4");
    assertThatThrownBy(() -> engine(Map.of("thresholds", "0.6,0.7")))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("thresholds", "three numbers");
    assertThatThrownBy(() -> engine(Map.of("overlaps", "0.6,0.7,1.5")))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("overlaps", "from 0 to 1");
  }

  private static void refused(
      Map<String, Object> parameters, Sample sample, Models models, String... parts) {
    assertThatThrownBy(() -> engine(parameters).run(sample, models))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll(parts);
  }
}
