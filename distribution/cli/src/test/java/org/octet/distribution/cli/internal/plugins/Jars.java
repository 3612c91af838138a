package org.octet.distribution.cli.internal.plugins;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes jars for tests. */
public final class Jars {
  static final String SERVICE = "META-INF/services/org.octet.api.metric.MetricProvider";

  private Jars() {}

  /** A jar with these entries, and a manifest with these headers where there are any. */
  public static Path write(Path file, Map<String, String> headers, Map<String, byte[]> entries) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    try (JarOutputStream jar =
        headers.isEmpty()
            ? new JarOutputStream(Files.newOutputStream(file))
            : new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (var entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A plugin that works. */
  public static Path plugin(Path file) {
    return plugin(
        file, Map.of("Bundle-SymbolicName", "com.example.count", "Bundle-Version", "1.2"));
  }

  /** A plugin that works, with other headers. */
  public static Path plugin(Path file, Map<String, String> headers) {
    return write(file, headers, content());
  }

  /** The entries of a plugin that works; may be changed. */
  static Map<String, byte[]> content() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(SERVICE, CountProvider.class.getName().getBytes(UTF_8));
    for (String name : new String[] {"CountProvider", "CountProvider$1"}) {
      try (InputStream in = CountProvider.class.getResourceAsStream(name + ".class")) {
        entries.put(
            CountProvider.class.getPackageName().replace('.', '/') + "/" + name + ".class",
            in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return entries;
  }

  /** Writes over a text in a file by another one of the same length, wherever it stands. */
  static Path patch(Path file, String from, String to) throws IOException {
    String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
    Files.write(file, bytes.replace(from, to).getBytes(ISO_8859_1));
    return file;
  }
}
