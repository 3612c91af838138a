package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.distribution.itests.TestPlugins.Variation;

/** The same jars in Felix and on a plain JVM, under APIs of several versions. */
class WorldsIT {
  private static final String IN_FELIX = "";
  private static final String PLAIN = "--no-osgi";

  @TempDir static Path folder;
  private static Distribution octet;

  @BeforeAll
  static void make() throws IOException {
    octet = Distribution.built().withOwnPlugins(folder.resolve("octet"));
    fill(octet.home().resolve("plugins"));
  }

  private static void fill(Path plugins) throws IOException {
    TestPlugins make = new TestPlugins(Files.createDirectories(folder.resolve("made")));
    Map<String, String> fits = Map.of("Import-Package", TestPlugins.imports("[1.0,2)"));
    Map<String, String> other = Map.of("Import-Package", TestPlugins.imports("[2.0,3)"));
    put(make.plain(Variation.usual("plain", "p")), plugins, "plain.jar");
    put(make.bundle(Variation.usual("one", "o"), fits), plugins, "one.jar");
    put(make.bundle(Variation.usual("two", "t"), other), plugins, "two.jar");
    put(make.plain(Variation.usual("early", "").library("library 1")), plugins, "early.jar");
    put(make.plain(Variation.usual("late", "").library("library 2")), plugins, "late.jar");
  }

  private static void put(Path jar, Path plugins, String name) throws IOException {
    Files.copy(jar, plugins.resolve(name));
  }

  private static JsonNode list(Distribution octet, String world, StringBuilder err)
      throws IOException {
    return list(octet, world, Map.of(), err);
  }

  private static JsonNode list(
      Distribution octet, String world, Map<String, String> environment, StringBuilder err)
      throws IOException {
    List<String> option = world.isEmpty() ? List.of() : List.of(world);
    Distribution.Result run =
        octet.run(environment, Arguments.of(option, "plugins", "list", "--json"));
    assertThat(run.code()).as(run.err()).isZero();
    err.append(run.err());
    return new ObjectMapper().readTree(run.out()).get("plugins");
  }

  private static JsonNode only(JsonNode plugins, String name) {
    List<JsonNode> named =
        plugins.findParents("name").stream()
            .filter(p -> p.get("name").asText().equals(name))
            .toList();
    assertThat(named).as(name).hasSize(1);
    return named.get(0);
  }

  private static void assertUsable(JsonNode plugins, String name) {
    assertThat(only(plugins, name).get("problems")).as(name).isEmpty();
  }

  private static String problems(JsonNode plugins, String name) {
    return only(plugins, name).get("problems").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {IN_FELIX, PLAIN})
  void aServicesFileIsEnoughAndLibrariesLiveSideBySide(String world) throws IOException {
    StringBuilder err = new StringBuilder();
    JsonNode plugins = list(octet, world, err);
    assertUsable(plugins, "plain");
    assertUsable(plugins, "one");
    assertThat(only(plugins, "early").get("description").asText()).isEqualTo("library 1");
    assertThat(only(plugins, "late").get("description").asText()).isEqualTo("library 2");
    String sentence =
        "it is built for another Octet: it needs org.octet.api.data [2.0,3), this one has 1.";
    assertThat(problems(plugins, "two.jar")).contains(sentence);
    assertThat(err).contains("warning: plugins/two.jar is left out: " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {IN_FELIX, PLAIN})
  void aPluginForAnEarlierMinorVersionWorks(String world, @TempDir Path home) throws IOException {
    Distribution later = Distribution.built().withApi(home.resolve("octet"), "1.7.0");
    fill(later.home().resolve("plugins"));
    JsonNode plugins = list(later, world, new StringBuilder());
    assertUsable(plugins, "one");
    assertUsable(plugins, "plain");
    assertThat(problems(plugins, "two.jar")).contains("this one has 1.7.0");
  }

  /** Copied by hand, where no command has checked them. */
  @ParameterizedTest
  @ValueSource(strings = {IN_FELIX, PLAIN})
  void whereATrustStoreIsOnlySignedJarsAreUsed(String world, @TempDir Path home) throws Exception {
    Distribution trusting = Distribution.built().withOwnPlugins(home.resolve("octet"));
    Path plugins = trusting.home().resolve("plugins");
    Path keys = home.resolve("keys");
    tool("keytool", "-genkeypair", "-alias", "me", "-dname", "CN=Me", "-keyalg", "EC", keys);
    tool("keytool", "-exportcert", "-rfc", "-alias", "me", "-file", home.resolve("pem"), keys);
    fill(plugins);
    for (String signed : List.of("plain", "one", "early")) {
      tool("jarsigner", plugins.resolve(signed + ".jar"), "me", keys);
    }
    try (FileSystem zip = FileSystems.newFileSystem(plugins.resolve("early.jar"))) {
      Files.writeString(zip.getPath("com/example/early/Provider.class"), "altered");
    }
    Map<String, String> trust = Map.of("OCTET_TRUST_STORE", home.resolve("pem").toString());
    JsonNode found = list(trusting, world, trust, new StringBuilder());
    assertUsable(found, "plain");
    assertUsable(found, "one");
    assertThat(problems(found, "early.jar")).contains("it was altered after it was signed: ");
    assertThat(problems(found, "late.jar")).contains("it is not signed: ");
  }

  /** Runs a tool of the JDK; the last argument is its key store. */
  private static void tool(String name, Object... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    line.addAll(List.of("-storepass", "changeit", "-keystore"));
    line.add(arguments[arguments.length - 1].toString());
    Stream.of(arguments).limit(arguments.length - 1).map(Object::toString).forEach(line::add);
    Path log = Files.createTempFile(folder, name, ".log");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  @Test
  void aShellNeedsFelix() {
    Distribution.Result run = octet.run("shell", PLAIN);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("error: octet shell needs Felix: start it without --no-osgi");
  }

  @Test
  void twoProcessesShareACache(@TempDir Path work) throws Exception {
    Map<String, String> fresh = Map.of("OCTET_JAVA_OPTS", "-Doctet.cache=" + work.resolve("cache"));
    Process first = start(fresh, work.resolve("first"));
    Process second = start(fresh, work.resolve("second"));
    for (Process process : List.of(first, second)) {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    for (String file : List.of("demo.xml", "demo.bin")) {
      assertThat(work.resolve("first/int8/" + file))
          .hasSameBinaryContentAs(work.resolve("second/int8/" + file));
    }
  }

  private static Process start(Map<String, String> environment, Path folder) throws IOException {
    return octet.start(
        List.of(),
        environment,
        Files.createDirectories(folder),
        "quantize",
        "--model",
        octet.demoModel().toString(),
        "--loader",
        "plain",
        "--data",
        ".",
        "--output",
        folder.resolve("int8").toString());
  }
}
