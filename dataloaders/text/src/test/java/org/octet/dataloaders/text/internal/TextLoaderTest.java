package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Text;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;

/** Files of texts as tensors and annotations. */
class TextLoaderTest {
  private static final int CLS = 2;
  private static final int SEP = 3;

  @TempDir Path folder;
  private String tokenizer;

  @BeforeEach
  void writeTokenizer() {
    tokenizer = "tokenizer=" + Fixtures.copy("wordpiece.json", folder.resolve("tokenizer"));
  }

  private DataLoader open(String name, String content, String... parameters) {
    return openFile(Fixtures.write(folder, name, content), parameters);
  }

  private DataLoader openFile(Path file, String... parameters) {
    String[] all = Arrays.copyOf(parameters, parameters.length + 1);
    all[parameters.length] = tokenizer;
    return Fixtures.open(file, all);
  }

  private long[] ids(String text) {
    return ids(text, null);
  }

  private long[] ids(String text, String pair) {
    try (Tokenizer t =
        new Tokenizer(
            TokenizerFile.read(Path.of(tokenizer.substring(10)), true, OptionalInt.empty()),
            true)) {
      return t.encode(text, pair).ids();
    }
  }

  private static List<String> sampleIds(DataLoader loader) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < loader.size(); i++) {
      try (Sample s = loader.get(i)) {
        ids.add(s.id());
      }
    }
    return ids;
  }

  private static Annotation annotation(DataLoader loader, int index) {
    try (Sample s = loader.get(index)) {
      return s.annotation().orElseThrow();
    }
  }

  @Test
  void linesAreThreeTensors() {
    try (DataLoader loader = open("a.txt", "\uFEFFthe dog\n\n  \r\na small model");
        Sample s = loader.get(1)) {
      assertThat(sampleIds(loader)).containsExactly("a.txt:1", "a.txt:4");
      assertThat(s.data().keySet())
          .containsExactly("input_ids", "attention_mask", "token_type_ids");
      assertThat(s.annotation()).isEmpty();
      long[] ids = ids("a small model");
      assertThat(ids).startsWith(CLS).endsWith(SEP);
      assertThat(s.data().get("input_ids").shape()).isEqualTo(Shape.of(1, ids.length));
      assertThat(s.data().get("input_ids").type()).isEqualTo(ElementType.I64);
      assertThat(Fixtures.longs(s.data().get("input_ids"))).isEqualTo(ids);
      assertThat(Fixtures.longs(s.data().get("attention_mask"))).containsOnly(1);
      assertThat(Fixtures.longs(s.data().get("token_type_ids"))).containsOnly(0);
    }
  }

  @Test
  void aFileWithNoTextsIsRefused() {
    assertThatThrownBy(() -> open("a.txt", "\n \n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds no texts");
  }

  @Test
  void filesOfAFolderWithClasses() {
    Path data = folder.resolve("data");
    Fixtures.write(data, "neg/b.txt", "the dog\nthe fox");
    Fixtures.write(data, "neg/a.txt", "the fox");
    Fixtures.write(data, "pos/c.txt", "a model");
    Fixtures.write(data, "pos/.hidden", "no");
    Fixtures.write(data, "readme", "words");
    try (DataLoader loader = openFile(data)) {
      assertThat(sampleIds(loader))
          .containsExactly("neg/a.txt", "neg/b.txt", "pos/c.txt", "readme");
      assertThat(annotation(loader, 1)).isEqualTo(new ClassLabel(0));
      assertThat(annotation(loader, 2)).isEqualTo(new ClassLabel(1));
      try (Sample s = loader.get(3)) {
        assertThat(s.annotation()).isEmpty();
      }
      assertThat(Fixtures.longs(loader, 1, "input_ids")).isEqualTo(ids("the dog the fox"));
    }
  }

  @Test
  void oneSubFolderIsNoClassAndAnEmptyFolderNoData() {
    Path data = folder.resolve("data");
    assertThatThrownBy(() -> openFile(data, "format=files"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not exist");
    Fixtures.write(data, "only/a.txt", "the fox");
    try (DataLoader loader = openFile(data);
        Sample s = loader.get(0)) {
      assertThat(s.annotation()).isEmpty();
    }
    assertThatThrownBy(() -> openFile(Fixtures.write(folder, "e/.x", "").getParent()))
        .hasMessageContaining("holds no files");
  }

  @Test
  void aFileThatCannotBeReadIsNamedAndMayBeSkipped() {
    Path data = folder.resolve("data");
    Fixtures.write(data, "bad.txt", new byte[] {'a', '\n', (byte) 0xC3, '('});
    for (String onError : List.of("skip", "fail")) {
      try (DataLoader loader = openFile(data, "onError=" + onError)) {
        assertThatThrownBy(() -> loader.get(0))
            .isInstanceOfSatisfying(
                UnreadableSampleException.class,
                e -> assertThat(e.skippable()).isEqualTo(onError.equals("skip")))
            .hasMessageContaining("bad.txt")
            .hasMessageContaining("line 2");
        assertThat(loader.fingerprint(0)).isEmpty();
      }
    }
  }

  @Test
  void aTextFileMustBeUtf8() {
    Path file = Fixtures.write(folder, "a.txt", new byte[] {'a', '\n', '\n', (byte) 0xE9, 'x'});
    assertThatThrownBy(() -> openFile(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.txt")
        .hasMessageContaining("line 3 is not UTF-8 (byte E9)");
  }

  @Test
  void csvColumnsByPosition() {
    String csv = "the dog,\"the \"\"quick\"\" fox, and\r\nmore\",2.5\na,model,0\n";
    try (DataLoader loader = open("a.csv", csv, "pairColumn=1", "scoreColumn=2", "scoreScale=5")) {
      assertThat(sampleIds(loader)).containsExactly("a.csv:1", "a.csv:3");
      assertThat(annotation(loader, 0)).isEqualTo(new Score(0.5));
      assertThat(annotation(loader, 1)).isEqualTo(new Score(0));
      assertThat(Fixtures.longs(loader, 0, "input_ids"))
          .isEqualTo(ids("the dog", "the \"quick\" fox, and\r\nmore"));
    }
  }

  @Test
  void csvColumnsByName() {
    String csv = "label;words;id\npos;the dog;1\nneg;a model;2\n";
    try (DataLoader loader =
        open(
            "a.csv",
            csv,
            "separator=;",
            "textColumn=words",
            "labelColumn=label",
            "classes=neg,pos")) {
      assertThat(sampleIds(loader)).containsExactly("a.csv:2", "a.csv:3");
      assertThat(annotation(loader, 0)).isEqualTo(new ClassLabel(1));
      assertThat(Fixtures.longs(loader, 1, "input_ids")).isEqualTo(ids("a model"));
    }
  }

  @Test
  void aHeaderCanBePassedOver() {
    try (DataLoader loader = open("a.csv", "words\nthe dog\n", "header=yes")) {
      assertThat(sampleIds(loader)).containsExactly("a.csv:2");
    }
  }

  @Test
  void tsvHasNoQuotes() {
    String tsv = "\"the dog\t1\nit 's \"\t0\n\n";
    try (DataLoader loader = open("a.tsv", tsv, "labelColumn=1")) {
      assertThat(sampleIds(loader)).containsExactly("a.tsv:1", "a.tsv:2");
      assertThat(annotation(loader, 0)).isEqualTo(new ClassLabel(1));
      assertThat(Fixtures.longs(loader, 0, "input_ids")).isEqualTo(ids("\"the dog"));
    }
  }

  @Test
  void tabsWithQuotesAreACsv() {
    try (DataLoader loader =
        open("a.tsv", "\"the\tdog\"\tyes\n", "format=csv", "separator=tab", "referenceColumn=1")) {
      assertThat(annotation(loader, 0)).isEqualTo(new Text("yes"));
      assertThat(Fixtures.longs(loader, 0, "input_ids")).isEqualTo(ids("the\tdog"));
    }
  }

  @Test
  void jsonLines() {
    String json =
        "{\"t\": \"the dog\", \"y\": 1}\n\n{\"y\": 0, \"t\": \"a \\u006dodel\", \"z\": []}\n";
    try (DataLoader loader = open("a.jsonl", json, "textColumn=t", "labelColumn=y")) {
      assertThat(sampleIds(loader)).containsExactly("a.jsonl:1", "a.jsonl:3");
      assertThat(annotation(loader, 0)).isEqualTo(new ClassLabel(1));
      assertThat(Fixtures.longs(loader, 1, "input_ids")).isEqualTo(ids("a model"));
    }
    try (DataLoader loader = open("b.ndjson", "[\"the dog\", 0.25]\n", "scoreColumn=1")) {
      assertThat(annotation(loader, 0)).isEqualTo(new Score(0.25));
    }
  }

  @Test
  void pairsAsABatchArePaddedToTheLonger() {
    try (DataLoader loader =
            open("a.csv", "the dog,the quick brown fox\n", "pairColumn=1", "pair=batch");
        Sample s = loader.get(0)) {
      long[] shorter = ids("the dog");
      long[] longer = ids("the quick brown fox");
      assertThat(s.data().get("input_ids").shape()).isEqualTo(Shape.of(2, longer.length));
      long[] expected = Arrays.copyOf(shorter, 2 * longer.length);
      System.arraycopy(longer, 0, expected, longer.length, longer.length);
      assertThat(Fixtures.longs(s.data().get("input_ids"))).isEqualTo(expected);
      long[] mask = Fixtures.longs(s.data().get("attention_mask"));
      assertThat(Arrays.stream(mask, 0, longer.length).sum()).isEqualTo(shorter.length);
      assertThat(Arrays.copyOfRange(mask, longer.length, mask.length)).containsOnly(1);
    }
  }

  @Test
  void joinedPairsSayWhichTextATokenIsFrom() {
    try (DataLoader loader = open("a.csv", "the dog,a model\n", "pairColumn=1")) {
      assertThat(Fixtures.longs(loader, 0, "token_type_ids")).containsExactly(0, 0, 0, 0, 1, 1, 1);
    }
  }

  @Test
  void paddingToTheLongestLength() {
    try (DataLoader loader =
            open(
                "a.txt",
                "the dog\n",
                "padding=max-length",
                "maxLength=6",
                "padId=4",
                "type=i32",
                "inputs=position_ids:p,input_ids:i:0,attention_mask");
        Sample s = loader.get(0)) {
      assertThat(s.data().keySet()).containsExactly("p", "i:0", "attention_mask");
      assertThat(s.data().get("p").type()).isEqualTo(ElementType.I32);
      assertThat(Fixtures.longs(s.data().get("p"))).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(Fixtures.longs(s.data().get("i:0"))).startsWith(ids("the dog")).endsWith(4, 4);
      assertThat(Fixtures.longs(s.data().get("attention_mask"))).containsExactly(1, 1, 1, 1, 0, 0);
    }
  }

  @Test
  void aSingleInputNeedsNoName() {
    try (DataLoader loader = open("a.txt", "the dog\n", "inputs=input_ids")) {
      assertThat(Fixtures.longs(loader, 0, Sample.ONLY_INPUT)).isEqualTo(ids("the dog"));
    }
    try (DataLoader loader = open("a.txt", "the dog\n", "inputs=input_ids:x")) {
      assertThat(Fixtures.longs(loader, 0, "x")).isEqualTo(ids("the dog"));
    }
  }

  @Test
  void withoutSpecialTokensATextMayBeNothing() {
    try (DataLoader loader = open("a.csv", "\"\"\nthe dog\n", "specialTokens=false")) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("a.csv:1")
          .hasMessageContaining("no tokens");
      long[] all = ids("the dog");
      assertThat(Fixtures.longs(loader, 1, "input_ids"))
          .isEqualTo(Arrays.copyOfRange(all, 1, all.length - 1));
    }
  }

  @Test
  void fingerprintsTellTextPairAndTokenizerApart() {
    String first;
    try (DataLoader loader = open("a.csv", "the dog,a model\n", "pairColumn=1")) {
      first = loader.fingerprint(0).orElseThrow();
    }
    try (DataLoader loader = open("a.csv", "the dog,a models\n", "pairColumn=1")) {
      assertThat(loader.fingerprint(0).orElseThrow()).isNotEqualTo(first);
    }
    try (DataLoader loader = open("a.csv", "the doga, model\n", "pairColumn=1")) {
      assertThat(loader.fingerprint(0).orElseThrow()).isNotEqualTo(first);
    }
    tokenizer = "tokenizer=" + Fixtures.copy("bytelevel.json", folder.resolve("tokenizer"));
    try (DataLoader loader = open("a.csv", "the dog,a model\n", "pairColumn=1")) {
      assertThat(loader.fingerprint(0).orElseThrow()).isNotEqualTo(first);
    }
  }
}
