package org.octet.distribution.cli.internal.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {
  @TempDir Path folder;

  private Path jar(Map<String, byte[]> entries) {
    return Jars.write(folder.resolve("x.jar"), Map.of(), entries);
  }

  @Test
  void aPluginIsAllowed() {
    assertThat(Archives.LIMITS.problem(Jars.plugin(folder.resolve("x.jar")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "a/../../evil", "/etc/evil", "..\\evil", "C:/evil", "a/..", "\\\\h\\e"})
  void noEntryLeavesItsFolder(String name) {
    assertThat(Archives.LIMITS.problem(jar(Map.of(name, new byte[1]))).orElseThrow())
        .contains("'" + name + "'")
        .contains("outside");
  }

  @Test
  void dotsWithinNamesAreNothingSpecial() {
    assertThat(Archives.LIMITS.problem(jar(Map.of("a/..b/c...", new byte[1])))).isEmpty();
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("com/example/A1.class", new byte[] {1});
    entries.put("com/example/A2.class", new byte[] {2});
    Path jar = Jars.patch(jar(entries), "A2.class", "A1.class");
    assertThat(Archives.LIMITS.problem(jar).orElseThrow()).contains("A1.class' is there twice");
  }

  @Test
  void twoManifestsOfOneNameInAnotherCaseAreRefused() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("META-INF/services/x", new byte[] {1});
    entries.put("meta-inf/services/X", new byte[] {2});
    assertThat(Archives.LIMITS.problem(jar(entries)).orElseThrow()).contains("twice");
  }

  @Test
  void anEntryThatInflatesWithoutMeasureIsRefused() throws IOException {
    Path bomb = jar(Map.of("zeros", new byte[8 << 20]));
    assertThat(Files.size(bomb)).isLessThan(20_000);
    assertThat(Archives.LIMITS.problem(bomb).orElseThrow()).contains("'zeros'").contains("200");
  }

  @Test
  void allEntriesTogetherAndTheirNumberHaveLimits() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      byte[] noise = new byte[1000];
      new Random(i).nextBytes(noise);
      entries.put("e" + i, noise);
    }
    Path jar = jar(entries);
    assertThat(new Archives(10, 10_000, 200).problem(jar)).isEmpty();
    assertThat(new Archives(10, 9_999, 200).problem(jar).orElseThrow()).contains("9999 bytes");
    assertThat(new Archives(9, 10_000, 200).problem(jar).orElseThrow()).contains("10 entries");
  }

  @Test
  void theBytesAreCountedAndNotBelieved() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    Path jar = jar(Map.of("noise", noise));
    // 100000 in the central directory becomes 16
    Jars.patch(jar, "\u00a0\u0086\u0001\u0000", "\u0010\u0000\u0000\u0000");
    assertThat(new Archives(10, 50_000, 200).problem(jar)).isPresent();
  }

  @Test
  void whatIsNoArchiveIsSaidToBeNone() throws IOException {
    Path file = Files.writeString(folder.resolve("x.jar"), "not a zip file");
    assertThat(Archives.LIMITS.problem(file).orElseThrow()).contains("not a readable jar");
    Path half = Jars.plugin(folder.resolve("y.jar"));
    byte[] bytes = Files.readAllBytes(half);
    Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(Archives.LIMITS.problem(half).orElseThrow()).contains("not a readable jar");
  }
}
