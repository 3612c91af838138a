package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InputException;

/** What is wrong with files and parameters is said with its place. */
class DamagedFileTest {
  @TempDir Path folder;

  private void refused(String name, String content, String parameters, String... parts) {
    List<String> all = new ArrayList<>(List.of(parameters.split(" ")));
    all.add("tokenizer=" + Fixtures.copy("wordpiece.json", folder.resolve("tokenizer")));
    refusedBare(Fixtures.write(folder, name, content), all, parts);
  }

  private static void refusedBare(Path file, List<String> parameters, String... parts) {
    var error =
        assertThatThrownBy(() -> Fixtures.open(file, parameters.toArray(String[]::new)).close())
            .isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }

  @Test
  void tables() {
    refused("a.csv", "a,b\nc\n", "textColumn=1", "a.csv:2 has 1 column(s), the first record 2");
    refused("a.csv", "a,b\n\"c,d\n", "textColumn=1", "a.csv", "Unclosed", "line 2");
    refused("a.csv", "a,b\n\"c\"x,d\n", "textColumn=1", "a.csv", "after closing quote", "line 2");
    refused("a.csv", "a,b\n", "textColumn=2", "a.csv:1", "no column 2", "0 to 1");
    refused("a.csv", "a,b\n", "textColumn=c", "a.csv:1", "no column 'c'", "a, b");
    refused("a.csv", "a,b\n", "textColumn=a", "holds no texts");
    refused("a.csv", "a,b\n", "textColumn=c header=no", "header=no", "'c'");
    refused("a.tsv", "a\tb\nc\n", "textColumn=1", "a.tsv:2 has 1 column(s), the first record 2");
    refused("a.csv", "a,b\n", "separator=ab", "separator=ab");
    refused("a.csv", "a,b\n", "separator=\"", "separator=\"");
  }

  @Test
  void annotations() {
    refused("a.csv", "a,0\nb,-1\n", "labelColumn=1", "a.csv:2", "label '-1'", "class index");
    refused("a.csv", "a,no\n", "labelColumn=1 classes=yes,nein", "'no'", "classes=yes,nein");
    refused("a.csv", "a,1\nb,NaN\n", "scoreColumn=1", "a.csv:2", "score 'NaN' is no number");
    refused("a.csv", "a,1e999\n", "scoreColumn=1", "score '1e999' is too large");
    refused("a.csv", "a,1\n", "scoreColumn=1 labelColumn=1", "label-column, score-column");
  }

  @Test
  void jsonLines() {
    refused("a.jsonl", "{\"t\":\"a\"}\n{\"t\":", "textColumn=t", "a.jsonl:2 is not JSON");
    refused("a.jsonl", "{\"t\":\"a\"}", "textColumn=x", "a.jsonl:1", "no column 'x'", "[t]");
    refused("a.jsonl", "{\"t\":\"a\"}", "textColumn=0", "no column 0", "[t]");
    refused("a.jsonl", "[\"a\"]", "textColumn=1", "no column 1", "0 to 0");
    refused("a.jsonl", "{\"t\":null}", "textColumn=t", "column 't' is null");
    refused("a.jsonl", "{\"t\":[1]}", "textColumn=t", "an object or array");
    refused("a.jsonl", "\"t\"", "textColumn=t", "neither a JSON object nor an array");
    refused("a.jsonl", "{\"t\":1} {}", "textColumn=t", "more text after the end");
    refused("a.jsonl", "{\"t\":1,\"t\":2}", "textColumn=t", "Duplicate");
    refused("a.jsonl", "[".repeat(500), "textColumn=0", "a.jsonl:1", "depth");
  }

  @Test
  void parametersThatContradict() {
    refused("a.txt", "a", "labelColumn=1", "label-column", "the format is lines");
    refused("a.txt", "a", "pairColumn=1", "pair-column", "the format is lines");
    refused("a.csv", "a,b", "pair=batch", "pair=batch needs pair-column");
    refused("a.txt", "a", "inputs=ids", "inputs=ids", "KIND:NAME", "input_ids");
    refused("a.txt", "a", "inputs=input_ids:x,attention_mask:x", "names 'x' twice");
    refused("a.npy", "a", "format=tokens", "tokenizer is for texts");
    Path text = Fixtures.write(folder, "b.txt", "a");
    refusedBare(text, List.of(), "tokenizer is missing", "format=tokens");
    refusedBare(text, List.of("format=tokens", "padding=max-length"), "padding=max-length");
    String unigram = "tokenizer=" + Fixtures.copy("unigram.json", folder);
    refusedBare(text, List.of(unigram, "padding=max-length"), "needs max-length");
    refusedBare(text, List.of(unigram, "padding=max-length", "maxLength=5"), "pad-id is missing");
    refusedBare(folder.resolve("none.csv"), List.of(unigram), "none.csv", "does not exist");
    refusedBare(folder, List.of(unigram, "format=csv"), "is a folder");
  }
}
