package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.plugin.Parameters;
import org.octet.api.testing.DataLoaders;

/** What the fuzzer feeds with {@code .ark} files. */
public final class ArkFuzzTarget {
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "fuzz.ark");
  private static final KaldiLoaderProvider PROVIDER = new KaldiLoaderProvider();
  private static final Parameters EVEN = DataLoaders.parameters(PROVIDER, FILE, "scale=2");
  private static final Parameters ODD =
      DataLoaders.parameters(PROVIDER, FILE, "samples=utterances");

  private ArkFuzzTarget() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    DataLoaders.readOrRefuse(PROVIDER, bytes.length % 2 == 0 ? EVEN : ODD);
  }
}
