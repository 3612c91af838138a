package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works. */
class ReadmeIT {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private final Distribution octet = Distribution.built();

  @Test
  void theJavaProgramQuantizes(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("Quantize.java"), program(0));
    Files.createSymbolicLink(folder.resolve("net.onnx"), octet.demoModel());
    Files.createSymbolicLink(folder.resolve("pictures"), octet.demoPictures("calibration"));
    assertThat(run(folder, "Quantize.java")).containsPattern("[1-9]\\d* operations quantized");
    assertThat(folder.resolve("int8/net.xml")).isNotEmptyFile();
  }

  @Test
  void theScriptOfPotQuantizesAndEvaluates(@TempDir Path folder) throws Exception {
    String frame = Files.readString(Path.of("src/test/resources/PotScript.java"));
    Files.writeString(folder.resolve("PotScript.java"), frame.replace("//README", program(1)));
    Distribution.Result converted =
        octet.run(
            "convert",
            "--model",
            octet.demoModel().toString(),
            "--output",
            folder.toString(),
            "--name",
            "net");
    assertThat(converted.code()).as(converted.err()).isZero();
    few(octet.demoPictures("validation"), folder.resolve("pictures"));
    Matcher printed =
        Pattern.compile("\\{accuracy=([\\d.]+)\\}").matcher(run(folder, "PotScript.java"));
    assertThat(printed.find()).isTrue();
    assertThat(Double.parseDouble(printed.group(1))).isBetween(0.9, 1.0);
    assertThat(Files.readString(folder.resolve("optimized/net.xml"))).contains("FakeQuantize");
    assertThat(Files.size(folder.resolve("optimized/net.bin")))
        .isLessThan(Files.size(folder.resolve("net.bin")) / 3);
  }

  /** Copies a few pictures of each class. */
  private static void few(Path from, Path to) throws IOException {
    try (Stream<Path> classes = Files.list(from)) {
      for (Path each : classes.sorted().toList()) {
        Path target = Files.createDirectories(to.resolve(each.getFileName()));
        try (Stream<Path> pictures = Files.list(each)) {
          for (Path picture : pictures.sorted().limit(5).toList()) {
            Files.copy(picture, target.resolve(picture.getFileName()));
          }
        }
      }
    }
  }

  private String run(Path folder, String program) throws Exception {
    Path log = folder.resolve("log");
    Process java =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Doctet.cache=" + System.getProperty("octet.cache"),
                "-cp",
                octet.home() + "/bundles/*",
                program)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(java.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String output = Files.readString(log);
    assertThat(java.exitValue()).as(output).isZero();
    return output;
  }

  /** A block of Java in the README, from 0. */
  private String program(int block) throws IOException {
    Matcher blocks = JAVA.matcher(Files.readString(octet.home().resolve("README.md")));
    for (int i = 0; i <= block; i++) {
      assertThat(blocks.find()).isTrue();
    }
    return blocks.group(1);
  }
}
