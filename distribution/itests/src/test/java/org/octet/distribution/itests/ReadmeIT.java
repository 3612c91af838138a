package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works. */
class ReadmeIT {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private final Distribution octet = Distribution.built();

  @Test
  void theJavaProgramQuantizes(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("Quantize.java"), program());
    Files.createSymbolicLink(folder.resolve("net.onnx"), octet.demoModel());
    Files.createSymbolicLink(folder.resolve("pictures"), octet.demoPictures("calibration"));
    Path log = folder.resolve("log");
    Process java =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Doctet.cache=" + System.getProperty("octet.cache"),
                "-cp",
                octet.home() + "/bundles/*",
                "Quantize.java")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(java.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String output = Files.readString(log);
    assertThat(java.exitValue()).as(output).isZero();
    assertThat(output).containsPattern("[1-9]\\d* operations quantized");
    assertThat(folder.resolve("int8/net.xml")).isNotEmptyFile();
  }

  private String program() throws IOException {
    Matcher block = JAVA.matcher(Files.readString(octet.home().resolve("README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
