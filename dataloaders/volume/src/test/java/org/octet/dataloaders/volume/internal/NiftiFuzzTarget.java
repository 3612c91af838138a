package org.octet.dataloaders.volume.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.testing.DataLoaders;

/** What the fuzzer feeds with {@code .nii} files. */
public final class NiftiFuzzTarget {
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "fuzz.nii");

  private NiftiFuzzTarget() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    String cut = bytes.length % 2 == 0 ? "crop=1x1x1" : "patch=1x2x1";
    DataLoaders.readOrRefuse(
        new VolumeLoaderProvider(), FILE, cut, "orientation=ras", "normalize=range");
  }
}
