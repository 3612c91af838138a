package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Target;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Shape;

/** The texts that accuracy is measured on, with the tokenizer of a published sentence model. */
class RealTextsTest {
  private static final String MINILM = "/all-minilm-l6-v2-tokenizer.json";

  @TempDir Path folder;

  private String tokenizer() {
    return "tokenizer=" + Fixtures.write(folder, "tokenizer.json", Fixtures.bytes(MINILM));
  }

  private static long[] sum(DataLoader loader, int first, int step) {
    List<long[]> all = new ArrayList<>();
    for (int i = first; i < loader.size(); i += step) {
      all.add(Fixtures.longs(loader, i, "input_ids"));
    }
    return all.stream().flatMapToLong(Arrays::stream).toArray();
  }

  /** See {@code make_fixtures.py} for where the expected ids come from. */
  @Test
  void similaritySentencesAreTheTokensOfTheReference() {
    Path stsb = Fixtures.data("text/stsb/stsb-en-test.csv");
    List<PlainLines.Line> expected = PlainLines.of(Fixtures.text("minilm-stsb.txt"));
    assertThat(expected).hasSize(50);
    String vocabulary = "tokenizer=" + Fixtures.data("text/bert-base-uncased-vocab.txt");
    for (String tokenizer : List.of(tokenizer(), vocabulary)) {
      try (DataLoader loader =
          Fixtures.open(
              stsb, tokenizer, "pairColumn=1", "pair=batch", "inputs=input_ids:input_ids")) {
        for (int i = 0; i < expected.size(); i++) {
          long[] ids =
              Arrays.stream(expected.get(i).text().split(" ")).mapToLong(Long::parseLong).toArray();
          long[] rows = Fixtures.longs(loader, i / 2, "input_ids");
          int length = rows.length / 2;
          long[] row = Arrays.copyOfRange(rows, i % 2 * length, (i % 2 + 1) * length);
          assertThat(row).as("sentence " + i).isEqualTo(Arrays.copyOf(ids, length));
        }
      }
    }
  }

  @Test
  void similarityPairsWithScores() {
    Path stsb = Fixtures.data("text/stsb/stsb-en-test.csv");
    try (DataLoader loader =
        Fixtures.open(
            stsb, tokenizer(), "pairColumn=1", "pair=batch", "scoreColumn=2", "scoreScale=5")) {
      assertThat(loader.size()).isEqualTo(1379);
      for (int i = 0; i < loader.size(); i++) {
        try (Sample s = loader.get(i)) {
          assertThat(((Score) s.annotation().orElseThrow()).value()).isBetween(0.0, 1.0);
          assertThat(s.data().get("input_ids").shape().dim(0)).isEqualTo(2);
        }
      }
      try (Sample s = loader.get(0)) {
        assertThat(s.id()).isEqualTo("stsb-en-test.csv:1");
        assertThat(s.annotation()).contains(new Score(0.5));
      }
    }
  }

  @Test
  void everySentimentSentenceIsTheSameOnAnyThread() throws Exception {
    Path train = Fixtures.data("text/sst2/train.tsv");
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (DataLoader loader = Fixtures.open(train, tokenizer(), "labelColumn=1")) {
      assertThat(loader.size()).isEqualTo(6920);
      List<Future<long[]>> parts = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        int first = t;
        parts.add(threads.submit(() -> sum(loader, first, 3)));
      }
      for (int t = 0; t < 3; t++) {
        assertThat(parts.get(t).get()).isEqualTo(sum(loader, t, 3));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sentimentLabels() {
    Path dev = Fixtures.data("text/sst2/dev.tsv");
    try (DataLoader loader = Fixtures.open(dev, tokenizer(), "labelColumn=1")) {
      int positive = 0;
      for (int i = 0; i < loader.size(); i++) {
        try (Sample s = loader.get(i)) {
          positive += ((ClassLabel) s.annotation().orElseThrow()).index();
          assertThat(s.data()).hasSize(3);
        }
      }
      assertThat(loader.size()).isEqualTo(872);
      assertThat(positive).isEqualTo(444);
    }
  }

  @Test
  void tokensOfStories() {
    Path ids = Fixtures.data("text/stories260k/calib_ids.npy");
    try (DataLoader loader = Fixtures.open(ids);
        Sample s = loader.get(23)) {
      assertThat(loader.size()).isEqualTo(24);
      assertThat(s.data().get(Sample.ONLY_INPUT).shape()).isEqualTo(Shape.of(1, 128));
      long[] tokens = Fixtures.longs(s.data().get(Sample.ONLY_INPUT));
      assertThat(tokens[0]).as("the token that starts a story").isEqualTo(1);
      assertThat(Arrays.stream(tokens)).allMatch(t -> t < 512);
      assertThat(Fixtures.longs(((Target) s.annotation().orElseThrow()).tensor()))
          .isEqualTo(tokens);
    }
  }
}
