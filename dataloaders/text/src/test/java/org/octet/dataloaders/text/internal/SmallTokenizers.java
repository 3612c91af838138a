package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** One tokenizer of each kind with a vocabulary of a few tokens, for fuzzing. */
final class SmallTokenizers {
  /** In the format of {@code tokenizer.json}. */
  static final List<String> ALL =
      List.of(
          """
          {"added_tokens":[{"id":0,"content":"[UNK]","single_word":false,"lstrip":false,"rstrip":false,
           "normalized":false,"special":true}],
           "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,
           "strip_accents":null,"lowercase":true},
           "pre_tokenizer":{"type":"BertPreTokenizer"},
           "post_processor":{"type":"TemplateProcessing",
           "single":[{"SpecialToken":{"id":"x","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
           "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
           "special_tokens":{"x":{"id":"x","ids":[1],"tokens":["x"]}}},
           "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
           "max_input_chars_per_word":9,"vocab":{"[UNK]":0,"x":1,"the":2,"##o":3,"d":4,"##g":5}}}
          """,
          """
          {"added_tokens":[],
           "normalizer":{"type":"Replace","pattern":{"Regex":"a+"},"content":"b"},
           "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,
           "use_regex":true},
           "post_processor":{"type":"RobertaProcessing","sep":["x",1],"cls":["y",0],
           "trim_offsets":true,"add_prefix_space":false},
           "model":{"type":"BPE","dropout":null,"unk_token":"d","continuing_subword_prefix":"",
           "end_of_word_suffix":"","fuse_unk":false,"vocab":{"d":0,"o":1,"g":2,"do":3},
           "merges":["d o"]}}
          """,
          """
          {"added_tokens":[],"normalizer":{"type":"NFKC"},
           "pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"always",
           "split":true},
           "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["_the",-1.5],["d",-2]],
           "byte_fallback":false}}
          """);

  private SmallTokenizers() {}

  /**
   * One with a normalizer as SentencePiece makes them.
   *
   * @param table of replacements
   */
  static String replacing(byte[] table) {
    String normalizer =
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"%s\"}"
            .formatted(Base64.getEncoder().encodeToString(table));
    return ALL.get(2).replace("{\"type\":\"NFKC\"}", normalizer);
  }

  /** The table in {@code unigram.json}. */
  static byte[] table() throws IOException {
    Map<?, ?> tokenizer = (Map<?, ?>) Json.read(Fixtures.text("unigram.json"));
    List<?> parts = (List<?>) ((Map<?, ?>) tokenizer.get("normalizer")).get("normalizers");
    String table = (String) ((Map<?, ?>) parts.get(0)).get("precompiled_charsmap");
    return Base64.getDecoder().decode(table);
  }
}
