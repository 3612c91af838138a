package org.octet.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.PluginInfo;
import org.octet.api.engine.EngineProvider;
import org.octet.api.error.InputException;

/** Real jars with classes that are not on the class path. */
class ServiceLoaderFeederTest {
  @TempDir private Path work;

  private final PluginRegistry registry = new PluginRegistry();

  private static String engine(String className, String name, String constructor) {
    return """
        public class %1$s implements org.octet.api.engine.EngineProvider {
          public %1$s() { %3$s }
          @Override public String name() { return %2$s; }
          @Override public org.octet.api.engine.Engine create(org.octet.api.plugin.Parameters p) {
            return null;
          }
        }
        """
        .formatted(className, name, constructor);
  }

  private void compile(Path classes, String className, String source) throws IOException {
    Path file = Files.createDirectories(work.resolve("src")).resolve(className + ".java");
    Files.writeString(file, source);
    Files.createDirectories(classes);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    int rc =
        javac.run(
            null,
            null,
            null,
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path") + File.pathSeparator + classes,
            file.toString());
    assertThat(rc).isZero();
  }

  private void jar(Path jar, Path classes, String... providers) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-Version", "1.2.3");
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
      }
      zip.putNextEntry(new ZipEntry("META-INF/services/" + EngineProvider.class.getName()));
      zip.write(String.join("\n", providers).getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<PluginInfo> load(Path plugins) {
    try (ServiceLoaderFeeder feeder = new ServiceLoaderFeeder(registry)) {
      feeder.loadFolder(plugins);
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

  @Test
  void missingFolderIsNamed() {
    Path missing = work.resolve("none");
    assertThatThrownBy(() -> load(missing))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("plugin folder '" + missing + "' cannot be read");
  }
}
