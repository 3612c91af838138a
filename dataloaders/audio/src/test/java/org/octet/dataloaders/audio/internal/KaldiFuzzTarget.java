package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.plugin.Parameters;
import org.octet.api.testing.DataLoaders;

/** What the fuzzer feeds with {@code .ark} files. */
public final class KaldiFuzzTarget {
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "fuzz.ark");
  private static final AudioLoaderProvider PROVIDER = new AudioLoaderProvider();
  private static final Parameters EVEN = DataLoaders.parameters(PROVIDER, FILE, "on-error=fail");
  private static final Parameters ODD = DataLoaders.parameters(PROVIDER, FILE, "records=frames");

  private KaldiFuzzTarget() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    DataLoaders.readOrRefuse(PROVIDER, bytes.length % 2 == 0 ? EVEN : ODD);
  }
}
