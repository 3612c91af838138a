package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.testing.DataLoaders;

/** What the fuzzer feeds with {@code .npz} files. */
public final class NpzFuzzTarget {
  private static final Path FILE = Path.of(System.getProperty("java.io.tmpdir"), "fuzz.npz");

  private NpzFuzzTarget() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    String samples = bytes.length % 2 == 0 ? "samples=rows" : "samples=whole";
    DataLoaders.readOrRefuse(new TensorLoaderProvider(), FILE, samples, "scale=2");
  }
}
