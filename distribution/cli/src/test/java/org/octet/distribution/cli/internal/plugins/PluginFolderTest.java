package org.octet.distribution.cli.internal.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.error.PluginException;

class PluginFolderTest {
  @TempDir Path root;
  private Path plugins;
  private Path outside;
  private PluginFolder folder;

  @BeforeEach
  void make() throws IOException {
    plugins = Files.createDirectory(root.resolve("plugins"));
    outside = Files.createDirectory(root.resolve("outside"));
    folder = new PluginFolder(plugins);
  }

  private PluginJar install(Path source) {
    return folder.install(source, null, Optional.empty(), false);
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aPluginIsInstalledWholeAndDescribed() throws IOException {
    Path source = Jars.plugin(outside.resolve("count-1.2.jar"));
    PluginJar jar = install(source);
    assertThat(names(plugins)).containsExactly("count-1.2.jar");
    assertThat(plugins.resolve("count-1.2.jar")).hasSameBinaryContentAs(source);
    assertThat(jar.name()).isEqualTo("com.example.count");
    assertThat(jar.version()).isEqualTo("1.2");
    assertThat(jar.sha256()).isEqualTo(Digests.of(source));
    assertThat(jar.providers())
        .containsExactly(
            new PluginJar.Provider(
                "org.octet.api.metric.MetricProvider", CountProvider.class.getName()));
    assertThat(folder.check(Optional.empty())).containsExactly(jar);
  }

  @Test
  void nothingIsReplacedWithoutBeingAsked() throws IOException {
    Path source = Jars.plugin(outside.resolve("count.jar"));
    install(source);
    folder.enable("count", false);
    assertThatThrownBy(() -> install(source))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("--force");
    Path newer = Jars.plugin(source, Map.of("Bundle-SymbolicName", "com.example.newer"));
    folder.install(newer, null, Optional.empty(), true);
    assertThat(names(plugins)).containsExactly("count.jar");
    assertThat(plugins.resolve("count.jar")).hasSameBinaryContentAs(newer);
  }

  @Test
  void theDigestMustFit() throws IOException {
    Path source = Jars.plugin(outside.resolve("count.jar"));
    String right = Digests.of(source);
    String wrong = right.replace(right.charAt(0), right.charAt(0) == 'a' ? 'b' : 'a');
    assertThatThrownBy(() -> folder.install(source, wrong, Optional.empty(), false))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(right)
        .hasMessageContaining("--sha256");
    assertThatThrownBy(() -> folder.install(source, "12ab", Optional.empty(), false))
        .hasMessageContaining("64 hexadecimal digits");
    Path sidecar = outside.resolve("count.jar.sha256");
    Files.writeString(sidecar, wrong + "  count.jar\n");
    assertThatThrownBy(() -> folder.install(source, right, Optional.empty(), false))
        .hasMessageContaining("count.jar.sha256");
    Files.writeString(sidecar, "sorry");
    assertThatThrownBy(() -> install(source)).hasMessageContaining("count.jar.sha256");
    assertThat(names(plugins)).isEmpty();
    Files.writeString(sidecar, right.toUpperCase(java.util.Locale.ROOT) + " *count.jar\n");
    install(source);
    assertThat(names(plugins)).containsExactly("count.jar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..jar",
        ".hidden.jar",
        "a b.jar",
        "a\\b.jar",
        "count.zip",
        "count.jar.disabled",
        "-x.jar"
      })
  void namesThatDoNotDoAreRefused(String name) throws IOException {
    Path source = Jars.plugin(outside.resolve(name));
    assertThatThrownBy(() -> install(source))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'" + name + "'");
    assertThat(names(plugins)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/count.jar",
        "/count.jar",
        "..",
        ".",
        "",
        "../outside/count",
        "a/../count.jar",
        "\\count.jar",
        "count.jar/"
      })
  void namesFromOutsideNeverLeaveTheFolder(String name) throws IOException {
    Path source = Jars.plugin(outside.resolve("count.jar"));
    install(source);
    Files.move(source, outside.resolve("count.jar.disabled"));
    Files.copy(outside.resolve("count.jar.disabled"), source);
    for (boolean enabled : new boolean[] {true, false}) {
      assertThatThrownBy(() -> folder.enable(name, enabled)).isInstanceOf(InputException.class);
    }
    assertThatThrownBy(() -> folder.remove(name)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> folder.check(name, Optional.empty()))
        .isInstanceOf(InputException.class);
    assertThat(names(outside)).containsExactly("count.jar", "count.jar.disabled");
    assertThat(names(plugins)).containsExactly("count.jar");
  }

  @Test
  void linksAreReplacedAndRemovedThemselves() throws IOException {
    Path victim = Files.writeString(outside.resolve("victim"), "mine");
    Files.createSymbolicLink(plugins.resolve("count.jar"), victim);
    Path source = Jars.plugin(outside.resolve("count.jar"));
    assertThatThrownBy(() -> install(source)).isInstanceOf(OutputException.class);
    folder.install(source, null, Optional.empty(), true);
    assertThat(plugins.resolve("count.jar")).isRegularFile();
    assertThat(Files.isSymbolicLink(plugins.resolve("count.jar"))).isFalse();
    Files.createSymbolicLink(plugins.resolve("link.jar"), victim);
    folder.enable("link", false);
    folder.remove("link.jar.disabled");
    assertThat(names(plugins)).containsExactly("count.jar");
    assertThat(victim).hasContent("mine");
  }

  @Test
  void aLinkToAJarIsInstalledAsAFile() throws IOException {
    Jars.plugin(outside.resolve("real"));
    Path link = Files.createSymbolicLink(outside.resolve("count.jar"), outside.resolve("real"));
    install(link);
    Files.delete(outside.resolve("real"));
    assertThat(folder.check("count", Optional.empty()).problems()).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsNotInstalledAndLeavesNothing() throws IOException {
    Map<String, byte[]> missing = Jars.content();
    missing.put(Jars.SERVICE, "com.example.Missing # gone".getBytes(UTF_8));
    Map<String, byte[]> other = Jars.content();
    other.put("META-INF/services/org.octet.api.engine.EngineProvider", other.remove(Jars.SERVICE));
    Map<String, byte[]> future = Jars.content();
    future.put("META-INF/services/org.octet.api.later.LaterProvider", other.get(Jars.SERVICE));
    refused(Jars.write(outside.resolve("a.jar"), Map.of(), missing), "com.example.Missing");
    refused(
        Jars.write(
            outside.resolve("b.jar"),
            Map.of(),
            Map.of(
                "META-INF/services/org.octet.api.engine.EngineProvider",
                CountProvider.class.getName().getBytes(UTF_8))),
        "is not a EngineProvider");
    refused(Jars.write(outside.resolve("c.jar"), Map.of(), Map.of("x", new byte[1])), "no plugin");
    refused(
        Jars.write(
            outside.resolve("d.jar"),
            Map.of(),
            Map.of(
                "META-INF/services/org.octet.api.later.LaterProvider",
                CountProvider.class.getName().getBytes(UTF_8))),
        "org.octet.api.later.LaterProvider, which this Octet does not have");
    refused(
        Jars.write(
            outside.resolve("e.jar"),
            Map.of(),
            Map.of(Jars.SERVICE, Jars.class.getName().getBytes(UTF_8))),
        "is not a MetricProvider");
    refused(Files.writeString(outside.resolve("f.jar"), "no zip"), "not a readable jar");
    refused(Jars.write(outside.resolve("g.jar"), Map.of(), Map.of("../x", new byte[1])), "outside");
    assertThat(names(plugins)).isEmpty();
  }

  @Test
  void aLibraryOfOtherPluginsIsNoPlugin() {
    Map<String, String> exports = Map.of("Export-Package", "com.example.library");
    PluginJar jar =
        install(Jars.write(outside.resolve("l.jar"), exports, Map.of("x", new byte[1])));
    assertThat(jar.providers()).isEmpty();
  }

  private void refused(Path source, String reason) {
    assertThatThrownBy(() -> install(source))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(source.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void theJarsOfAFolderAreCheckedOneByOne() throws IOException {
    Jars.plugin(plugins.resolve("good.jar"));
    Jars.plugin(plugins.resolve("off.jar.disabled"));
    Files.writeString(plugins.resolve("bad.jar"), "no zip");
    Files.writeString(plugins.resolve("README.md"), "not a jar");
    List<PluginJar> jars = folder.check(Optional.empty());
    assertThat(jars)
        .extracting(PluginJar::file)
        .containsExactly("bad.jar", "good.jar", "off.jar.disabled");
    assertThat(jars).extracting(PluginJar::enabled).containsExactly(true, true, false);
    assertThat(jars.get(0).problems()).singleElement().asString().contains("not a readable jar");
    assertThat(jars.get(1).problems()).isEmpty();
    assertThat(folder.othersOf(jars.get(1))).isEmpty();
  }

  @Test
  void jarsAreSwitchedOffAndOnAndRemoved() throws IOException {
    install(Jars.plugin(outside.resolve("count-1.jar")));
    assertThat(folder.enable("com.example.count", false)).isEqualTo("count-1.jar.disabled");
    assertThatThrownBy(() -> folder.enable("count-1", false)).hasMessageContaining("already");
    assertThat(folder.enable("count-1.jar", true)).isEqualTo("count-1.jar");
    assertThatThrownBy(() -> folder.enable("count-1", true)).hasMessageContaining("already");
    assertThatThrownBy(() -> folder.remove("count-2.jar"))
        .hasMessageContaining("did you mean 'count-1.jar'?");
    assertThat(folder.remove("count-1")).isEqualTo("count-1.jar");
    assertThatThrownBy(() -> folder.remove("count-1")).isInstanceOf(InputException.class);
    assertThat(names(plugins)).isEmpty();
  }

  @Test
  void twoVersionsOfOnePluginAreNoticed() {
    install(Jars.plugin(outside.resolve("count-1.jar")));
    PluginJar second = install(Jars.plugin(outside.resolve("count-2.jar")));
    assertThat(folder.othersOf(second)).containsExactly("count-1.jar");
  }

  /** Whoever opens the jar while it is replaced and removed sees all of one version. */
  @Test
  void noJarIsEverHalfThere() throws Exception {
    Path[] sources = new Path[2];
    for (int i = 0; i < 2; i++) {
      Map<String, byte[]> entries = Jars.content();
      byte[] noise = new byte[2 << 20];
      new Random(i).nextBytes(noise);
      entries.put("noise", noise);
      Path home = Files.createDirectory(outside.resolve("v" + i));
      sources[i] = Jars.write(home.resolve("count.jar"), Map.of(), entries);
    }
    List<String> whole = List.of(Digests.of(sources[0]), Digests.of(sources[1]));
    ExecutorService watcher = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> seen = watcher.submit(() -> watch(whole));
      for (int i = 0; i < 30; i++) {
        folder.install(sources[i % 2], null, Optional.empty(), true);
        if (i % 10 == 9) {
          folder.remove("count.jar");
        }
      }
      Files.createFile(plugins.resolve("end"));
      assertThat(seen.get()).isPositive();
    } finally {
      watcher.shutdownNow();
    }
  }

  private int watch(List<String> whole) throws IOException {
    int seen = 0;
    while (!Files.exists(plugins.resolve("end"))) {
      try {
        assertThat(whole).contains(Digests.of(plugins.resolve("count.jar")));
        seen++;
      } catch (NoSuchFileException e) {
        continue; // between removal and installation
      }
    }
    return seen;
  }
}
