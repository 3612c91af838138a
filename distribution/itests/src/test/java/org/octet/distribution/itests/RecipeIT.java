package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The recipes that come with Octet, on real models: the float metric is the one that independent
 * software measured, and quantization costs no more than stated.
 */
class RecipeIT {
  private static final Path DATA = Path.of(System.getProperty("octet.data"));
  private static final Path MINILM = Path.of(System.getProperty("octet.minilm"));

  private final Distribution octet = Distribution.built();
  private final ObjectMapper json = new ObjectMapper();

  @TempDir Path output;

  @Test
  void allAreListed() throws IOException {
    String list = octet.run("recipe").out();
    try (var files = Files.list(octet.home().resolve("recipes"))) {
      List<String> names = files.map(f -> f.getFileName().toString().replace(".json", "")).toList();
      assertThat(names).isNotEmpty().allMatch(list::contains);
    }
  }

  @Test
  void whatARecipeLacksIsSaid() {
    Distribution.Result unknown = octet.run("recipe", "detecton");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean 'detection'?");
    Distribution.Result bare = octet.run("recipe", "detection");
    assertThat(bare.code()).isEqualTo(2);
    assertThat(bare.err()).contains("'data' is missing: detection/ with yolox_nano.onnx");
  }

  /**
   * One figure of a run.
   *
   * @param value the float model's, by other software
   * @param tolerance how far the float model's may be from it
   * @param loss how far the INT8 model's may be from the float model's
   */
  private record Expected(String run, String metric, double value, double tolerance, double loss) {}

  static Stream<Arguments> recipes() {
    return Stream.of(
        Arguments.of(
            "classification",
            List.of(
                new Expected("mobilenet_v2", "accuracy@top1", 0.7783, 0.003, 0.01),
                new Expected("squeezenet", "accuracy@top1", 0.6833, 0.003, 0.01),
                new Expected("deit_tiny", "accuracy@top1", 0.8017, 0.003, 0.015))),
        Arguments.of(
            "detection", List.of(new Expected("yolox_nano", "coco-map", 0.344, 0.004, 0.03))),
        Arguments.of(
            "person-or-not", List.of(new Expected("vww", "accuracy@top1", 0.8226, 0.003, 0.035))),
        Arguments.of(
            "segmentation",
            List.of(
                new Expected("deeplabv3", "iou", 0.468, 0.003, 0.01),
                new Expected("selfie", "iou", 0.712, 0.003, 0.06))),
        Arguments.of(
            "segmentation-3d",
            List.of(
                new Expected("meshnet", "dice@1", 0.946, 0.003, 0.03),
                new Expected("meshnet", "dice@2", 0.910, 0.003, 0.03))),
        Arguments.of(
            "text-similarity",
            List.of(new Expected("minilm", "correlation@spearman", 0.820, 0.003, 0.02))),
        Arguments.of(
            "language-model",
            List.of(new Expected("stories260k", "perplexity", 2.681, 0.003, 0.1))),
        Arguments.of(
            "keyword-spotting",
            List.of(new Expected("kws_ds_cnn", "accuracy@top1", 0.917, 0.003, 0.02))),
        Arguments.of(
            "voice-activity",
            List.of(new Expected("silero_vad", "positive-share", 0.783, 0.003, 0.3))),
        Arguments.of(
            "face-cascade",
            List.of(
                new Expected("mtcnn", "detections@found", 18, 0, 0),
                new Expected("mtcnn", "detections@false", 0, 0, 1))),
        Arguments.of(
            "faces",
            List.of(
                new Expected("rfb_320", "detections@found", 18, 0, 0),
                new Expected("rfb_320", "detections@false", 0, 0, 0))),
        Arguments.of(
            "super-resolution", List.of(new Expected("superres", "psnr", 33.84, 0.05, 2.5))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void figures(String recipe, List<Expected> expected) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(DATA.resolve("imagenet")),
        () -> "skipped: no data in " + DATA + "; set -Doctet.data or OCTET_DATA");
    List<String> command = new ArrayList<>(List.of("recipe", recipe, "--json", "--quiet"));
    command.addAll(List.of("--data", DATA.toString(), "--output", output.toString()));
    if (recipe.equals("text-similarity")) {
      command.addAll(List.of("--folder", "minilm=" + MINILM));
    }
    Distribution.Result done = octet.run(command.toArray(String[]::new));
    assertThat(done.code()).as(done.err()).isZero();
    JsonNode result = json.readTree(done.out());
    for (Expected e : expected) {
      JsonNode comparison = comparison(result, e.run());
      double before = comparison.get("before").get(e.metric()).asDouble();
      double after = comparison.get("after").get(e.metric()).asDouble();
      assertThat(before).as("float %s", e).isCloseTo(e.value(), within(e.tolerance()));
      assertThat(after).as("INT8 %s", e).isCloseTo(before, within(e.loss()));
    }
  }

  private static JsonNode comparison(JsonNode result, String run) {
    for (JsonNode each : result.get("runs")) {
      if (each.get("name").asText().equals(run)) {
        return each.get("comparison");
      }
    }
    throw new AssertionError("no run " + run);
  }
}
