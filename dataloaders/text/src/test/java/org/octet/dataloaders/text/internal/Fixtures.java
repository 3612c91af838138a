package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** Files for tests, and loaders opened as core opens them. */
final class Fixtures {
  private Fixtures() {}

  /** A file made by {@code make_fixtures.py}, copied into a folder. */
  static Path copy(String name, Path folder) {
    return write(folder, name, bytes(name));
  }

  /**
   * The bytes of a file made by {@code make_fixtures.py}, or of another resource with {@code /}.
   */
  static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static Path write(Path folder, String name, String text) {
    return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
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

  /** Opens a loader with {@code key=value} parameters. */
  static DataLoader open(Path path, String... parameters) {
    Map<String, Object> raw = new HashMap<>(Map.of("path", path.toString()));
    for (String p : parameters) {
      raw.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1));
    }
    TextLoaderProvider provider = new TextLoaderProvider();
    List<String> complaints = new ArrayList<>();
    Parameters checked = provider.parameters().check(raw, provider.name(), complaints);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(complaints.toString());
    }
    return provider.open(checked);
  }

  /** The elements of a tensor of 32- or 64-bit integers. */
  static long[] longs(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    long[] values = new long[(int) tensor.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.type() == ElementType.I64 ? bytes.getLong() : bytes.getInt();
    }
    return values;
  }

  /** The elements of one input of a sample. */
  static long[] longs(DataLoader loader, int index, String input) {
    try (Sample sample = loader.get(index)) {
      return longs(sample.data().get(input));
    }
  }

  /** A NumPy file of version 1. */
  static byte[] npy(String type, String shape, byte[] data) {
    return npy(
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape), data);
  }

  /** A NumPy file with any header. */
  static byte[] npy(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer file = ByteBuffer.allocate(10 + text.length + data.length);
    file.order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    return file.putShort((short) text.length).put(text).put(data).array();
  }

  /** A folder or file of the shared data; the test is skipped where it is absent. */
  static Path data(String name) {
    Path path = Path.of(System.getProperty("octet.data", ""), name);
    Assumptions.assumeTrue(
        Files.exists(path), () -> "no test data: " + name + " below octet.data is absent");
    return path;
  }
}
