package org.octet.core.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.octet.api.engine.EngineProvider;

/** Makes jars with plugins that are not on the class path. */
final class PluginJars {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private PluginJars() {}

  /** Source of an engine. */
  static String engine(String className, String name, String constructor) {
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

  static void compile(Path classes, String className, String source) {
    try {
      Path file =
          Files.createDirectories(classes.resolveSibling("src")).resolve(className + ".java");
      Files.writeString(file, source);
      Files.createDirectories(classes);
      JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
      String path = System.getProperty("java.class.path") + System.getProperty("path.separator");
      int rc =
          javac.run(
              null,
              null,
              null,
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              path + classes,
              file.toString());
      assertThat(rc).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Manifest manifest(String key, String value) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue(key, value);
    return manifest;
  }

  /** Writes a jar of classes that publishes engines. */
  static void write(Path jar, Path classes, Manifest manifest, String... engines)
      throws IOException {
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.sorted().toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
      }
      zip.putNextEntry(new ZipEntry("META-INF/services/" + EngineProvider.class.getName()));
      zip.write(String.join("\n", engines).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Whether a condition holds before ten seconds are over. */
  static boolean await(BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        return false;
      }
      LockSupport.parkNanos(5_000_000L);
    }
    return true;
  }
}
