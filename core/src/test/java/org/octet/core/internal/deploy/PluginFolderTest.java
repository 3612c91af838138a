package org.octet.core.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.PluginInfo;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.engine.EngineProvider;
import org.octet.core.internal.registry.Lease;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.registry.Registration;

/** Real jars with classes that are not on the class path. */
class PluginFolderTest {
  @TempDir private Path work;

  private final PluginRegistry registry = new PluginRegistry();

  private void compile(Path classes, String className, String source) {
    PluginJars.compile(classes, className, source);
  }

  private static String engine(String className, String name, String constructor) {
    return PluginJars.engine(className, name, constructor);
  }

  private void jar(Path jar, Path classes, String... providers) throws IOException {
    PluginJars.write(jar, classes, PluginJars.manifest("Bundle-Version", "1.2.3"), providers);
  }

  private PluginFolder folder(Path plugins) {
    return new PluginFolder(plugins, registry, new ClassLoaderDeployer(registry), () -> work);
  }

  private List<PluginInfo> load(Path plugins) {
    try (PluginFolder folder = folder(plugins)) {
      folder.open();
      return registry.list();
    }
  }

  @Test
  void everyPluginOfEveryJarIsFound() throws IOException {
    Path plugins = work.resolve("plugins");
    for (String name : List.of("One", "Two")) {
      Path classes = work.resolve("classes-" + name);
      compile(classes, name, engine(name, '"' + name + '"', ""));
      jar(plugins.resolve(name + ".jar"), classes, name);
    }
    assertThat(load(plugins))
        .extracting(PluginInfo::name, PluginInfo::origin, PluginInfo::version)
        .containsExactly(tuple("One", "One.jar", "1.2.3"), tuple("Two", "Two.jar", "1.2.3"));
    assertThat(registry.list()).isEmpty();
  }

  @Test
  void brokenProvidersDoNotStopTheOthersOfTheirJar() throws IOException {
    Path classes = work.resolve("classes");
    compile(classes, "Good", engine("Good", "\"good\"", ""));
    compile(
        classes,
        "Throws",
        engine("Throws", "\"t\"", "throw new IllegalStateException(\"no key\");"));
    compile(classes, "Null", engine("Null", "null", ""));
    compile(classes, "Stranger", "public class Stranger {}");
    compile(classes, "Gone", "public class Gone { public static void touch() {} }");
    compile(classes, "Linked", engine("Linked", "\"l\"", "Gone.touch();"));
    Files.delete(classes.resolve("Gone.class"));
    jar(
        work.resolve("plugins/mixed.jar"),
        classes,
        "Missing",
        "Throws",
        "Stranger",
        "Null",
        "Linked",
        "Good");
    List<PluginInfo> found = load(work.resolve("plugins"));
    assertThat(found.stream().filter(p -> p.problems().isEmpty()))
        .extracting(PluginInfo::name)
        .containsExactly("good");
    String problems = found.stream().flatMap(p -> p.problems().stream()).toList().toString();
    assertThat(problems)
        .contains("Missing not found")
        .contains("IllegalStateException: no key")
        .contains("Stranger not a subtype")
        .contains("its name must be")
        .contains("NoClassDefFoundError: Gone");
    assertThat(found).hasSize(6).allMatch(p -> p.origin().equals("mixed.jar"));
  }

  @Test
  void fileThatIsNoJarStopsNobody() throws IOException {
    Path plugins = Files.createDirectories(work.resolve("plugins"));
    Files.writeString(plugins.resolve("a.jar"), "not a zip");
    Files.writeString(plugins.resolve("readme.txt"), "text");
    Path classes = work.resolve("classes");
    compile(classes, "Good", engine("Good", "\"good\"", ""));
    jar(plugins.resolve("b.jar"), classes, "Good");
    assertThat(load(plugins)).extracting(PluginInfo::name).contains("good");
  }

  private PluginInfo only(String name) {
    return registry.list().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private void await(String what, BooleanSupplier holds) {
    assertThat(PluginJars.await(holds)).as(what).isTrue();
  }

  private boolean usable(String name, String version) {
    return registry
        .find(PluginKind.ENGINE, name)
        .filter(r -> r.info().version().equals(version))
        .isPresent();
  }

  private void put(String name, String version) throws IOException {
    Path classes = work.resolve("classes-" + version);
    compile(classes, "Good", engine("Good", "\"good\"", ""));
    Path jar = work.resolve(version);
    PluginJars.write(jar, classes, PluginJars.manifest("Bundle-Version", version), "Good");
    Files.move(jar, plugins().resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path plugins() throws IOException {
    return Files.createDirectories(work.resolve("plugins"));
  }

  @Test
  void jarsComeAndChangeAndGo() throws IOException {
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      put("a.jar", "1.0");
      await("came", () -> usable("good", "1.0"));
      put("a.jar", "2.0");
      await("changed", () -> usable("good", "2.0"));
      assertThat(registry.list()).hasSize(1);
      Files.delete(plugins().resolve("a.jar"));
      await("went", () -> registry.list().isEmpty());
    }
  }

  @Test
  void theContentTellsBuildsApartAndNothingElse() throws IOException {
    put("a.jar", "1.0");
    byte[] bytes = Files.readAllBytes(plugins().resolve("a.jar"));
    String build = build();
    Files.delete(plugins().resolve("a.jar"));
    Files.write(plugins().resolve("a.jar"), bytes);
    assertThat(build()).isEqualTo(build);
    PluginJars.write(
        plugins().resolve("a.jar"),
        work.resolve("classes-1.0"),
        PluginJars.manifest("Bundle-Version", "1.0"),
        "Good",
        "# a comment more");
    assertThat(build()).isNotEqualTo(build);
  }

  private String build() throws IOException {
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      return registry.find(PluginKind.ENGINE, "good").orElseThrow().build();
    }
  }

  @Test
  void theWatcherOutlivesAnInterruption() throws IOException {
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      Thread.getAllStackTraces().keySet().stream()
          .filter(t -> t.getName().equals("octet-plugins"))
          .forEach(Thread::interrupt);
      put("a.jar", "1.0");
      await("came", () -> usable("good", "1.0"));
    }
  }

  @Test
  void aRunningJobFinishesWithTheFormerVersion() throws IOException {
    put("a.jar", "1.0");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      Registration held = registry.find(PluginKind.ENGINE, "good").orElseThrow();
      Lease lease = registry.lease(List.of(held), new Cancellation());
      put("a.jar", "2.0");
      await("changed", () -> usable("good", "2.0"));
      assertThat(held.removed()).isTrue();
      // a class that was not loaded yet, though its file is replaced
      ClassLoader loader = held.plugin(EngineProvider.class).getClass().getClassLoader();
      assertThat(loader.getResource("META-INF/services/" + EngineProvider.class.getName()))
          .isNotNull();
      assertThat(registry.unload(List.of(held))).isFalse();
      lease.close();
      await(
          "unloaded",
          () -> loader.getResource("META-INF/services/" + EngineProvider.class.getName()) == null);
    }
  }

  @Test
  void halfAFileWaitsForItsOtherHalf() throws IOException {
    put("a.jar", "1.0");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      put("b.jar", "2.0");
      byte[] whole = Files.readAllBytes(plugins().resolve("b.jar"));
      Files.delete(plugins().resolve("b.jar"));
      Files.write(plugins().resolve("a.jar"), Arrays.copyOf(whole, whole.length / 2));
      await("seen", () -> registry.list().toString().contains("not a whole one"));
      assertThat(usable("good", "1.0")).as("the former version stays").isTrue();
      Files.write(plugins().resolve("a.jar"), whole);
      await("whole", () -> usable("good", "2.0"));
      assertThat(registry.list()).hasSize(1);
    }
  }

  /** Writes a jar over a.jar that has other headers, or a constructor of its own. */
  private void spoil(String key, String value, String constructor) throws IOException {
    Path classes = work.resolve("classes-spoiled");
    compile(classes, "Good", engine("Good", "\"good\"", constructor));
    Path jar = work.resolve("spoiled");
    PluginJars.write(jar, classes, PluginJars.manifest(key, value), "Good");
    Files.move(jar, plugins().resolve("a.jar"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void theFormerVersionStaysWhereTheNewOneCannotBeUsed() throws IOException {
    put("a.jar", "1.0");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      spoil("Import-Package", "org.octet.api.engine;version=\"[2.0,3)\"", "");
      await("refused", () -> registry.list().toString().contains("built for another Octet"));
      assertThat(only("a.jar").problems()).last().isEqualTo("the version before it stays in use");
      assertThat(usable("good", "1.0")).isTrue();
      spoil("Bundle-Version", "1.1", "throw new IllegalStateException(\"no key\");");
      await("refused", () -> registry.list().toString().contains("no key"));
      assertThat(only("a.jar").problems())
          .containsExactly(
              "engine 'Good' cannot be created: IllegalStateException: no key",
              "the version before it stays in use");
      assertThat(usable("good", "1.0")).isTrue();
      assertThat(registry.list()).hasSize(2);
      put("a.jar", "2.0");
      await("changed", () -> usable("good", "2.0"));
      assertThat(registry.list()).hasSize(1);
    }
  }

  @Test
  void whatHadAFlawIsReplacedByAnything() throws IOException {
    spoil("Bundle-Version", "1.0", "throw new IllegalStateException(\"no key\");");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      assertThat(registry.list().toString()).contains("no key");
      spoil("Bundle-Version", "1.1", "throw new IllegalStateException(\"no other key\");");
      await("changed", () -> registry.list().toString().contains("no other key"));
      assertThat(registry.list()).hasSize(1);
    }
  }

  private static boolean nothingIsAsked() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("octet-plugin-"));
  }

  @Test
  void aConstructorThatNeverReturnsStopsNobody() throws IOException {
    spoil(
        "Bundle-Version",
        "1.0",
        "try { Thread.sleep(Long.MAX_VALUE); } catch (InterruptedException e) { return; }");
    put("b.jar", "2.0");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      assertThat(usable("good", "2.0")).isTrue();
      assertThat(registry.list().toString())
          .contains("a.jar", "has not returned from its constructor within 5 s");
      put("c.jar", "3.0");
      await("came", () -> registry.list().toString().contains("c.jar"));
      await("interrupted", PluginFolderTest::nothingIsAsked);
    }
  }

  @Test
  void anotherMajorVersionOfTheApiIsRefusedAndAnOlderMinorOneIsNot() throws IOException {
    Path classes = work.resolve("classes");
    compile(classes, "Good", engine("Good", "\"good\"", ""));
    Manifest other =
        PluginJars.manifest("Import-Package", "org.octet.api.engine;version=\"[2.0,3)\"");
    PluginJars.write(plugins().resolve("other.jar"), classes, other, "Good");
    Manifest older =
        PluginJars.manifest(
            "Import-Package", "org.octet.api.engine;version=\"[1.0,2)\",org.octet.api.plugin");
    PluginJars.write(plugins().resolve("older.jar"), classes, older, "Good");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      assertThat(only("good").origin()).isEqualTo("older.jar");
      assertThat(only("other.jar").problems())
          .singleElement()
          .asString()
          .startsWith(
              "it is built for another Octet: it needs org.octet.api.engine [2.0,3), this one has 1.");
    }
  }

  @Test
  void aRefusedJarStaysRefusedWhenItIsTouched() throws IOException {
    Path classes = work.resolve("classes");
    compile(classes, "Good", engine("Good", "\"good\"", ""));
    Manifest other =
        PluginJars.manifest("Import-Package", "org.octet.api.engine;version=\"[2.0,3)\"");
    Path jar = plugins().resolve("other.jar");
    PluginJars.write(jar, classes, other, "Good");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      assertThat(only("other.jar").problems()).isNotEmpty();
      Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
      put("z.jar", "1.0");
      await("looked", () -> usable("good", "1.0"));
      Files.delete(plugins().resolve("z.jar"));
      await("looked again", () -> registry.names(PluginKind.ENGINE).isEmpty());
      assertThat(only("other.jar").problems()).isNotEmpty();
    }
  }

  @Test
  void aPluginSeesTheApiOnly() throws IOException {
    Path classes = work.resolve("classes");
    compile(
        classes,
        "Curious",
        engine(
            "Curious",
            "\"curious\"",
            "try { Class.forName(\"org.octet.core.Bootstrap\"); throw new IllegalStateException(); }"
                + " catch (ClassNotFoundException e) { }"));
    jar(plugins().resolve("curious.jar"), classes, "Curious");
    assertThat(load(plugins())).singleElement().satisfies(p -> assertThat(p.problems()).isEmpty());
  }

  @Test
  void aDeletedPluginEndsItsJobsAfterTheGraceTime() throws IOException {
    System.setProperty(PluginFolder.GRACE, "1");
    put("a.jar", "1.0");
    try (PluginFolder folder = folder(plugins())) {
      folder.open();
      Registration held = registry.find(PluginKind.ENGINE, "good").orElseThrow();
      try (Lease lease = registry.lease(List.of(held), new Cancellation())) {
        Files.delete(plugins().resolve("a.jar"));
        assertThat(lease.cancellation().requested()).isFalse();
        await("ended", () -> lease.cancellation().requested());
      }
    } finally {
      System.clearProperty(PluginFolder.GRACE);
    }
  }
}
