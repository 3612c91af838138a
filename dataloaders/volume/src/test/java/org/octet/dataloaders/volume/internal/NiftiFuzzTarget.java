package org.octet.dataloaders.volume.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.plugin.Parameters;
import org.octet.api.testing.DataLoaders;

/** What the fuzzer feeds with {@code .nii} files. */
public final class NiftiFuzzTarget {
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "fuzz.nii");
  private static final VolumeLoaderProvider PROVIDER = new VolumeLoaderProvider();
  private static final Parameters EVEN =
      DataLoaders.parameters(PROVIDER, FILE, "crop=1x1x1", "orientation=ras", "normalize=range");
  private static final Parameters ODD =
      DataLoaders.parameters(PROVIDER, FILE, "patch=1x2x1", "orientation=ras", "normalize=range");

  private NiftiFuzzTarget() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    DataLoaders.readOrRefuse(PROVIDER, bytes.length % 2 == 0 ? EVEN : ODD);
  }
}
