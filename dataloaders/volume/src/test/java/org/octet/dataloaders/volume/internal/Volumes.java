package org.octet.dataloaders.volume.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.octet.api.data.DataLoader;
import org.octet.api.testing.DataLoaders;

/** Volumes for tests. */
final class Volumes {
  static final int HEADER = 352;

  private Volumes() {}

  /** A NIfTI-1 file of 16-bit numbers 0, 1, 2, … in the file's order, spacing 1. */
  static ByteBuffer nifti(int... extents) {
    int voxels = 1;
    for (int e : extents) {
      voxels *= e;
    }
    ByteBuffer b = ByteBuffer.allocate(HEADER + 2 * voxels).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0, 348).putShort(40, (short) extents.length).putShort(70, (short) 4);
    for (int i = 0; i < extents.length; i++) {
      b.putShort(42 + 2 * i, (short) extents[i]).putFloat(80 + 4 * i, 1);
    }
    b.putShort(72, (short) 16).putFloat(108, HEADER);
    b.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
    for (int i = 0; i < voxels; i++) {
      b.putShort(HEADER + 2 * i, (short) i);
    }
    return b;
  }

  static byte[] gzip(byte[] bytes) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
        packed.write(bytes);
      }
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

  static Path write(Path folder, String name, int... extents) {
    return write(folder, name, nifti(extents).array());
  }

  static DataLoader open(Path path, String... parameters) {
    return DataLoaders.open(new VolumeLoaderProvider(), path, parameters);
  }

  static float[] values(DataLoader loader, int index) {
    return DataLoaders.tensor(loader, index).toFloats();
  }

  /** A file of {@code src/test/resources}. */
  static Path fixture(String name) {
    try {
      return Path.of(Volumes.class.getResource(name).toURI());
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
