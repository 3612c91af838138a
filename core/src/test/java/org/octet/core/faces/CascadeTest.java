package org.octet.core.faces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Placement;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.OrderedPredictions;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** The engine {@code cascade} with real networks: faces, and whether somebody is around them. */
class CascadeTest {
  private static final double MIN_SCORE = 0.6;

  /** Corners relative to the picture, and the probability of class 1. */
  private static final class FaceDecoder implements Decoder {
    @Override
    public Boxes decode(Map<String, Tensor> outputs, Sample sample) {
      float[] scores = outputs.get("scores").toFloats();
      float[] corners = outputs.get("boxes").toFloats();
      Placement placement = sample.placement().orElseThrow();
      int w = placement.inputWidth();
      int h = placement.inputHeight();
      List<Box> boxes = new ArrayList<>();
      for (int i = 0; i < scores.length / 2; i++) {
        if (scores[2 * i + 1] > MIN_SCORE) {
          Box box =
              new Box(
                  0,
                  scores[2 * i + 1],
                  corners[4 * i] * w,
                  corners[4 * i + 1] * h,
                  corners[4 * i + 2] * w,
                  corners[4 * i + 3] * h);
          boxes.add(placement.toPicture(box));
        }
      }
      return new Boxes(boxes);
    }
  }

  private static Map<String, Boxes> run(List<Map<String, Object>> stages) throws IOException {
    Map<String, ModelFiles> models = new LinkedHashMap<>();
    Path person = Path.of("detection/visual_wake_words/vww_mobilenet_v1_0.25_96.onnx");
    models.put("faces", new ModelFiles(Faces.FOLDER.resolve("version-RFB-320.onnx"), null));
    if (stages.size() > 1) {
      models.put("person", new ModelFiles(Faces.FOLDER.resolveSibling(person), null));
    }
    Faces.Pictures pictures = Faces.Pictures.in("labelled");
    Map<String, Boxes> found = new LinkedHashMap<>();
    try (InferenceRuntime runtime = TestRuntime.open()) {
      Environment environment =
          new Environment(
              runtime,
              "CPU",
              2,
              2,
              Progress.NONE,
              new Cancellation(),
              Map.of("faces", new FaceDecoder()));
      try (CompiledModels compiled = CompiledModels.compile(environment, models)) {
        new SampleRunner(
                environment, Faces.engine("cascade", Map.of("stages", stages)), List.of(compiled))
            .run(
                Samples.subset(pictures, pictures.size()),
                new OrderedPredictions(
                    (id, truth, p) -> found.put(id, (Boxes) p.get(0).decoded().orElseThrow())));
      }
    }
    return found;
  }

  @Test
  void aDetectorAloneFindsEveryFace() throws IOException {
    Faces.assumeThere();
    Map<String, Boxes> found = run(List.of(Map.of("model", "faces", "overlap", 0.3)));
    // the data's README: 18 of 18, no false one
    assertThat(Faces.count(found)).isEqualTo(new Faces.Count(18, 0));
  }

  @Test
  void aClassifierLooksAtEveryFace() throws IOException {
    Faces.assumeThere();
    // what the loader made (x - 127.5) / 128 is x / 255 for the classifier
    Map<String, Object> classifier =
        Map.of(
            "model",
            "person",
            "margin",
            1.0,
            "square",
            true,
            "padding",
            -127.5 / 128,
            "factor",
            128 / 255.0,
            "offset",
            127.5 / 255,
            "classes",
            List.of(1));
    Map<String, Boxes> found = run(List.of(Map.of("model", "faces", "overlap", 0.3), classifier));
    Faces.Count count = Faces.count(found);
    // people around faces: nearly all must be seen as such, and nothing new can appear
    assertThat(count.found()).isBetween(15, 18);
    assertThat(count.wrong()).isZero();
    assertThat(found.values())
        .allSatisfy(
            boxes ->
                assertThat(boxes.boxes())
                    .allMatch(b -> b.classIndex() == 1 && b.score() > 0.3 && b.score() < 1));
  }
}
