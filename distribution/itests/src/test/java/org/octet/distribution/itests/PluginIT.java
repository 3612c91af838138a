package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
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
    Path project = folder.resolve("noise-loader");
    copy(Path.of(System.getProperty("octet.example")).normalize(), project);
    Path log = folder.resolve("maven.log");
    Process maven =
        new ProcessBuilder(
                System.getProperty("maven.home") + "/bin/mvn",
                "-B",
                "-ntp",
                "-q",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-Doctet.home=" + Distribution.built().home(),
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(maven.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
    jar = project.resolve("target/noise-loader-1.0.0.jar");
    octet = Distribution.built().withOwnPlugins(folder.resolve("octet"));
    Files.copy(jar, octet.home().resolve("plugins/noise-loader.jar"));
    spoil(octet.home().resolve("plugins"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.startsWith(from.resolve("target"))).toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
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
    JsonNode noise = find(plugins, "noise");
    assertThat(noise.get("kind").asText()).isEqualTo("data-loader");
    assertThat(noise.get("problems")).isEmpty();
    assertThat(find(plugins, "image").get("problems")).isEmpty();
    assertThat(run.err()).contains("plugins/a-damaged.jar is left out");
    assertThat(StreamSupport.stream(plugins.spliterator(), false).map(p -> p.get("problems")))
        .as("the other broken plugin is in the list")
        .anySatisfy(problems -> assertThat(problems).isNotEmpty());
  }

  private static JsonNode find(JsonNode plugins, String name) {
    return StreamSupport.stream(plugins.spliterator(), false)
        .filter(p -> p.get("name").asText().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " is not in " + plugins));
  }

  @ParameterizedTest
  @ValueSource(strings = {IN_FELIX, PLAIN})
  void calibrates(String world, @TempDir Path output) {
    Distribution.Result run =
        octet.run(
            Arguments.of(
                world(world),
                "quantize",
                "--model",
                octet.demoModel().toString(),
                "--loader",
                "noise",
                "--data",
                ".",
                "-L",
                "shape=1,3,128,128",
                "-L",
                "count=8",
                "--output",
                output.toString()));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(output.resolve("demo.xml")).isNotEmptyFile();
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
