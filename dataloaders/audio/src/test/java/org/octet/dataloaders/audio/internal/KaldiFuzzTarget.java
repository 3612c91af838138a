package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.testing.DataLoaders;

/** What the fuzzer feeds with {@code .ark} files. */
public final class KaldiFuzzTarget {
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "fuzz.ark");

  private KaldiFuzzTarget() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    DataLoaders.readOrRefuse(new AudioLoaderProvider(), FILE, "on-error=fail");
  }
}
