package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.octet.api.data.DataLoader;
import org.octet.api.testing.DataLoaders;

/** Sounds and archives for tests. */
final class Sounds {
  static final int HEADER = 44;

  private Sounds() {}

  /** A 16-bit mono WAVE file at 8000 Hz, the samples 1, 2, 3, … thirty-two-thousandths. */
  static ByteBuffer wav(int samples) {
    ByteBuffer b = ByteBuffer.allocate(HEADER + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    b.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVEfmt ")).putInt(16);
    b.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
    b.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples);
    for (int i = 1; i <= samples; i++) {
      b.putShort((short) i);
    }
    return b;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static Path write(Path folder, String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path folder, String name, int samples) {
    return write(folder, name, wav(samples).array());
  }

  static DataLoader open(Path path, String... parameters) {
    return DataLoaders.open(new AudioLoaderProvider(), path, parameters);
  }

  static float[] values(DataLoader loader, int index) {
    return DataLoaders.tensor(loader, index).toFloats();
  }

  /** A file of {@code src/test/resources}. */
  static Path fixture(String name) {
    try {
      return Path.of(Sounds.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A file of the shared data; the test is skipped where it is absent. */
  static Path data(String name) {
    Path path = Path.of(System.getProperty("octet.data", ""), name);
    Assumptions.assumeTrue(
        Files.exists(path), () -> "no test data: " + name + " below octet.data is absent");
    return path;
  }
}
