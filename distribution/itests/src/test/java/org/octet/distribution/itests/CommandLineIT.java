package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as scripts and people use it. */
class CommandLineIT {
  private final Distribution octet = Distribution.built();
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void saysItsVersion() {
    Distribution.Result run = octet.run("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("octet 0.1.0");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantize",
        "evaluate",
        "compare",
        "convert",
        "benchmark",
        "demo",
        "plugins",
        "shell"
      })
  void helpNamesTheCommand(String command) {
    Distribution.Result run = octet.run("help", command);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("octet " + command);
  }

  @Test
  void helpListsThePluginsAndInfoTheirKeys() {
    assertThat(octet.run("quantize", "--help").out())
        .contains("Data loaders:", "image", "Engines:", "Decoders:", "octet plugins info NAME");
    assertThat(octet.run("plugins", "info", "image").out())
        .contains("resize=", "letterbox", "on-error=skip|fail");
    Distribution.Result unknown = octet.run("plugins", "info", "imag");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean 'image'?");
  }

  @Test
  void unknownOptionsAndCommandsGetASuggestion() {
    Distribution.Result option = octet.run("quantize", "--presett", "mixed");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("--presett").contains("did you mean '--preset'?");
    Distribution.Result command = octet.run("quantise");
    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err()).contains("quantise").contains("quantize");
  }

  @Test
  void everythingThatIsMissingIsSaidAtOnce() {
    Distribution.Result run = octet.run("quantize");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--model", "--loader", "--data", "--output");
  }

  @Test
  void dryRunWritesNothingAndItsJobRunsAgain(@TempDir Path folder) throws IOException {
    Path output = folder.resolve("result");
    Distribution.Result dry =
        octet.run(
            quantize(
                output,
                "--dry-run",
                "--preset",
                "mixed",
                "--subset-size",
                "5",
                "-L",
                "slice=0::2"));
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(output).doesNotExist();
    JsonNode job = json.readTree(dry.out());
    assertThat(job.at("/data/subsetSize").asInt()).isEqualTo(5);
    assertThat(job.at("/data/slice").asText()).isEqualTo("0::2");
    assertThat(job.at("/targetDevice").asText()).isEqualTo("ANY");

    Path file = folder.resolve("job.json");
    Files.writeString(file, dry.out());
    Distribution.Result again = octet.run("quantize", "--job", file.toString(), "--dry-run");
    assertThat(again.out()).isEqualTo(dry.out());
    Distribution.Result other =
        octet.run("quantize", "--job", file.toString(), "--subset-size", "7", "--dry-run");
    assertThat(json.readTree(other.out()).at("/data/subsetSize").asInt()).isEqualTo(7);
  }

  @Test
  void quantizesEvaluatesAndComparesInJson(@TempDir Path folder) throws IOException {
    Distribution.Result run = octet.run(quantize(folder, "--json", "--timings"));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode report = json.readTree(run.out());
    assertThat(report).isEqualTo(json.readTree(folder.resolve("demo.report.json").toFile()));
    assertThat(report.at("/summary/quantizedOperations").asInt()).isPositive();
    assertThat(report.at("/timings").toString()).contains("plain");

    double before = accuracy(octet.demoModel());
    double after = accuracy(folder.resolve("demo.xml"));
    assertThat(before).isBetween(0.85, 0.97);
    assertThat(after).isGreaterThan(before - 0.02);

    Distribution.Result compare =
        octet.run(
            Arguments.of(
                validation(),
                "compare",
                "--json",
                "--model",
                octet.demoModel().toString(),
                "--with",
                folder.resolve("demo.xml").toString()));
    assertThat(compare.code()).as(compare.err()).isZero();
    JsonNode output = json.readTree(compare.out()).at("/outputs/0");
    assertThat(output.get("sqnr").asDouble()).isGreaterThan(15);
    assertThat(output.get("equalTop1").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void inspectsExplainsComparesInsideAndRendersAgain(@TempDir Path folder) throws IOException {
    String model = octet.demoModel().toString();
    JsonNode inside = json(octet.run("inspect", model, "--explain", "--json"));
    assertThat(inside.get("multiplyAdds").asLong()).isPositive();

    JsonNode report =
        json(octet.run(quantize(folder, "--json", "--layers", "--subset-size", "20")));
    assertThat(report.get("layers")).isNotEmpty();
    assertThat(reasons(inside.get("explanation"))).isEqualTo(reasons(report.get("operations")));

    JsonNode compare =
        json(
            octet.run(
                Arguments.of(
                    validation(),
                    "compare",
                    "--json",
                    "--layers",
                    "--subset-size",
                    "10",
                    "--model",
                    model,
                    "--with",
                    folder.resolve("demo.xml").toString())));
    assertThat(compare.get("layers")).hasSameSizeAs(report.get("layers"));

    Path page = folder.resolve("demo.report.html");
    String written = Files.readString(page);
    Files.delete(page);
    Distribution.Result again = octet.run("report", folder.resolve("demo.report.json").toString());
    assertThat(again.out().strip()).isEqualTo(page.toString());
    assertThat(Files.readString(page)).isEqualTo(written);
    Files.delete(page);
    Map<String, String> headless =
        Map.of(
            "DISPLAY",
            "",
            "WAYLAND_DISPLAY",
            "",
            // where there is no xdg-open, Java is asked
            "OCTET_JAVA_OPTS",
            "-Djava.awt.headless=true");
    Distribution.Result shown =
        octet.run(headless, "report", "--open", folder.resolve("demo.report.json").toString());
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).isEqualTo(again.out());
    assertThat(shown.err())
        .isEqualTo(
            "there is no desktop with a browser here; open this file in one: " + page + "\n");
    assertThat(Files.readString(page)).isEqualTo(written);
    Distribution.Result wrong = octet.run("report", folder.resolve("demo.xml").toString());
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("demo.xml").contains("is not a report");
  }

  private static List<String> reasons(JsonNode operations) {
    List<String> reasons = new ArrayList<>();
    operations.forEach(o -> reasons.add(o.get("name").asText() + " " + o.get("reason").asText()));
    return reasons;
  }

  private JsonNode json(Distribution.Result run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    return json.readTree(run.out());
  }

  @Test
  void benchmarkTakesModelsAsTheyAre() throws IOException {
    String model = octet.demoModel().toString();
    JsonNode result =
        json(octet.run("benchmark", model, model, "--seconds", "0.1", "--rounds", "2", "--json"));
    assertThat(result.get("models")).hasSize(2);
    JsonNode range = result.at("/models/1/throughputRange");
    assertThat(range.get("min").asDouble()).isBetween(1.0, range.get("max").asDouble());
    assertThat(octet.run("benchmark").err()).contains("a model is missing");
    assertThat(octet.run("inspect").err()).contains("a model is missing");
  }

  private double accuracy(Path model) throws IOException {
    Distribution.Result run =
        octet.run(
            Arguments.of(
                validation(),
                "evaluate",
                "--json",
                "--metric",
                "accuracy",
                "--model",
                model.toString()));
    assertThat(run.code()).as(run.err()).isZero();
    return json.readTree(run.out()).get("metrics").elements().next().asDouble();
  }

  @Test
  void quietIsQuiet(@TempDir Path folder) {
    Distribution.Result run = octet.run(quantize(folder, "--quiet", "--subset-size", "4"));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aLogGetsPlainLines(@TempDir Path folder) {
    Distribution.Result run = octet.run(quantize(folder, "--subset-size", "4"));
    assertThat(run.err()).contains("quantizing").doesNotContain("\r").doesNotContain("\u001b");
  }

  /** A measurement: on a machine that is busy it says nothing. */
  @Test
  @Tag("full")
  void theFirstLineComesWithinTwoSeconds(@TempDir Path folder) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(octet.home().resolve("bin/octet").toString()),
                    Stream.of(quantize(folder, "--subset-size", "4")))
                .toList());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader err =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      assertThat(err.readLine()).startsWith("octet 0.1.0");
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(seconds).isLessThan(2);
      err.lines().forEach(line -> {});
    }
    assertThat(process.waitFor()).isZero();
  }

  private List<String> validation() {
    return List.of(
        "--loader",
        "image",
        "--data",
        octet.demoPictures("validation").toString(),
        "-L",
        "mean=127.5",
        "-L",
        "scale=127.5");
  }

  private String[] quantize(Path output, String... more) {
    return Arguments.of(
        List.of(more),
        "quantize",
        "--model",
        octet.demoModel().toString(),
        "--loader",
        "image",
        "--data",
        octet.demoPictures("calibration").toString(),
        "-L",
        "mean=127.5",
        "-L",
        "scale=127.5",
        "--output",
        output.toString());
  }
}
