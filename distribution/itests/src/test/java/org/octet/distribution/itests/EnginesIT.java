package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.distribution.itests.TestPlugins.Variation;

/** Several engines, each with OpenVINO inside, in one Octet. */
class EnginesIT {
  private static final String ENGINE = "octet-engines-openvino-";

  @TempDir Path folder;
  private Distribution octet;
  private RunningOctet shell;
  private Path engine;

  @BeforeEach
  void start() throws IOException {
    octet = Distribution.built().without(folder.resolve("octet"), ENGINE);
    engine =
        Distribution.built().bundles().stream()
            .filter(b -> b.getFileName().toString().startsWith(ENGINE))
            .findAny()
            .orElseThrow();
    shell = new RunningOctet(octet, folder.resolve("run"));
    put(Files.copy(engine, folder.resolve("first")), "first.jar");
    shell.awaitWhy("openvino", a -> a.contains("of first.jar"));
  }

  @AfterEach
  void end() {
    try (RunningOctet running = shell) {
      running.exit();
      assertThat(running.err()).doesNotContain("LinkageError").doesNotContain("NoClassDefFound");
    }
  }

  private void put(Path jar, String name) throws IOException {
    TestPlugins.put(jar, octet.home().resolve("plugins"), name);
  }

  private void delete(String name) throws IOException {
    Files.delete(octet.home().resolve("plugins").resolve(name));
  }

  private void evaluate() {
    shell.type(
        "octet:evaluate --model %s --reference %s --metric sqnr --loader synthetic --subset-size 2"
            .formatted(octet.demoModel(), octet.demoModel()));
  }

  @Test
  void twoThatHaveTheSameOpenVinoWorkAtTheSameTime() throws IOException {
    TestPlugins make = new TestPlugins(Files.createDirectories(folder.resolve("made")));
    put(make.plain(Variation.usual("slow", "s")), "slow.jar");
    shell.awaitWhy("slow", a -> a.contains("is there"));
    shell.type(
        "octet:quantize --no-cache --model %s --loader slow --data . -L count=6 -L delay=1000 --load-threads 1 --output %s"
            .formatted(octet.demoModel(), folder.resolve("int8")));
    shell.awaitAnswer("jobs", a -> a.contains("calibrate"));
    Path second = Files.copy(engine, folder.resolve("second"));
    Distribution.rewrite(second, "Bundle-SymbolicName", "^[^;]+", "com.example.engine");
    put(second, "second.jar");
    delete("first.jar");
    shell.awaitWhy("openvino", a -> a.contains("of second.jar") && !a.contains("of first.jar"));
    evaluate();
    shell.awaitOut("job 2 (evaluate) done");
    assertThat(shell.type("jobs")).as("the first engine still works").contains("running");
    shell.awaitOut("job 1 (quantize) done");
  }

  @Test
  void oneThatHasAnotherOpenVinoIsRefused() throws IOException {
    evaluate();
    shell.awaitOut("job 1 (evaluate) done");
    delete("first.jar");
    shell.awaitWhy("openvino", a -> a.contains("there is no plugin"));
    String version = version();
    put(withOtherVersion(), "other.jar");
    shell.awaitWhy("openvino", a -> a.contains("of other.jar"));
    evaluate();
    String out =
        shell.awaitOut(
            "job 2 (evaluate) failed with exit code 6: this process has loaded OpenVINO "
                + version);
    assertThat(out)
        .contains("OpenVINO 9" + version)
        .contains("cannot be loaded too. Use one version, or two processes.");
  }

  /** As it stands in the names of its files. */
  private String version() throws IOException {
    try (ZipFile zip = new ZipFile(engine.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.contains("libopenvino_c.so."))
          .map(name -> name.replaceFirst(".*\\.so\\.", ""))
          .findAny()
          .orElseThrow();
    }
  }

  private Path withOtherVersion() throws IOException {
    Path other = folder.resolve("other");
    try (ZipFile in = new ZipFile(engine.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(other))) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("openvino/index.txt")) {
          String index = new String(bytes, StandardCharsets.UTF_8);
          // in its first line and in the names
          String others = index.replaceFirst("# ", "# 9").replace(".so.", ".so.9");
          bytes = others.getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName().replace(".so.", ".so.9")));
        out.write(bytes);
      }
    }
    return other;
  }
}
