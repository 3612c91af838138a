package org.octet.core.internal.ir;

/** A fuzz target with a defect that only an input made on purpose meets. */
public final class PlantedDefect {
  private PlantedDefect() {}

  /** One input; called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > 2 && bytes[0] == '<' && bytes[1] == 'n' && bytes[2] == '!') {
      throw new IllegalStateException("found");
    }
  }
}
