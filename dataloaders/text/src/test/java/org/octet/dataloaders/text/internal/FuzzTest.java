package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.testing.FuzzCampaign;

/** Coverage-guided fuzzing of everything that is read from files. */
class FuzzTest {
  private static final int RUNS = 10_000;
  private static final int FULL_RUNS = 1_000_000;

  /** A tokenizer takes a hundred times as long as a table. */
  private static final int FULL_TOKENIZERS = 100_000;

  private static final List<String> TABLE_WORDS =
      List.of(
          "\\\"\\\"",
          "\\x0D\\x0A",
          "a,b,c\\x0A",
          "a;b;c\\x0A",
          "\\\"a\\\":",
          "\\\\u0000",
          "\\\\ud800",
          "\\xEF\\xBB\\xBF",
          "\\xED\\xA0\\x80",
          "1e999",
          "NaN",
          "[[[[",
          "{\\\"a\\\":{");

  private static final List<String> TOKEN_WORDS =
      List.of(
          "'descr': '<i8'",
          "'descr': '>u2'",
          "'fortran_order': False",
          "'fortran_order': True",
          "'shape': (",
          "2147483647",
          "4294967296",
          "(1, 1)",
          "(0, 9)",
          "-1",
          "\\x93NUMPY\\x01\\x00",
          "\\x93NUMPY\\x02\\x00",
          "\\xFF\\xFF\\xFF\\xFF",
          "9223372036854775807",
          ", ");

  private static final List<String> TOKENIZER_WORDS =
      List.of(
          "null",
          "true",
          "false",
          "\\\"type\\\":",
          "\\\"\\\"",
          "\\\"Sequence\\\"",
          "\\\"BPE\\\"",
          "\\\"Unigram\\\"",
          "\\\"WordPiece\\\"",
          "\\\"WordLevel\\\"",
          "\\\"ByteLevel\\\"",
          "\\\"Replace\\\"",
          "\\\"Split\\\"",
          "\\\"Regex\\\":",
          "\\\"String\\\":",
          "\\\"pattern\\\":{",
          "\\\"unk_id\\\":",
          "\\\"vocab\\\":{",
          "\\\"merges\\\":[",
          "4294967296",
          "-1",
          "1e300",
          "\\\"SpecialToken\\\"",
          "\\\"id\\\":\\\"B\\\"",
          "\\\\ud800",
          "[[[[[[[[");

  @TempDir Path folder;

  @Test
  void tablesAreRowsOrRefused() throws Exception {
    clean(TableFuzzTarget.class, RUNS, TABLE_WORDS, tables());
  }

  @Test
  void tokensAreIdsOrRefused() throws Exception {
    clean(TokensFuzzTarget.class, RUNS, TOKEN_WORDS, tokens());
  }

  @Test
  void tokenizersCutOrAreRefused() throws Exception {
    clean(TokenizerFuzzTarget.class, RUNS, TOKENIZER_WORDS, tokenizers());
  }

  @Test
  void changedTokenizersCutOrAreRefused() throws Exception {
    clean(TokenizerTreeFuzzTarget.class, RUNS, List.of("x"), choices());
  }

  @Tag("full")
  @Test
  void aMillionTables() throws Exception {
    clean(TableFuzzTarget.class, FULL_RUNS, TABLE_WORDS, tables());
  }

  @Tag("full")
  @Test
  void aMillionFilesOfTokens() throws Exception {
    clean(TokensFuzzTarget.class, FULL_RUNS, TOKEN_WORDS, tokens());
  }

  @Tag("full")
  @Test
  void aMillionTokenizers() throws Exception {
    clean(TokenizerFuzzTarget.class, FULL_RUNS, TOKENIZER_WORDS, tokenizers());
  }

  @Tag("full")
  @Test
  void manyChangedTokenizers() throws Exception {
    clean(TokenizerTreeFuzzTarget.class, FULL_TOKENIZERS, List.of("x"), choices());
  }

  private void clean(Class<?> target, int runs, List<String> words, Map<String, byte[]> seeds)
      throws Exception {
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, target, runs, words)
            .run(seeds, Map.of("octet.cache", System.getProperty("octet.cache")));
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }

  private static Map<String, byte[]> tables() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    List<String> texts =
        List.of(
            "a text,\"another, \"\"quoted\"\"\",2.5\nb,c,0\n",
            "b;a;c\nx;\"y\ny\";7\n",
            "one\ttwo\t3\n\nfour\t\"five\t6e0\n",
            "{\"a\":\"x\\u00e9\",\"b\":true,\"c\":12}\n{\"c\":0,\"b\":1.5,\"a\":\"\",\"d\":[{}]}\n",
            "[\"x\",\"y\",3.5]\n");
    for (int i = 0; i < texts.size(); i++) {
      ByteArrayOutputStream seed = new ByteArrayOutputStream();
      seed.write(Math.min(i, 3));
      seed.writeBytes(texts.get(i).getBytes(StandardCharsets.UTF_8));
      seeds.put("table" + i, seed.toByteArray());
    }
    return seeds;
  }

  private static Map<String, byte[]> tokens() {
    return Map.of(
        "i8", Fixtures.npy("<i8", "(2, 3)", new byte[48]),
        "u2", Fixtures.npy(">u2", "(3, 1)", new byte[] {0, 1, 0, 2, 0, 3}),
        "text", "1 2 3\n4,5\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Short ones: without most of the vocabulary. */
  private static Map<String, byte[]> tokenizers() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    seeds.put(
        "wordpiece",
        ("{\"added_tokens\":[{\"id\":0,\"content\":\"[UNK]\",\"single_word\":false,\"lstrip\":false,"
                + "\"rstrip\":false,\"normalized\":false,\"special\":true}],"
                + "\"normalizer\":{\"type\":\"BertNormalizer\",\"clean_text\":true,"
                + "\"handle_chinese_chars\":true,\"strip_accents\":null,\"lowercase\":true},"
                + "\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},"
                + "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":"
                + "{\"id\":\"x\",\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":"
                + "[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}},{\"Sequence\":{\"id\":\"B\","
                + "\"type_id\":1}}],\"special_tokens\":{\"x\":{\"id\":\"x\",\"ids\":[1],"
                + "\"tokens\":[\"x\"]}}},\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\","
                + "\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":9,"
                + "\"vocab\":{\"[UNK]\":0,\"x\":1,\"the\":2,\"##o\":3,\"d\":4,\"##g\":5}}}")
            .getBytes(StandardCharsets.UTF_8));
    seeds.put(
        "bpe",
        ("{\"added_tokens\":[],\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a+\"},"
                + "\"content\":\"b\"},\"pre_tokenizer\":{\"type\":\"ByteLevel\","
                + "\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true},"
                + "\"post_processor\":{\"type\":\"RobertaProcessing\",\"sep\":[\"x\",1],"
                + "\"cls\":[\"y\",0],\"trim_offsets\":true,\"add_prefix_space\":false},"
                + "\"model\":{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":\"d\","
                + "\"continuing_subword_prefix\":\"\",\"end_of_word_suffix\":\"\",\"fuse_unk\":false,"
                + "\"vocab\":{\"d\":0,\"o\":1,\"g\":2,\"do\":3},\"merges\":[\"d o\"]}}")
            .getBytes(StandardCharsets.UTF_8));
    seeds.put(
        "unigram",
        ("{\"added_tokens\":[],\"normalizer\":{\"type\":\"NFKC\"},\"pre_tokenizer\":{\"type\":"
                + "\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"always\",\"split\":true},"
                + "\"model\":{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[[\"<unk>\",0.0],"
                + "[\"\u2581the\",-1.5],[\"d\",-2]],\"byte_fallback\":false}}")
            .getBytes(StandardCharsets.UTF_8));
    return seeds;
  }

  private static Map<String, byte[]> choices() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] seed = new byte[1 + 4 * (1 + i % 3)];
      random.nextBytes(seed);
      seed[0] = (byte) i;
      seeds.put("choice" + i, seed);
    }
    return seeds;
  }
}
