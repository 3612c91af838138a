package org.octet.dataloaders.tensor.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;

/** Arrays for tests. */
final class Arrays {
  private Arrays() {}

  /** An {@code .npy} file with any header. */
  static byte[] npy(String header, byte... data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer b = ByteBuffer.allocate(10 + text.length + data.length);
    b.order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    b.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).put(data);
    return b.array();
  }

  /** An {@code .npy} file in C order, the data 0, 1, 2, …. */
  static byte[] bytes(String shape, int count) {
    byte[] data = new byte[count];
    for (int i = 0; i < count; i++) {
      data[i] = (byte) i;
    }
    return npy(header("|u1", shape), data);
  }

  static String header(String type, String shape) {
    return "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
  }

  static byte[] npz(Map<String, byte[]> entries) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream();
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey() + ".npy"));
        zip.write(entry.getValue());
      }
      zip.finish();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** A file of {@code src/test/resources}. */
  static Path fixture(String name) {
    try {
      return Path.of(Arrays.class.getResource(name).toURI());
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
