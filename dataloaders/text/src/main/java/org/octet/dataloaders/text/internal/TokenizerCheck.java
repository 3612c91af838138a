package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/**
 * What must be true of a {@code tokenizer.json} beyond what the library checks itself: it ends the
 * whole process where one of these is not. Found by mutating files; the fuzzing of this package
 * looks for more.
 */
final class TokenizerCheck {
  /** Many characters, each with different ones around it. */
  private static final String PROBE =
      IntStream.concat(
              IntStream.rangeClosed(1, 0x24F),
              "\u4E2D\u3042\uD83D\uDE00\u2581\u0301 \u200B\u00A0\n\n \r\n  9a9 A.a'sZ "
                  .codePoints())
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  private TokenizerCheck() {}

  /**
   * Checks a whole file.
   *
   * @throws IOException with the reason
   */
  static void check(Map<String, Object> tokenizer) throws IOException {
    if (tokenizer.get("model") instanceof Map<?, ?> model) {
      model(model);
    }
    for (String part : List.of("normalizer", "pre_tokenizer", "post_processor", "decoder")) {
      part(tokenizer.get(part));
    }
  }

  private static void model(Map<?, ?> model) throws IOException {
    if (model.get("dropout") instanceof Json.Literal dropout
        && Double.parseDouble(dropout.text()) != 0) {
      throw new IOException(
          "model.dropout=%s makes tokens random; set it to null".formatted(dropout.text()));
    }
    if (model.get("continuing_subword_prefix") instanceof String prefix
        && model.get("merges") instanceof List<?> merges) {
      for (Object merge : merges) {
        if (!second(merge).startsWith(prefix)) {
          throw new IOException(
              "the second token of the merge %s does not start with continuing_subword_prefix '%s'"
                  .formatted(merge, prefix));
        }
      }
    }
  }

  /** A merge is {@code "a b"} or {@code ["a", "b"]}. */
  private static String second(Object merge) {
    if (merge instanceof List<?> pair) {
      return pair.size() == 2 && pair.get(1) instanceof String text ? text : "";
    }
    return merge instanceof String text ? text.substring(text.indexOf(' ') + 1) : "";
  }

  private static void part(Object part) throws IOException {
    if (part instanceof List<?> parts) {
      for (Object p : parts) {
        part(p);
      }
    } else if (part instanceof Map<?, ?> object) {
      if (object.get("pattern") instanceof Map<?, ?> pattern) {
        pattern(object.get("type"), pattern);
      }
      if ("".equals(object.get("prepend"))) {
        throw new IOException("a %s that prepends nothing".formatted(object.get("type")));
      }
      if ("Precompiled".equals(object.get("type"))) {
        CharsMapCheck.check(object.get("precompiled_charsmap"));
      }
      template(object, "single", List.of("A"));
      template(object, "pair", List.of("A", "B"));
      for (Object p : object.values()) {
        part(p);
      }
    }
  }

  /** A replacement of nothing is one at every place, which the library loses count of. */
  private static void pattern(Object type, Map<?, ?> pattern) throws IOException {
    if (pattern.containsValue("")
        || "Replace".equals(type)
            && pattern.get("Regex") instanceof String regex
            && findsNothing(regex)) {
      throw new IOException("the pattern %s of a %s can be empty".formatted(pattern, type));
    }
  }

  private static boolean findsNothing(String regex) throws IOException {
    try {
      Matcher matcher = Pattern.compile(regex).matcher(PROBE);
      return matcher.results().anyMatch(m -> m.start() == m.end());
    } catch (PatternSyntaxException e) {
      throw new IOException("the regular expression %s is not understood".formatted(regex), e);
    }
  }

  private static void template(Map<?, ?> processor, String key, List<String> sequences)
      throws IOException {
    if (processor.get(key) instanceof List<?> pieces) {
      for (Object piece : pieces) {
        Object special = id(piece, "SpecialToken");
        if (special != null
            && !(processor.get("special_tokens") instanceof Map<?, ?> known
                && known.containsKey(special))) {
          throw new IOException(
              "the template '%s' uses '%s', which is not in special_tokens"
                  .formatted(key, special));
        }
        Object sequence = id(piece, "Sequence");
        if (sequence != null && !sequences.contains(sequence)) {
          throw new IOException(
              "the template '%s' uses the text '%s'; it has %s"
                  .formatted(key, sequence, sequences));
        }
      }
    }
  }

  private static Object id(Object piece, String kind) {
    return piece instanceof Map<?, ?> p && p.get(kind) instanceof Map<?, ?> body
        ? body.get("id")
        : null;
  }
}
