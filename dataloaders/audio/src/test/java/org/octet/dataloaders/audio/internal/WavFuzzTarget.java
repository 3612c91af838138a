package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.plugin.Parameters;
import org.octet.api.testing.DataLoaders;

/** What the fuzzer feeds with {@code .wav} files. */
public final class WavFuzzTarget {
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "fuzz.wav");
  private static final AudioLoaderProvider PROVIDER = new AudioLoaderProvider();
  private static final Parameters EVEN =
      DataLoaders.parameters(PROVIDER, FILE, "window=16", "hop=8", "rate=6000", "windows=steps");
  private static final Parameters ODD =
      DataLoaders.parameters(PROVIDER, FILE, "window=16", "hop=8", "rate=6000", "windows=samples");

  private WavFuzzTarget() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    DataLoaders.readOrRefuse(PROVIDER, bytes.length % 2 == 0 ? EVEN : ODD);
  }
}
