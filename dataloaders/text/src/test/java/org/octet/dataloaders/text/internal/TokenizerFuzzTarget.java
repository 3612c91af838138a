package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.octet.api.error.InputException;

/**
 * What the fuzzer feeds with tokenizers: they cut texts, or an error says why not. That the native
 * library ends the process is a finding too.
 */
public final class TokenizerFuzzTarget {
  private static final List<String> TEXTS =
      List.of("the dog's \u00E9\u4E2D [SEP]\u0000</s>  no. 255", "", "w".repeat(300));

  private TokenizerFuzzTarget() {}

  /**
   * One input; called by the fuzzer. The first byte says what the others are.
   *
   * @param bytes of a {@code tokenizer.json}, of a table of replacements, or choices of {@link
   *     TokenizerChanges}
   */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    if (bytes.length > 0) {
      byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
      switch (Math.floorMod(bytes[0], 3)) {
        case 0 -> cut(new String(rest, StandardCharsets.UTF_8));
        case 1 -> cut(SmallTokenizers.replacing(rest));
        default -> cut(TokenizerChanges.make(rest));
      }
    }
  }

  /** Opens a tokenizer and cuts some texts. */
  static void cut(String json) {
    try {
      TokenizerFile file = TokenizerFile.ofJson("t", json, OptionalInt.of(9));
      try (Tokenizer tokenizer = new Tokenizer(file, true)) {
        for (String text : TEXTS) {
          check(tokenizer.encode(text, null));
          check(tokenizer.encode(text, TEXTS.get(0)));
        }
      }
    } catch (IOException | InputException | IllegalArgumentException e) {
      if (e.getMessage() == null) {
        throw new IllegalStateException("no reason", e);
      }
    }
  }

  private static void check(Encoding encoding) {
    if (encoding.size() > 9 || encoding.types().length != encoding.size()) {
      throw new IllegalStateException("not cut off: " + encoding.size());
    }
  }
}
