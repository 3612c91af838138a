package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.octet.api.error.InputException;

/**
 * What a tokenizer does, as the library takes it. Immutable.
 *
 * @param name of the file
 * @param json in the format of {@code tokenizer.json}, checked, with no padding
 * @param maxLength tokens at most, special ones included; empty: no limit
 * @param padId the id for padding; empty: the file names none
 * @param digest identifies what it does
 */
record TokenizerFile(
    String name, String json, OptionalInt maxLength, OptionalLong padId, String digest) {
  private static final String WHAT = "tokenizer";

  /**
   * Reads a {@code tokenizer.json} or a {@code vocab.txt}.
   *
   * @param lowerCase of a vocab.txt: whether texts are made lower-case and lose their accents
   * @param maxLength tokens at most; empty: as the file says
   * @throws InputException when the file is neither or is damaged
   */
  static TokenizerFile read(Path file, boolean lowerCase, OptionalInt maxLength) {
    String text = TextFile.text(file, WHAT);
    try {
      return text.stripLeading().startsWith("{")
          ? ofJson(file.toString(), text, maxLength)
          : of(file.toString(), WordPieceVocabulary.tokenizer(text, lowerCase), maxLength);
    } catch (IOException e) {
      throw new InputException("%s '%s': %s".formatted(WHAT, file, e.getMessage()), e);
    }
  }

  /**
   * Takes a {@code tokenizer.json}.
   *
   * @param name for messages
   * @param maxLength tokens at most; empty: as the file says
   * @throws IOException with the reason when it is damaged
   */
  static TokenizerFile ofJson(String name, String text, OptionalInt maxLength) throws IOException {
    Object root = Json.read(text);
    if (root instanceof Map<?, ?> object) {
      Map<String, Object> tokenizer = new LinkedHashMap<>();
      object.forEach((key, value) -> tokenizer.put((String) key, value));
      return of(name, tokenizer, maxLength);
    }
    throw new IOException("it is no JSON object");
  }

  private static TokenizerFile of(String name, Map<String, Object> tokenizer, OptionalInt maxLength)
      throws IOException {
    TokenizerCheck.check(tokenizer);
    OptionalLong padId = padId(tokenizer);
    Object own = tokenizer.get("truncation");
    OptionalInt longest = maxLength.isPresent() ? maxLength : number(own, "max_length");
    tokenizer.put("padding", null);
    tokenizer.put("truncation", longest.isEmpty() ? null : truncation(own, longest.getAsInt()));
    String json = Json.write(tokenizer);
    return new TokenizerFile(name, json, longest, padId, new Fingerprint().add(json).hex());
  }

  /** The longer text of two is cut first, at the end that the file says. */
  private static Map<String, Object> truncation(Object own, int longest) {
    boolean left = own instanceof Map<?, ?> t && "Left".equals(t.get("direction"));
    Map<String, Object> truncation = new LinkedHashMap<>();
    truncation.put("direction", left ? "Left" : "Right");
    truncation.put("max_length", new Json.Literal(Integer.toString(longest)));
    truncation.put("strategy", "LongestFirst");
    truncation.put("stride", new Json.Literal("0"));
    return truncation;
  }

  private static OptionalLong padId(Map<String, Object> tokenizer) {
    OptionalInt own = number(tokenizer.get("padding"), "pad_id");
    if (own.isPresent()) {
      return OptionalLong.of(own.getAsInt());
    }
    if (tokenizer.get("added_tokens") instanceof List<?> added) {
      for (Object token : added) {
        if (token instanceof Map<?, ?> t
            && ("[PAD]".equals(t.get("content")) || "<pad>".equals(t.get("content")))) {
          OptionalInt id = number(t, "id");
          return id.isPresent() ? OptionalLong.of(id.getAsInt()) : OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalInt number(Object object, String key) {
    return object instanceof Map<?, ?> map
            && map.get(key) instanceof Json.Literal number
            && number.text().matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(number.text()))
        : OptionalInt.empty();
  }
}
