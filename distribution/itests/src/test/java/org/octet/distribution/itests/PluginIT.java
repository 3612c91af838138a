package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins of somebody else's, made with a build of their own, in both worlds. */
class PluginIT {
  private static final String IN_FELIX = "";
  private static final String PLAIN = "--no-osgi";

  @TempDir static Path folder;
  private static Path jar;
  private static Distribution octet;

  @BeforeAll
  static void build() throws Exception {
    jar = ExamplePlugin.build(folder.resolve("example"));
    octet = Distribution.built().withOwnPlugins(folder.resolve("octet"));
    Files.copy(jar, octet.home().resolve("plugins/example.jar"));
    spoil(octet.home().resolve("plugins"));
  }

  /** Jars that cannot be used: they must not stop the others. */
  private static void spoil(Path plugins) throws IOException {
    Files.writeString(plugins.resolve("a-damaged.jar"), "not a zip file");
    Manifest wrong = new Manifest();
    wrong.getMainAttributes().putValue("Manifest-Version", "1.0");
    wrong.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    wrong.getMainAttributes().putValue("Bundle-SymbolicName", "com.example.wrong");
    wrong.getMainAttributes().putValue("Import-Package", "org.octet.api.data;version=\"[9.0,10)\"");
    try (OutputStream out = Files.newOutputStream(plugins.resolve("b-wrong-version.jar"));
        JarOutputStream zip = new JarOutputStream(out, wrong)) {
      zip.putNextEntry(new JarEntry("META-INF/services/org.octet.api.data.DataLoaderProvider"));
      zip.write("com.example.Missing\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {IN_FELIX, PLAIN})
  void isFoundBesideBrokenOnes(String world) throws IOException {
    Distribution.Result run = octet.run(Arguments.of(world(world), "plugins", "list", "--json"));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode plugins = new ObjectMapper().readTree(run.out()).get("plugins");
    Map.of(
            "noise", "data-loader",
            "early-exit", "engine",
            "top-score", "metric",
            "ImportancePruning", "algorithm",
            "EDGE", "target-device")
        .forEach(
            (name, kind) -> {
              assertThat(find(plugins, name).get("kind").asText()).isEqualTo(kind);
              assertThat(find(plugins, name).get("problems")).isEmpty();
            });
    assertThat(find(plugins, "image").get("problems")).isEmpty();
    assertThat(run.err()).contains("plugins/a-damaged.jar is left out");
    assertThat(StreamSupport.stream(plugins.spliterator(), false).map(p -> p.get("problems")))
        .as("the other broken plugin is in the list")
        .anySatisfy(problems -> assertThat(problems).isNotEmpty());
  }

  /** Beside Octet's own jars, in a program that knows nothing of folders of plugins. */
  @Test
  void isFoundOnAPlainClassPath(@TempDir Path work) throws Exception {
    Path source = work.resolve("List.java");
    Files.writeString(
        source,
        """
        class List {
          public static void main(String[] args) {
            try (var octet = org.octet.core.Bootstrap.create()) {
              octet.plugins().forEach(p -> System.out.println(p.name() + p.problems()));
            }
          }
        }
        """);
    String path = octet.home().resolve("bundles") + "/*" + File.pathSeparator + jar;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path out = work.resolve("out");
    Process process =
        new ProcessBuilder(java.toString(), "-cp", path, source.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(out)).isZero();
    assertThat(Files.readAllLines(out))
        .contains("noise[]", "early-exit[]", "top-score[]", "ImportancePruning[]", "EDGE[]");
  }

  private static JsonNode find(JsonNode plugins, String name) {
    return StreamSupport.stream(plugins.spliterator(), false)
        .filter(p -> p.get("name").asText().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " is not in " + plugins));
  }

  @Test
  void isSmall() {
    assertThat(jar.toFile().length()).isLessThan(30_000);
  }

  /** Its loader, engine, algorithm and device, each by a trace of its own in the result. */
  @ParameterizedTest
  @ValueSource(strings = {IN_FELIX, PLAIN})
  void quantizesACascade(String world, @TempDir Path work) throws IOException {
    String model = octet.demoModel().toString();
    Path job = work.resolve("job.json");
    Files.writeString(
        job,
        """
        { "schemaVersion": 1,
          "models": [ { "name": "small", "model": "%1$s" }, { "name": "large", "model": "%1$s" } ],
          "data": { "loader": "noise", "path": ".", "parameters": { "shape": [1, 3, 128, 128], "count": 4 } },
          "engine": { "name": "early-exit", "parameters": { "margin": 1000 } },
          "algorithms": [
            { "name": "ImportancePruning", "parameters": { "share": 0.25 } },
            { "name": "MinMaxQuantization" } ],
          "targetDevice": "EDGE",
          "guard": { "enabled": false },
          "output": { "directory": "%2$s" } }
        """
            .formatted(model, work.resolve("int8")));
    Distribution.Result run =
        octet.run(Arguments.of(world(world), "quantize", "--job", job.toString(), "--json"));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(texts(report.get("summary").get("files")))
        .hasSize(4)
        .allSatisfy(f -> assertThat(work.resolve("int8").resolve(f)).isNotEmptyFile());
    assertThat(texts(report.get("notes")))
        .anyMatch(n -> n.contains("samples are noise"))
        .anyMatch(n -> n.contains("ImportancePruning: a share of 0.25"));
    assertThat(texts(report.get("provenance").get("plugins")))
        .anyMatch(p -> p.startsWith("engine early-exit 1.0.0"))
        .anyMatch(p -> p.startsWith("target-device EDGE 1.0.0"));
    assertThat(quantizedTypes(report)).containsOnly("Convolution");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<String> quantizedTypes(JsonNode report) {
    return StreamSupport.stream(report.get("operations").spliterator(), false)
        .filter(o -> o.get("reason").asText().equals("quantized"))
        .map(o -> o.get("type").asText())
        .distinct()
        .toList();
  }

  @Test
  void itsMetricMeasures() throws IOException {
    Distribution.Result run =
        octet.run(
            "evaluate",
            "--model",
            octet.demoModel().toString(),
            "--loader",
            "noise",
            "--data",
            ".",
            "-L",
            "shape=1,3,128,128",
            "-L",
            "count=3",
            "--metric",
            "top-score",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode result = new ObjectMapper().readTree(run.out());
    assertThat(result.get("metrics").get("top-score").asDouble()).isNotZero();
    assertThat(result.get("samples").asInt()).isEqualTo(3);
  }

  @Test
  void itsKeysAreChecked(@TempDir Path output) {
    Distribution.Result run =
        octet.run(
            "quantize",
            "--model",
            octet.demoModel().toString(),
            "--loader",
            "noise",
            "--data",
            ".",
            "-L",
            "shpae=1,3,128,128",
            "--output",
            output.resolve("new").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("shpae").contains("did you mean 'shape'?");
    assertThat(output.resolve("new")).doesNotExist();
  }

  private static List<String> world(String option) {
    return option.isEmpty() ? List.of() : List.of(option);
  }
}
