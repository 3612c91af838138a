package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes tokenizers that are JSON for certain but wrong in meaning: the fuzzer's bytes choose one of
 * the small ones, the places to change, and with what.
 */
final class TokenizerChanges {
  private static final int MAX_CHANGES = 4;

  /** Names of parts, keys that parts have, and values of every kind. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "1",
          "-1",
          "0.5",
          "4294967296",
          "18446744073709551615",
          "1e300",
          "\"\"",
          "\"x\"",
          "\"[SEP]\"",
          "\"<s>\"",
          "\"##\"",
          "\"A\"",
          "\"B\"",
          "[]",
          "{}",
          "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Lowercase\"}]}",
          "{\"type\":\"Replace\",\"pattern\":{\"String\":\"o\"},\"content\":\"\"}",
          "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"o*\"},\"content\":\"e\"}",
          "{\"type\":\"Prepend\",\"prepend\":\"x\"}",
          "{\"type\":\"ByteLevel\"}",
          "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}",
          "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\"}",
          "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}",
          "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"s|\"},\"behavior\":\"Isolated\",\"invert\":false}",
          "{\"type\":\"Digits\",\"individual_digits\":true}",
          "{\"type\":\"Punctuation\",\"behavior\":\"Contiguous\"}",
          "{\"type\":\"CharDelimiterSplit\",\"delimiter\":\"o\"}",
          "{\"type\":\"Metaspace\",\"replacement\":\"o\",\"prepend_scheme\":\"first\",\"split\":true}",
          "{\"type\":\"UnicodeScripts\"}",
          "{\"type\":\"WhitespaceSplit\"}",
          "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Whitespace\"},{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":false}]}",
          "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":false,\"use_regex\":true}",
          "{\"type\":\"BertProcessing\",\"sep\":[\"x\",1],\"cls\":[\"y\",0]}",
          "{\"type\":\"RobertaProcessing\",\"sep\":[\"x\",1],\"cls\":[\"y\",0],\"trim_offsets\":true,\"add_prefix_space\":true}",
          "{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}",
          "{\"SpecialToken\":{\"id\":\"x\",\"type_id\":1}}",
          "{\"type\":\"WordLevel\",\"vocab\":{\"x\":0},\"unk_token\":\"x\"}",
          "{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"ab\":2},\"merges\":[\"a b\"],\"unk_token\":\"a\",\"fuse_unk\":true,\"byte_fallback\":true,\"ignore_merges\":true,\"end_of_word_suffix\":\"b\"}",
          "{\"type\":\"Unigram\",\"unk_id\":9,\"vocab\":[[\"a\",0.0]]}",
          "{\"type\":\"Unigram\",\"vocab\":[]}");

  private TokenizerChanges() {}

  /**
   * The tokenizer that some choices make.
   *
   * @param bytes the choices
   */
  static String make(byte[] bytes) throws IOException {
    ByteBuffer choices = ByteBuffer.wrap(Arrays.copyOf(bytes, 1 + 4 * MAX_CHANGES));
    List<String> seeds = SmallTokenizers.ALL;
    Object tokenizer = Json.read(seeds.get(Math.floorMod(choices.get(), seeds.size())));
    for (int i = 0; i < Math.min(MAX_CHANGES, bytes.length / 4); i++) {
      change(tokenizer, choices.getShort() & 0xFFFF, choices.getShort() & 0xFFFF);
    }
    return Json.write(tokenizer);
  }

  private static void change(Object tokenizer, int place, int what) throws IOException {
    List<Runnable> changes = new ArrayList<>();
    // the last choice of each place is to leave it out
    int choice = what % (VALUES.size() + 1);
    Object value = choice == VALUES.size() ? null : Json.read(VALUES.get(choice));
    collect(tokenizer, value, choice == VALUES.size(), changes);
    changes.get(place % changes.size()).run();
  }

  /** One change for each place, but only a few within a vocabulary. */
  @SuppressWarnings("unchecked")
  private static void collect(Object node, Object value, boolean remove, List<Runnable> changes) {
    if (node instanceof Map<?, ?>) {
      Map<String, Object> map = (Map<String, Object>) node;
      map.keySet().stream()
          .limit(16)
          .forEach(key -> changes.add(() -> set(map, key, value, remove)));
      map.values().stream().limit(16).forEach(v -> collect(v, value, remove, changes));
    } else if (node instanceof List<?>) {
      List<Object> list = (List<Object>) node;
      for (int i = 0; i < Math.min(6, list.size()); i++) {
        int at = i;
        changes.add(() -> list.set(at, value));
        collect(list.get(i), value, remove, changes);
      }
    }
  }

  private static void set(Map<String, Object> map, String key, Object value, boolean remove) {
    if (remove) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }
}
