package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

  /** A tokenizer takes much longer than a table. */
  private static final int FULL_TOKENIZERS = 200_000;

  private static final List<String> FILE_WORDS =
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
          "{\\\"a\\\":{",
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
  void filesAreSamplesOrRefused() throws Exception {
    clean(FileFuzzTarget.class, RUNS, FILE_WORDS, files());
  }

  @Test
  void tokenizersCutOrAreRefused() throws Exception {
    clean(TokenizerFuzzTarget.class, RUNS, TOKENIZER_WORDS, tokenizers());
  }

  @Tag("full")
  @Test
  void aMillionFiles() throws Exception {
    clean(FileFuzzTarget.class, FULL_RUNS, FILE_WORDS, files());
  }

  @Tag("full")
  @Test
  void manyTokenizers() throws Exception {
    clean(TokenizerFuzzTarget.class, FULL_TOKENIZERS, TOKENIZER_WORDS, tokenizers());
  }

  private void clean(Class<?> target, int runs, List<String> words, Map<String, byte[]> seeds)
      throws Exception {
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, target, runs, words)
            .run(seeds, Map.of("octet.cache", System.getProperty("octet.cache")));
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    add(seeds, 0, "a text,\"another, \"\"quoted\"\"\",2.5\nb,c,0\n");
    add(seeds, 1, "b;a;c\nx;\"y\ny\";7\n");
    add(seeds, 2, "one\ttwo\t3\n\nfour\t\"five\t6e0\n");
    add(seeds, 3, "{\"a\":\"\\u00e9\",\"b\":true,\"c\":12}\n{\"c\":0,\"b\":1.5,\"a\":\"\"}\n");
    add(seeds, 3, "[\"x\",\"y\",3.5]\n");
    add(seeds, 4, "1 2 3\n4,5\n");
    add(seeds, 4, Fixtures.npy("<i8", "(2, 3)", new byte[48]));
    add(seeds, 4, Fixtures.npy(">u2", "(3, 1)", new byte[] {0, 1, 0, 2, 0, 3}));
    return seeds;
  }

  private static Map<String, byte[]> tokenizers() throws IOException {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    SmallTokenizers.ALL.forEach(json -> add(seeds, 0, json));
    add(seeds, 1, SmallTokenizers.table());
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] choices = new byte[1 + 4 * (1 + i % 3)];
      random.nextBytes(choices);
      add(seeds, 2, choices);
    }
    return seeds;
  }

  private static void add(Map<String, byte[]> seeds, int mode, String text) {
    add(seeds, mode, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first byte says how the others are read. */
  private static void add(Map<String, byte[]> seeds, int mode, byte[] bytes) {
    byte[] seed = new byte[bytes.length + 1];
    seed[0] = (byte) mode;
    System.arraycopy(bytes, 0, seed, 1, bytes.length);
    seeds.put("seed" + seeds.size(), seed);
  }
}
