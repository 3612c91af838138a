package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines and configurations of POT, on the installation. */
class PotIT {
  private static final Distribution OCTET = Distribution.built();
  private static final int SAMPLES = 20;

  @TempDir static Path folder;
  private static Path config;

  @BeforeAll
  static void prepare() throws IOException {
    Distribution.Result converted =
        OCTET.run("convert", "--model", "" + OCTET.demoModel(), "--output", "" + folder);
    assertThat(converted.code()).as(converted.err()).isZero();
    Path pictures = OCTET.demoPictures("validation");
    List<String> labels = new ArrayList<>();
    List<Path> classes = children(pictures);
    for (Path each : classes) {
      for (Path picture : children(each)) {
        labels.add(pictures.relativize(picture) + " " + classes.indexOf(each));
      }
    }
    Files.write(folder.resolve("val.txt"), labels);
    config =
        Files.writeString(
            folder.resolve("config.json"),
            """
            {
                // the demo, as a user of POT would have it
                "model": { "model_name": "shapes", "model": "%1$s/demo.xml", "weights": "%1$s/demo.bin" },
                "engine": {
                    "launchers": [ { "framework": "openvino", "adapter": "classification" } ],
                    "datasets": [ {
                        "name": "shapes",
                        "data_source": "%2$s",
                        "annotation_conversion": { "converter": "imagenet", "annotation_file": "%1$s/val.txt" },
                        "preprocessing": [
                            { "type": "bgr_to_rgb" },
                            { "type": "normalization", "mean": 127.5, "std": 127.5 },
                            { "type": "resize", "size": 128 }
                        ],
                        "subsample_size": 40,
                        "metrics": [ { "type": "accuracy", "name": "shapes@best", "top_k": 1 } ]
                    } ]
                },
                "compression": {
                    "target_device": "CPU",
                    "algorithms": [ {
                        "name": "DefaultQuantization",
                        "params": { "preset": "mixed", "stat_subset_size": %3$d, "stat_batch_size": 1 }
                    } ]
                }
            }
            """
                .formatted(folder, pictures, SAMPLES));
  }

  private static List<Path> children(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.sorted().toList();
    }
  }

  /** Where a key in quotes stands. */
  private static String place(Path file, String key) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      int at = lines.get(i).indexOf('"' + key + '"');
      if (at >= 0) {
        return "%s:%d:%d".formatted(file.getFileName(), i + 1, at + 1);
      }
    }
    throw new AssertionError("no " + key + " in " + file);
  }

  @Test
  void aRunHasPotsFoldersLogAndMetrics() throws IOException {
    Path results = folder.resolve("results");
    Distribution.Result run =
        OCTET.run("pot", "-c", "" + config, "-e", "--output-dir", "" + results);
    assertThat(run.code()).as(run.err()).isZero();
    List<Path> runs = children(results.resolve("shapes_DefaultQuantization"));
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).getFileName().toString())
        .matches("\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d");
    assertThat(runs.get(0).resolve("optimized/shapes.bin")).isNotEmptyFile();
    assertThat(run.out())
        .contains(
            "INFO:openvino.tools.pot.app.run:Creating pipeline:",
            " Algorithm: DefaultQuantization",
            "\tpreset                     : mixed",
            "WARNING:openvino.tools.pot.app.run:"
                + place(config, "stat_batch_size")
                + ": compression.algorithms[0].params.stat_batch_size: has no effect",
            "INFO:openvino.tools.pot.pipeline.pipeline:Start algorithm: MinMaxQuantization")
        .containsPattern(
            "(?m)^INFO:openvino.tools.pot.app.run:shapes@best                : (0\\.9\\d*|1\\.0)$");
    assertThat(runs.get(0).resolve("log.txt")).hasContent(run.out());

    Path byOption = folder.resolve("by-option");
    Distribution.Result quantized =
        OCTET.run("quantize", "--pot-config", "" + config, "--output", "" + byOption);
    assertThat(quantized.code()).as(quantized.err()).isZero();
    assertThat(quantized.err()).contains("warning: " + place(config, "stat_batch_size"));
    Path job = folder.resolve("job.json");
    assertThat(OCTET.run("job", "from-pot", "" + config, "--output", "" + job).code()).isZero();
    Path byJob = folder.resolve("by-job");
    assertThat(OCTET.run("quantize", "--job", "" + job, "--output", "" + byJob).code()).isZero();
    for (String file : List.of("shapes.xml", "shapes.bin")) {
      Path made = runs.get(0).resolve("optimized").resolve(file);
      assertThat(byOption.resolve(file)).hasSameBinaryContentAs(made);
      assertThat(byJob.resolve(file)).hasSameBinaryContentAs(made);
    }
  }

  @Test
  void withoutAFileAndWithDirectDump() {
    String[] line = {
      "pot",
      "-q",
      "default",
      "-m",
      "" + folder.resolve("demo.xml"),
      "-w",
      "" + folder.resolve("demo.bin"),
      "-n",
      "mine",
      "--engine",
      "simplified",
      "--data-source",
      "" + OCTET.demoPictures("calibration").resolve("cup"),
      "--output-dir",
      "" + folder.resolve("direct"),
      "-d",
      "--log-level",
      "ERROR",
      "--keep-uncompressed-weights"
    };
    for (int i = 0; i < 2; i++) { // the second replaces the first
      Distribution.Result run = OCTET.run(line);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).isEmpty();
      assertThat(folder.resolve("direct/optimized/mine.xml")).isNotEmptyFile();
      assertThat(folder.resolve("direct/log.txt")).isEmptyFile();
    }
  }

  @Test
  void errorsHavePotsCodesAndOctetsPlaces() throws IOException {
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            Files.readString(config)
                .lines()
                .filter(l -> !l.contains("//"))
                .map(l -> l.replace("stat_subset_size", "stat_subset_sise"))
                .reduce("", (a, b) -> a + b + "\n"));
    Path results = folder.resolve("none");
    Distribution.Result run = OCTET.run("pot", "-c", "" + wrong, "--output-dir", "" + results);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("error: " + place(wrong, "stat_subset_sise"))
        .contains("did you mean 'stat_subset_size'?");
    assertThat(OCTET.run("quantize", "--pot-config", "" + wrong, "--output", "" + results).code())
        .isEqualTo(2);
    assertThat(results).doesNotExist();
    assertThat(OCTET.run("pot", "--preset", "fast", "--shape", "1").code()).isEqualTo(2);
    Distribution.Result neither = OCTET.run("pot");
    assertThat(neither.code()).isEqualTo(1);
    assertThat(neither.err()).contains("Either --config or --quantize option should be specified");
  }
}
