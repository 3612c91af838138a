package org.octet.distribution.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The installation under test, started as users start it.
 *
 * @param home its folder
 */
record Distribution(Path home) {
  private static final long LIMIT_SECONDS = 600;

  /** The installation that the build has assembled. */
  static Distribution built() {
    Path home = Path.of(System.getProperty("octet.distribution")).normalize();
    if (!Files.isRegularFile(home.resolve("bin/octet"))) {
      throw new IllegalStateException(
          "no installation in " + home + ": build distribution/assembly");
    }
    return new Distribution(home);
  }

  /** An installation that shares Octet's jars, with a plugins folder of its own. */
  Distribution withOwnPlugins(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(folder.resolve("plugins"));
    Files.copy(home.resolve("bin/octet"), folder.resolve("bin/octet"));
    for (String shared : List.of("lib", "bundles", "conf", "demo", "recipes", "repository")) {
      Files.createSymbolicLink(folder.resolve(shared), home.resolve(shared));
    }
    return new Distribution(folder);
  }

  /**
   * The same with an API whose packages all have this version, and a core that implements it; the
   * plugins are as they were built.
   */
  Distribution withApi(Path folder, String version) throws IOException {
    Distribution own = withOwnPlugins(folder);
    Files.delete(folder.resolve("bundles"));
    Files.createDirectories(folder.resolve("bundles"));
    for (Path bundle : bundles()) {
      String name = bundle.getFileName().toString();
      Path jar = folder.resolve("bundles").resolve(name);
      if (name.startsWith("octet-api-")) {
        rewrite(Files.copy(bundle, jar), "Export-Package", "\"1\\.[0-9.]+\"", '"' + version + '"');
        rewrite(jar, "Import-Package", "1\\.\\d+,", "1.0,");
      } else if (name.startsWith("octet-core-")) {
        // who implements an API fits one minor version of it only
        rewrite(Files.copy(bundle, jar), "Import-Package", "\\[1\\.\\d+,1\\.\\d+\\)", "[1.0,2)");
      } else {
        Files.createSymbolicLink(jar, bundle);
      }
    }
    return own;
  }

  /** The same without the bundles whose file names begin like this. */
  Distribution without(Path folder, String bundle) throws IOException {
    Distribution own = withOwnPlugins(folder);
    Files.delete(folder.resolve("bundles"));
    Files.createDirectories(folder.resolve("bundles"));
    for (Path jar : bundles()) {
      String name = jar.getFileName().toString();
      if (!name.startsWith(bundle)) {
        Files.createSymbolicLink(folder.resolve("bundles").resolve(name), jar);
      }
    }
    return own;
  }

  /** Changes what fits a pattern in a header of a jar's manifest. */
  static void rewrite(Path jar, String header, String pattern, String replacement)
      throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path file = zip.getPath("META-INF", "MANIFEST.MF");
      Manifest manifest;
      try (InputStream in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      Attributes main = manifest.getMainAttributes();
      main.putValue(header, main.getValue(header).replaceAll(pattern, replacement));
      try (OutputStream out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
    }
  }

  /** What a process did. */
  record Result(int code, String out, String err) {}

  /** Runs a command to its end. */
  Result run(String... args) {
    return run(Map.of(), args);
  }

  /** Runs a command with more environment variables. */
  Result run(Map<String, String> environment, String... args) {
    return run(List.of(), environment, args);
  }

  /** Runs a command that is started by another one. */
  Result run(List<String> prefix, Map<String, String> environment, String... args) {
    try {
      Path folder = Files.createTempDirectory("octet-run-");
      Process process = start(prefix, environment, folder, args);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running: octet " + String.join(" ", args));
      }
      Result result =
          new Result(process.exitValue(), read(folder.resolve("out")), read(folder.resolve("err")));
      delete(folder);
      return result;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command; its output goes to the files {@code out} and {@code err} of a folder. */
  Process start(List<String> prefix, Map<String, String> environment, Path folder, String... args)
      throws IOException {
    return builder(prefix, environment, folder, args)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  /** The same for a command that somebody types to. */
  Process startTyped(Map<String, String> environment, Path folder, String... args)
      throws IOException {
    return builder(List.of(), environment, folder, args).start();
  }

  private ProcessBuilder builder(
      List<String> prefix, Map<String, String> environment, Path folder, String... args) {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("bin/octet").toString());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put("OCTET_JAVA_OPTS", "-Doctet.cache=" + System.getProperty("octet.cache"));
    builder.environment().putAll(environment);
    return builder;
  }

  /** Octet's jars, in the order of their names. */
  List<Path> bundles() {
    try (Stream<Path> files = Files.list(home.resolve("bundles"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path demoModel() {
    return home.resolve("demo/model/demo.onnx");
  }

  Path demoPictures(String split) {
    return home.resolve("demo/pictures").resolve(split);
  }

  static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
