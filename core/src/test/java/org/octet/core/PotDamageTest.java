package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.octet.api.PotConfig;
import org.octet.api.error.InputException;

/** Damaged configurations of POT are the user's input: told, never thrown at the user. */
class PotDamageTest extends SmallNetTest {
  private static final int DAMAGES = 40;
  private static final List<String> SHREDS =
      List.of(
          "",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "'",
          "null",
          "-1",
          "1e999",
          "\n",
          "  ",
          "*a",
          "&a",
          "!!x",
          "%",
          "|",
          "\t",
          "\u0000",
          "<<",
          "---",
          "//",
          "/*",
          "true",
          "9999999999999999999");

  @Test
  void damagedFilesAreTold() throws IOException {
    Random random = new Random(17);
    int told = 0;
    for (Path file : configurations()) {
      String name = file.getFileName().toString();
      String text = Files.readString(file).replace("${folder}", folder.toString());
      for (int i = 0; i < DAMAGES; i++) {
        Path damaged = Files.write(folder.resolve(name), damage(text, random));
        try {
          octet.readPot(PotConfig.of(damaged));
        } catch (InputException e) {
          assertThat(e.getMessage()).contains(name);
          told++;
        } catch (RuntimeException | StackOverflowError e) {
          fail(Files.readString(damaged), e);
        }
      }
    }
    assertThat(told).isGreaterThan(DAMAGES);
  }

  private static List<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/pot"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Replaces a piece by a shred of syntax, or flips a byte. */
  private static byte[] damage(String text, Random random) {
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(12));
    String shred = SHREDS.get(random.nextInt(SHREDS.size()));
    byte[] bytes =
        (text.substring(0, from) + shred + text.substring(to)).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }
}
