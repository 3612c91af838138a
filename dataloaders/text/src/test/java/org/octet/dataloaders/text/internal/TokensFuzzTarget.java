package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.util.Arrays;

/** What the fuzzer feeds with files of token ids: ids from 0, or an error with a reason. */
public final class TokensFuzzTarget {
  private TokensFuzzTarget() {}

  /**
   * One input; called by the fuzzer.
   *
   * @param bytes of a file
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    try {
      TokenSequences sequences = TokenSequences.of("t", bytes);
      for (int i = 0; i < sequences.size(); i++) {
        long[] ids = sequences.sequences().apply(i);
        if (ids.length == 0 || Arrays.stream(ids).anyMatch(id -> id < 0)) {
          throw new IllegalStateException("not ids: sequence " + sequences.ids().apply(i));
        }
      }
    } catch (IOException e) {
      if (e.getMessage() == null) {
        throw new IllegalStateException("no reason", e);
      }
    }
  }
}
