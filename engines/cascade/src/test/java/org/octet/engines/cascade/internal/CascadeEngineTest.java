package org.octet.engines.cascade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/**
 * With models in Java: the detector sees a picture at half its size and finds every pixel above 0.5
 * there, the classifier tells from a crop's mean whether it is bright.
 */
class CascadeEngineTest {
  private static final Map<String, Object> DETECTOR = Map.of("model", "detector");

  /**
   * What the detector sees of the brighter square, in the corner: of the triangle filter over two
   * pixels on each side, 3/4 + 3/4 lie on it and 1/4 beside it, along each axis.
   */
  private static final double BRIGHT = 1.5 / 1.75 * 1.5 / 1.75;

  @Nested
  class Provider extends PluginContract {
    @Override
    protected Class<? extends Plugin> pluginClass() {
      return CascadeProvider.class;
    }
  }

  @Nested
  class Contract extends EngineContract {
    @Override
    protected Engine create() {
      return engine(DETECTOR, Map.of("model", "classifier"));
    }

    @Override
    protected Models models() {
      return new Fakes();
    }

    @Override
    protected List<Sample> samples() {
      return List.of(sample(Optional.empty()), sample(Optional.of(DOUBLE)));
    }
  }

  /** The tensor is the picture at twice its size. */
  private static final Placement DOUBLE = Placement.filling(4, 3, 8, 6);

  private static Engine engine(Map<?, ?>... stages) {
    CascadeProvider provider = new CascadeProvider();
    List<String> complaints = new ArrayList<>();
    var p = provider.parameters().check(Map.of("stages", List.of(stages)), "e", complaints);
    assertThat(complaints).isEmpty();
    return provider.create(p);
  }

  /** 8 wide, 6 high: 0.6 in the square of four at (2, 2), 1 in the one at (6, 4), else 0. */
  private static Sample sample(Optional<Placement> placement) {
    Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(1, 1, 6, 8));
    for (int at : new int[] {0, 1, 8, 9}) {
      tensor.floats().put(2 * 8 + 2 + at, 0.6f);
      tensor.floats().put(4 * 8 + 6 + at, 1);
    }
    return new Sample("s", Map.of("", tensor), Optional.empty(), placement);
  }

  private static final class Fakes implements Models {
    private final List<float[]> seen = new ArrayList<>();
    private boolean decodes = true;

    @Override
    public List<String> names() {
      return List.of("detector", "classifier");
    }

    @Override
    public List<TensorInfo> inputs(String model) {
      PartialShape shape =
          model.equals("detector") ? PartialShape.of(1, 1, 3, 4) : PartialShape.of(-1, 1, 2, 2);
      return List.of(new TensorInfo("x", List.of("x"), ElementType.F32, shape));
    }

    @Override
    public List<TensorInfo> outputs(String model) {
      throw new AssertionError("nobody needs to know");
    }

    @Override
    public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
      Tensor x = inputs.get("");
      assertThat(inputs(model).get(0).shape().accepts(x.shape())).isTrue();
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      if (model.equals("detector")) {
        outputs.put("map", x.copy());
      } else {
        float[] values = x.toFloats();
        seen.add(values);
        float mean = (values[0] + values[1] + values[2] + values[3]) / 4;
        outputs.put("scores", Tensor.of(Shape.of(1, 2), 0.5f, mean));
      }
      return outputs;
    }

    @Override
    public void resetState(String model) {
      throw new AssertionError("nothing has a state");
    }

    /** One box per pixel, in its place in the picture; class 7, the score is its value. */
    @Override
    public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
      if (!decodes || model.equals("classifier")) {
        return Optional.empty();
      }
      float[] map = outputs.get("map").toFloats();
      List<Box> boxes = new ArrayList<>();
      for (int i = 0; i < map.length; i++) {
        if (map[i] > 0.3) {
          int x = i % 4;
          int y = i / 4;
          Box box = new Box(7, map[i], x, y, x + 1.0, y + 1.0);
          boxes.add(sample.placement().orElseThrow().toPicture(box));
        }
      }
      return Optional.of(new Boxes(boxes));
    }
  }

  private static List<Box> boxes(Prediction prediction) {
    return ((Boxes) prediction.decoded().orElseThrow()).boxes();
  }

  private static void same(Box box, int classIndex, double score, double... edges) {
    assertThat(box.classIndex()).isEqualTo(classIndex);
    assertThat(new double[] {box.score(), box.left(), box.top(), box.right(), box.bottom()})
        .containsExactly(
            new double[] {score, edges[0], edges[1], edges[2], edges[3]}, within(1e-6));
  }

  @Test
  void aDetectorAloneSeesTheScaledPicture() {
    List<Box> found = boxes(engine(DETECTOR).run(sample(Optional.empty()), only("detector")));
    assertThat(found).hasSize(2);
    same(found.get(0), 7, BRIGHT, 6, 4, 8, 6);
  }

  private static Models only(String name) {
    Fakes fakes = new Fakes();
    return new Models() {
      @Override
      public List<String> names() {
        return List.of(name);
      }

      @Override
      public List<TensorInfo> inputs(String model) {
        return fakes.inputs(model);
      }

      @Override
      public List<TensorInfo> outputs(String model) {
        return fakes.outputs(model);
      }

      @Override
      public Map<String, Tensor> infer(String model, Map<String, Tensor> inputs) {
        return fakes.infer(model, inputs);
      }

      @Override
      public void resetState(String model) {
        fakes.resetState(model);
      }

      @Override
      public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample sample) {
        return fakes.decode(model, outputs, sample);
      }
    };
  }

  private static Prediction run(Fakes fakes, Map<String, Object> second) {
    Map<String, Object> stage = new LinkedHashMap<>(second);
    stage.put("model", "classifier");
    return engine(DETECTOR, stage).run(sample(Optional.empty()), fakes);
  }

  @Test
  void everyBoxIsCutOutAndClassified() {
    Fakes fakes = new Fakes();
    Prediction prediction = run(fakes, Map.of("activation", "none"));
    assertThat(fakes.seen).hasSize(2);
    assertThat(fakes.seen.get(0)).containsExactly(1, 1, 1, 1);
    assertThat(fakes.seen.get(1)).containsExactly(0.6f, 0.6f, 0.6f, 0.6f);
    assertThat(boxes(prediction)).extracting(Box::classIndex).containsExactly(1, 1);
    same(boxes(prediction).get(0), 1, BRIGHT, 6, 4, 8, 6);
    assertThat(prediction.outputs()).containsOnlyKeys("detector/map", "boxes");
    assertThat(prediction.outputs().get("boxes").shape()).isEqualTo(Shape.of(1, 1));
  }

  @Test
  void logitsBecomeProbabilities() {
    same(boxes(run(new Fakes(), Map.of())).get(0), 1, BRIGHT / (1 + Math.exp(0.5 - 1)), 6, 4, 8, 6);
  }

  @Test
  void valuesOfTheLoaderBecomeThoseOfTheModel() {
    Fakes fakes = new Fakes();
    run(fakes, Map.of("factor", 2, "offset", List.of(-1)));
    assertThat(fakes.seen.get(0)).containsExactly(1, 1, 1, 1);
    assertThat(fakes.seen.get(1)).containsExactly(new float[] {.2f, .2f, .2f, .2f}, within(1e-6f));
  }

  @Test
  void cropsMayBeLargerThanBoxes() {
    Fakes fakes = new Fakes();
    run(fakes, Map.of("margin", 0.5, "padding", -4, "size", "2x2"));
    // the crop of the last box: columns 5 to 8, rows 3 to 6, the last of each outside
    assertThat(fakes.seen.get(0)[0]).isLessThan(1);
    assertThat(fakes.seen.get(0)[3]).isLessThan(fakes.seen.get(0)[0]);
  }

  @Test
  void whatGoesOnIsChosenByClassScoreAndNumber() {
    assertThat(boxes(run(new Fakes(), Map.of("classes", List.of(0))))).isEmpty();
    List<Box> kept = boxes(run(new Fakes(), Map.of("classes", List.of(1), "keepClass", true)));
    assertThat(kept).extracting(Box::classIndex).containsExactly(7, 7);
    assertThat(boxes(run(new Fakes(), Map.of("minScore", 0.5, "activation", "none")))).hasSize(1);
    assertThat(boxes(run(new Fakes(), Map.of("limit", 1)))).hasSize(1);
  }

  @Test
  void boxesAreThoseOfTheOriginalPicture() {
    Engine engine = engine(DETECTOR, Map.of("model", "classifier"));
    Box box = boxes(engine.run(sample(Optional.of(DOUBLE)), new Fakes())).get(0);
    same(box, 1, box.score(), 3, 2, 4, 3);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Fakes silent = new Fakes();
    silent.decodes = false;
    refused(() -> run(silent, Map.of()), "'detector'", "names no decoder");
    refused(() -> engine(DETECTOR).run(sample(Optional.empty()), new Fakes()), "classifier");
    refused(() -> run(new Fakes(), Map.of("factor", List.of(1, 2))), "1 channels", "2 numbers");
    refused(() -> run(new Fakes(), Map.of("classes", List.of(1.5))), "stages[1]", "whole numbers");
    Sample flat = Sample.of("flat", Tensor.of(Shape.of(3), 1, 2, 3), Optional.empty());
    refused(() -> engine(DETECTOR).run(flat, only("detector")), "'flat'", "layout=NCHW");
  }

  private static void refused(Runnable run, String... parts) {
    assertThatThrownBy(run::run).isInstanceOf(InputException.class).hasMessageContainingAll(parts);
  }
}
