package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.DataSpec;
import org.octet.api.DropSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.GuardSpec;
import org.octet.api.Job;
import org.octet.api.OutputSpec;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.api.QuantizationReport;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.InputException;
import org.octet.api.plugin.PluginSpec;

/** Configurations of POT: good ones run, bad ones are told with every place. */
class PotConfigurationsTest extends SmallNetTest {
  private static final Path FILES = Path.of("src/test/resources/pot");

  /** A comment below a line: what is wrong where the caret points. */
  private static final Pattern MARK = Pattern.compile("\\s*(//|#)\\s*\\^ (.*)");

  private static final int PICTURES = 12;

  @BeforeEach
  void pictures() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Random random = new Random(5);
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      BufferedImage picture = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < 40 * 40; at++) {
        picture.setRGB(at % 40, at / 40, random.nextInt(1 << 24));
      }
      String name = "p%02d.png".formatted(i);
      ImageIO.write(picture, "png", pictures.resolve(name).toFile());
      names.add("pictures/" + name);
      labels.add(name + " " + i % 9);
    }
    Files.write(folder.resolve("list.txt"), names);
    Files.write(folder.resolve("labels.txt"), labels);
    Files.writeString(
        folder.resolve("checker.yaml"),
        """
        models:
          - name: small
            launchers: [{framework: dlsdk, adapter: {type: classification}}]
            datasets:
              - name: pictures
                data_source: %1$s/pictures
                annotation_conversion: {converter: imagenet, annotation_file: %1$s/labels.txt}
                reader: pillow_imread
                preprocessing: [{type: auto_resize}, {type: rgb_to_bgr}]
                metrics: [{type: accuracy}]
        """
            .formatted(folder));
  }

  private static Stream<String> accepted() throws IOException {
    return names("accepted");
  }

  private static Stream<String> refused() throws IOException {
    return names("refused");
  }

  private static Stream<String> names(String kind) throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve(kind))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  private Path file(String kind, String name) throws IOException {
    String text = Files.readString(FILES.resolve(kind).resolve(name));
    return Files.writeString(
        folder.resolve(name), text.replace("${folder}", folder.toString().replace('\\', '/')));
  }

  private PotJob read(String name) throws IOException {
    return octet.readPot(PotConfig.of(file("accepted", name)));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void acceptedOnesRun(String name) throws IOException {
    PotJob pot = read(name);
    QuantizationReport report = quantize(to(out, pot.job()));
    assertThat(report.summary().quantizedOperations()).isPositive();
    assertThat(out.resolve(pot.modelName() + ".xml")).isNotEmptyFile();
    Integer samples = pot.job().data().subsetSize();
    assertThat(report.summary().samples()).isEqualTo(Math.min(PICTURES, samples));
    Path job = Files.writeString(folder.resolve("job.json"), Json.write(pot.job()));
    assertThat(Json.readJob(job)).as("the job file says the same").isEqualTo(pot.job());
  }

  @Test
  void presetsOfGnaChooseTheWidthOfWeights() throws IOException {
    PotJob pot = read("gna.json");
    assertThat(pot.job().targetDevice()).isEqualTo("GNA3");
    assertThat(pot.job().algorithms().get(0).parameters())
        .containsEntry("preset", "accuracy")
        .containsEntry("activationMaxReducer", "abs_max")
        .doesNotContainKey("saturationFix");
    assertThat(pot.warnings()).singleElement().asString().contains("saturation_fix");
    assertThat(quantize(to(out, pot.job())).quantizers())
        .extracting(QuantizationReport.QuantizerEntry::levels)
        .contains(65535L, 65536L, 1L << 32)
        .doesNotContain(255L, 256L);
  }

  private static Job to(Path directory, Job job) {
    return new Job(
        job.schemaVersion(),
        job.models(),
        job.data(),
        job.engine(),
        job.algorithms(),
        job.targetDevice(),
        job.guard(),
        job.metrics(),
        new OutputSpec(directory, job.output().name(), true),
        job.runtime(),
        job.timings());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusedOnesAreToldWithEveryPlace(String name) throws IOException {
    Path file = file("refused", name);
    List<String> expected = marks(name);
    InputException e =
        catchThrowableOfType(InputException.class, () -> octet.readPot(PotConfig.of(file)));
    List<String> told =
        e.getMessage()
            .lines()
            .map(line -> line.replaceFirst("^\\d+\\. ", ""))
            .filter(line -> line.startsWith(name + ":"))
            .toList();
    assertThat(told).as(e.getMessage()).hasSameSizeAs(expected);
    for (int i = 0; i < told.size(); i++) {
      String[] parts = expected.get(i).split("\\.\\.\\.");
      assertThat(told.get(i)).contains(parts);
      assertThat(told.get(i)).startsWith(parts[0].substring(0, parts[0].indexOf(' ')));
    }
  }

  @Test
  void accuracyAwareIsItsBaseAlgorithmWithADemandOnMetrics() throws IOException {
    PotJob pot = read("aware.json");
    assertThat(pot.algorithms()).containsExactly("AccuracyAwareQuantization");
    assertThat(pot.job().algorithms()).extracting("name").containsExactly("DefaultQuantization");
    assertThat(pot.job().metrics()).isEqualTo(pot.evaluation().metrics());
    DropSpec drop = pot.job().guard().drop();
    assertThat(drop)
        .isEqualTo(new DropSpec(0.4, false, List.of("accuracy@top1"), pot.evaluation().data(), 21));
    assertThat(pot.warnings())
        .anyMatch(w -> w.contains("ranking_subset_size") && w.contains("has no effect"))
        .anyMatch(w -> w.contains("baseline_value"));
    QuantizationReport report = quantize(to(out, pot.job()));
    assertThat(report.notes()).anyMatch(n -> n.startsWith("guard: 0 operations in float"));

    PotJob free = read("free.json");
    assertThat(free.job().guard()).isEqualTo(new GuardSpec(null, null, null, null, 0.5));
    assertThat(free.job().metrics()).isEmpty();
  }

  @Test
  void sparsityAndSupervisionGoBeforeQuantization() throws IOException {
    PotJob pot = read("sparse.json");
    assertThat(pot.job().algorithms())
        .containsExactly(
            new AlgorithmSpec("RangeSupervision", Map.of()),
            new AlgorithmSpec(
                "MagnitudeSparsity",
                Map.of(
                    "sparsityLevel", 0.1, "normedThreshold", false, "ignoredNames", List.of("fc"))),
            new AlgorithmSpec("WeightSparsity", Map.of("sparsityLevel", 0.2, "useFastBias", true)),
            new AlgorithmSpec("DefaultQuantization", Map.of()));
    QuantizationReport report = quantize(to(out, pot.job()));
    assertThat(report.notes())
        .anyMatch(n -> n.startsWith("RangeSupervision: 2 of 2 activations"))
        .anyMatch(n -> n.matches("WeightSparsity: \\d+ of \\d+ weights in 3 layers are zero.*"));
    assertThat(Files.readString(out.resolve("sparse.xml")))
        .contains("conv1/relu/min_max_Clamp", "conv2/relu/min_max_Clamp");
  }

  @Test
  void everyKeyOfAnAlgorithmHasItsMeaning() throws IOException {
    PotJob pot = read("everything.json");
    assertThat(pot.modelName()).isEqualTo("small");
    assertThat(pot.algorithms()).containsExactly("DefaultQuantization");
    assertThat(pot.job().targetDevice()).isEqualTo("CPU");
    DataSpec data = pot.job().data();
    assertThat(data.path()).isEqualTo(folder.resolve("list.txt"));
    assertThat(data.parameters())
        .isEqualTo(Map.of("color", "BGR", "layout", "NCHW", "centralFraction", 0.875));
    assertThat(data.slice()).isNull();
    assertThat(data.shuffle()).isEqualTo(3);
    assertThat(data.subsetSize()).isEqualTo(8);
    assertThat(pot.job().runtime().threads()).isBetween(1, 2);
    AlgorithmSpec algorithm = pot.job().algorithms().get(0);
    assertThat(algorithm.parameters())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("preset", "mixed"),
                Map.entry("modelType", "none"),
                Map.entry("saturationFix", "all"),
                Map.entry("estimator", "pot"),
                Map.entry("weightBits", 8),
                Map.entry("weightMode", "symmetric"),
                Map.entry("weightGranularity", "perchannel"),
                Map.entry("weightMaxReducer", "quantile"),
                Map.entry("weightMaxOutlierProb", 0.001),
                Map.entry("activationBits", 8),
                Map.entry("activationMode", "asymmetric"),
                Map.entry("activationGranularity", "pertensor"),
                Map.entry("activationRangePreset", "quantile"),
                Map.entry("activationMinClip", -3.0),
                Map.entry("activationMinAggregator", "mean"),
                Map.entry("activationMinReducer", "quantile"),
                Map.entry("activationMinOutlierProb", 1e-4),
                Map.entry("activationMaxClip", 300.0),
                Map.entry("activationMaxAggregator", "median_no_outliers"),
                Map.entry("activationMaxReducer", "abs_quantile"),
                Map.entry("ignoredNames", List.of("fc")),
                Map.entry("ignoredTypes", List.of("ReduceMean[keep_dims=false]", "MatMul"))));
    assertThat(pot.warnings())
        .extracting(w -> w.replaceFirst(": (has no effect|other|all|batch_mean|operations).*", ""))
        .containsExactly(
            "everything.json:9:9: engine.eval_requests_number",
            "everything.json:15:9: compression.inplace_statistics",
            "everything.json:16:9: compression.dump_intermediate_model",
            "everything.json:23:21: compression.algorithms[0].params.stat_batch_size",
            "everything.json:24:21: compression.algorithms[0].params.shuffle_data",
            "everything.json:28:21: compression.algorithms[0].params.num_samples_for_tuning",
            "everything.json:29:21: compression.algorithms[0].params.batch_size",
            "everything.json:30:21: compression.algorithms[0].params.optimizer",
            "everything.json:31:21: compression.algorithms[0].params.loss",
            "everything.json:32:21: compression.algorithms[0].params.tuning_iterations",
            "everything.json:33:21: compression.algorithms[0].params.random_seed",
            "everything.json:34:21: compression.algorithms[0].params.use_ranking_subset",
            "everything.json:35:21: compression.algorithms[0].params.calibration_indices_pool",
            "everything.json:36:21:"
                + " compression.algorithms[0].params.calculate_grads_on_loss_increase_only",
            "everything.json:37:21: compression.algorithms[0].params.weight_decay",
            "everything.json:39:21: compression.algorithms[0].params.threshold",
            "everything.json:48:81:"
                + " compression.algorithms[0].params.weights.range_estimator.max.aggregator",
            "everything.json:60:55:"
                + " compression.algorithms[0].params.activations.range_estimator.min.aggregator",
            "everything.json:71:41: compression.algorithms[0].params.ignored.scope");
  }

  @Test
  void theFirstSamplesAreTakenAndAllAlgorithmsTakeTheSame() throws IOException {
    PotJob pot = read("parts.json");
    assertThat(pot.algorithms()).containsExactly("MinMaxQuantization", "FastBiasCorrection");
    assertThat(pot.job().data().slice()).isEqualTo(":6");
    assertThat(pot.job().targetDevice()).isEqualTo("NPU");
    assertThat(pot.job().algorithms().get(0).parameters())
        .containsEntry("preset", "mixed")
        .containsEntry("modelType", "transformer")
        .containsEntry("activationMaxReducer", "max")
        .containsEntry("weightMaxReducer", "max");
    assertThat(read("default.yaml").modelName()).isEqualTo("2023");
  }

  @Test
  void dataSetsAndMetricsOfTheAccuracyCheckerAreMeasured() throws IOException {
    PotJob pot = read("inline.json");
    assertThat(pot.job().data().parameters())
        .isEqualTo(
            Map.of(
                "annotations", "class",
                "labels", folder.resolve("labels.txt").toString(),
                "color", "RGB",
                "size", "32x32",
                "resize", "stretch",
                "interpolation", "area",
                "mean", List.of(3.0, 2.0, 1.0),
                "scale", List.of(6.0, 5.0, 4.0)));
    EvaluationJob evaluation = pot.evaluation();
    assertThat(evaluation.data().parameters())
        .containsEntry("shorter", 40)
        .containsEntry("resize", "center-crop")
        .containsEntry("interpolation", "linear-antialias")
        .containsEntry("color", "BGR")
        .doesNotContainKeys("mean", "scale");
    assertThat(evaluation.metrics())
        .containsExactly(new PluginSpec("accuracy", Map.of("topK", 2, "labelOffset", 1)));
    var result = octet.evaluate(evaluation, Progress.NONE, new Cancellation());
    assertThat(result.samples()).isEqualTo(6);
    assertThat(result.metrics()).containsOnlyKeys("accuracy@top2");
    assertThat(read("checker.yml").job().data().parameters())
        .isEqualTo(
            Map.of(
                "annotations", "class",
                "labels", folder.resolve("labels.txt").toString(),
                "color", "BGR",
                "resize", "stretch"));
  }

  @Test
  void valuesOfTheCommandLineGoFirst() throws IOException {
    Path file = file("accepted", "template.json");
    PotJob pot =
        octet.readPot(
            new PotConfig(
                file,
                Map.of(
                    "model", Map.of("model_name", "other"),
                    "engine", Map.of("data_source", folder.resolve("list.txt").toString()))));
    assertThat(pot.modelName()).isEqualTo("other");
    assertThat(pot.job().data().path()).isEqualTo(folder.resolve("list.txt"));
    assertThatThrownBy(
            () -> octet.readPot(new PotConfig(file, Map.of("engine", Map.of("layout", "HCW")))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("command line: engine.layout=\"HCW\": must be one of");
  }

  /** What POT did in silence or answered with a traceback. */
  @Test
  void whatGoesWrongLaterIsToldToo() throws IOException {
    PotJob pot = read("parts.json");
    AlgorithmSpec wrong =
        new AlgorithmSpec("MinMaxQuantization", Map.of("ignoredNames", List.of("conv9")));
    Job ignored = with(pot.job(), List.of(wrong));
    assertThatThrownBy(() -> quantize(to(out, ignored)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("conv9")
        .hasMessageContaining("conv1");
    for (String other : List.of("net.txt", "missing.json")) {
      assertThatThrownBy(() -> octet.readPot(PotConfig.of(folder.resolve(other))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(other);
    }
    Files.delete(folder.resolve("list.txt"));
    Files.writeString(folder.resolve("list.txt"), "\n");
    assertThatThrownBy(() -> quantize(to(out, read("everything.json").job())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("list.txt' is empty");
  }

  private static Job with(Job job, List<AlgorithmSpec> algorithms) {
    return new Job(
        job.schemaVersion(),
        job.models(),
        job.data(),
        job.engine(),
        algorithms,
        job.targetDevice(),
        job.guard(),
        job.metrics(),
        job.output(),
        job.runtime(),
        job.timings());
  }

  /** What the comments of a file expect, from top to bottom: place, then text. */
  private static List<String> marks(String name) throws IOException {
    List<String> marks = new ArrayList<>();
    int line = 0;
    int at = 0;
    for (String text : Files.readAllLines(FILES.resolve("refused").resolve(name))) {
      at++;
      Matcher mark = MARK.matcher(text);
      if (mark.matches()) {
        int column = text.indexOf('^') + 1;
        marks.add("%s:%d:%d: ...%s".formatted(name, line, column, mark.group(2)));
      } else {
        line = at;
      }
    }
    return marks;
  }
}
