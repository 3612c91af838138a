package org.octet.distribution.itests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Makes jars of data loaders, as their authors would: compiled against the installation's API.
 *
 * @param folder takes sources, classes and jars; not the plugin folder
 */
record TestPlugins(Path folder) {
  private static final String SERVICE = "META-INF/services/org.octet.api.data.DataLoaderProvider";

  /**
   * What a loader does otherwise than the usual one.
   *
   * @param name its name, also part of its package's
   * @param note its description, and a note in the job's report
   * @param constructor statements
   * @param get statements
   * @param nativeLibrary whether it has a native library, which its constructor loads and calls
   * @param library what the class {@code com.example.library.Library} inside the jar says, which
   *     then is the loader's description; empty: there is none
   */
  record Variation(
      String name,
      String note,
      String constructor,
      String get,
      boolean nativeLibrary,
      String library) {
    static Variation usual(String name, String note) {
      return new Variation(name, note, "", "", false, "");
    }

    Variation constructor(String statements) {
      return new Variation(name, note, statements, get, nativeLibrary, library);
    }

    Variation get(String statements) {
      return new Variation(name, note, constructor, statements, nativeLibrary, library);
    }

    Variation library(String version) {
      return new Variation(name, note, constructor, get, nativeLibrary, version);
    }

    Variation withNativeLibrary() {
      return new Variation(name, note, LOAD + constructor, get, true, library);
    }

    String description() {
      return library.isEmpty() ? '"' + note + '"' : "com.example.library.Library.version()";
    }
  }

  private static final String LOAD =
      """
      try (java.io.InputStream in = Provider.class.getResourceAsStream("/native.so")) {
        java.nio.file.Path file = java.nio.file.Files.createTempFile("native-", ".so");
        java.nio.file.Files.write(file, in.readAllBytes());
        System.load(file.toString());
        java.nio.file.Files.delete(file);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      if (answer() != 42) {
        throw new IllegalStateException("a wrong answer");
      }
      """;

  /**
   * Source of a loader of made-up pictures for the demo's model; its note comes into the job's
   * report.
   */
  private static String source(Variation v) {
    return """
        package com.example.%1$s;
        import java.util.List;
        import java.util.Optional;
        import org.octet.api.data.*;
        import org.octet.api.plugin.*;
        import org.octet.api.tensor.*;
        public final class Provider implements DataLoaderProvider {
          public Provider() { %3$s }
          private static native int answer();
          @Override public String name() { return "%1$s"; }
          @Override public String description() { return %5$s; }
          @Override public ParameterSchema parameters() {
            return ParameterSchema.of(
                Parameter.path("path", "not read"),
                Parameter.integer("count", 3, 1, 1000, "samples"),
                Parameter.integer("delay", 0, 0, 60000, "milliseconds for each sample"));
          }
          @Override public DataLoader open(Parameters p) {
            return new Loader(p.integer("count"), p.integer("delay"));
          }
          record Loader(int size, int delay) implements DataLoader {
            @Override public List<String> notes() { return List.of("%2$s"); }
            @Override public Sample get(int index) {
              try {
                Thread.sleep(delay);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              %4$s
              return Late.sample(index);
            }
          }
          /** Loaded with the first sample. */
          static final class Late {
            static Sample sample(int index) {
              Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(1, 3, 128, 128));
              for (int i = 0; i < tensor.floats().capacity(); i++) {
                tensor.floats().put(i, (i * 31 + index) %% 17 - 8f);
              }
              return Sample.of("s" + index, tensor, Optional.empty());
            }
          }
        }
        """
        .formatted(v.name(), v.note(), v.constructor(), v.get(), v.description());
  }

  /** A jar with a services file and nothing else, not in a plugin folder yet. */
  Path plain(Variation v) throws IOException {
    return jar(v.name(), compile(v), new Manifest());
  }

  /** The same with all that is in another jar, but for its manifest. */
  Path plain(Variation v, Path other) throws IOException {
    Map<String, byte[]> files = compile(v);
    try (ZipFile zip = new ZipFile(other.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
          files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
    }
    return jar(v.name(), files, new Manifest());
  }

  /** A jar that is a bundle. */
  Path bundle(Variation v, Map<String, String> headers) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.putValue("Manifest-Version", "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "com.example." + v.name());
    headers.forEach(main::putValue);
    return jar(v.name(), compile(v), manifest);
  }

  /** Imports of the API's packages that a loader needs, in a range. */
  static String imports(String range) {
    return Stream.of("data", "plugin", "tensor")
        .map(p -> "org.octet.api." + p + ";version=\"" + range + "\"")
        .reduce((a, b) -> a + "," + b)
        .orElseThrow();
  }

  /** Puts a jar into a plugin folder in one step. */
  static void put(Path jar, Path plugins, String name) throws IOException {
    Files.move(jar, plugins.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Map<String, byte[]> compile(Variation v) throws IOException {
    Path work = Files.createTempDirectory(folder, v.name());
    List<String> sources = new ArrayList<>();
    sources.add(Files.writeString(work.resolve("Provider.java"), source(v)).toString());
    if (!v.library().isEmpty()) {
      String library =
          "package com.example.library; public final class Library {"
              + " public static String version() { return \""
              + v.library()
              + "\"; } }";
      sources.add(Files.writeString(work.resolve("Library.java"), library).toString());
    }
    Map<String, byte[]> files = compile(work, sources);
    if (v.nativeLibrary()) {
      files.put("native.so", Files.readAllBytes(nativeLibrary(work, v.name())));
    }
    return files;
  }

  private static Path nativeLibrary(Path work, String name) throws IOException {
    String source =
        "int Java_com_example_%s_Provider_answer(void *env, void *type) { return 42; }%n";
    Path file = Files.writeString(work.resolve("native.c"), source.formatted(name));
    Path library = work.resolve("native.so");
    Process compiler =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), file.toString())
            .inheritIO()
            .start();
    try {
      if (compiler.waitFor() != 0) {
        throw new IllegalStateException("gcc: " + compiler.exitValue());
      }
      return library;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, byte[]> compile(Path work, List<String> sources) throws IOException {
    Path classes = Files.createDirectories(work.resolve("classes"));
    Path api =
        Distribution.built().bundles().stream()
            .filter(b -> b.getFileName().toString().startsWith("octet-api-"))
            .findAny()
            .orElseThrow();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none", "--release", "17", "-d", classes.toString(), "-cp", api.toString()));
    arguments.addAll(sources);
    int rc = javac.run(null, null, null, arguments.toArray(String[]::new));
    if (rc != 0) {
      throw new IllegalStateException("javac: " + rc);
    }
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(classes)) {
      for (Path f : all.filter(Files::isRegularFile).toList()) {
        files.put(classes.relativize(f).toString(), Files.readAllBytes(f));
      }
    }
    return files;
  }

  private Path jar(String name, Map<String, byte[]> files, Manifest manifest) throws IOException {
    Path jar = Files.createTempFile(folder, name, ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip =
            manifest.getMainAttributes().isEmpty()
                ? new JarOutputStream(out)
                : new JarOutputStream(out, manifest)) {
      String others = new String(files.getOrDefault(SERVICE, new byte[0]), StandardCharsets.UTF_8);
      String mine = "com.example." + name + ".Provider\n";
      files.put(SERVICE, (mine + others).getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return jar;
  }
}
