package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of BERT, from its {@code vocab.txt}: one token per line, its id the line's number
 * from 0.
 */
final class WordPieceVocabulary {
  private static final int MAX_CHARS_PER_WORD = 100;

  private WordPieceVocabulary() {}

  /**
   * The same as a {@code tokenizer.json}: BERT's normalizer and splitting, WordPiece, {@code [CLS]
   * a [SEP]} and {@code [CLS] a [SEP] b [SEP]}.
   *
   * @param lowerCase whether texts are made lower-case and lose their accents
   * @throws IOException when a special token that it needs is missing
   */
  static Map<String, Object> tokenizer(String text, boolean lowerCase) throws IOException {
    Map<String, Object> vocabulary = vocabulary(text);
    for (String needed : List.of("[UNK]", "[CLS]", "[SEP]")) {
      if (!vocabulary.containsKey(needed)) {
        throw new IOException(
            "it is no tokenizer.json, and as a vocab.txt of one token per line it lacks " + needed);
      }
    }
    Map<String, Object> tokenizer = new LinkedHashMap<>();
    tokenizer.put("version", "1.0");
    tokenizer.put("added_tokens", added(vocabulary));
    tokenizer.put("normalizer", normalizer(lowerCase));
    tokenizer.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
    tokenizer.put("post_processor", processor(vocabulary));
    tokenizer.put("decoder", null);
    tokenizer.put("model", model(vocabulary));
    return tokenizer;
  }

  private static Map<String, Object> vocabulary(String text) {
    Map<String, Object> vocabulary = new LinkedHashMap<>();
    int id = 0;
    for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); id++) {
      vocabulary.put(lines.next().stripTrailing(), new Json.Literal(Integer.toString(id)));
    }
    return vocabulary;
  }

  /** Special tokens are found in texts before these are cut. */
  private static List<Object> added(Map<String, Object> vocabulary) {
    List<Object> added = new ArrayList<>();
    for (String token : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
      if (vocabulary.containsKey(token)) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", vocabulary.get(token));
        entry.put("content", token);
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
          entry.put(flag, false);
        }
        entry.put("special", true);
        added.add(entry);
      }
    }
    return added;
  }

  private static Map<String, Object> normalizer(boolean lowerCase) {
    Map<String, Object> normalizer = new LinkedHashMap<>();
    normalizer.put("type", "BertNormalizer");
    normalizer.put("clean_text", true);
    normalizer.put("handle_chinese_chars", true);
    normalizer.put("strip_accents", null);
    normalizer.put("lowercase", lowerCase);
    return normalizer;
  }

  private static Map<String, Object> processor(Map<String, Object> vocabulary) {
    Map<String, Object> processor = new LinkedHashMap<>();
    processor.put("type", "BertProcessing");
    processor.put("sep", List.of("[SEP]", vocabulary.get("[SEP]")));
    processor.put("cls", List.of("[CLS]", vocabulary.get("[CLS]")));
    return processor;
  }

  private static Map<String, Object> model(Map<String, Object> vocabulary) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "WordPiece");
    model.put("unk_token", "[UNK]");
    model.put("continuing_subword_prefix", "##");
    model.put("max_input_chars_per_word", new Json.Literal(Integer.toString(MAX_CHARS_PER_WORD)));
    model.put("vocab", vocabulary);
    return model;
  }
}
