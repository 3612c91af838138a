package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.error.InputException;

/** Tokens are those of the reference implementations; see {@code make_fixtures.py}. */
class TokenizerTest {
  @TempDir Path folder;

  /** Three kinds of models, both kinds of files, pairs, truncation, special tokens. */
  @Test
  void tokensAreThoseOfTheReference() throws IOException {
    List<PlainLines.Line> lines = PlainLines.of(Fixtures.text("expected.jsonl"));
    assertThat(lines).hasSizeGreaterThan(150);
    for (PlainLines.Line line : lines) {
      Map<?, ?> expected = (Map<?, ?>) Json.read(line.text());
      Encoding encoding = encode(expected);
      assertThat(encoding.ids()).as(line.text()).isEqualTo(longs(expected.get("ids")));
      assertThat(encoding.types()).as(line.text()).isEqualTo(longs(expected.get("types")));
    }
  }

  private Encoding encode(Map<?, ?> expected) {
    Path file = Fixtures.copy((String) expected.get("tokenizer"), folder);
    boolean lower = !Boolean.FALSE.equals(expected.get("lowerCase"));
    boolean special = !Boolean.FALSE.equals(expected.get("specialTokens"));
    OptionalInt longest =
        expected.get("maxLength") instanceof Json.Literal length
            ? OptionalInt.of(Integer.parseInt(length.text()))
            : OptionalInt.empty();
    try (Tokenizer tokenizer = new Tokenizer(TokenizerFile.read(file, lower, longest), special)) {
      return tokenizer.encode((String) expected.get("text"), (String) expected.get("pair"));
    }
  }

  private static long[] longs(Object list) {
    return ((List<?>) list)
        .stream().mapToLong(n -> Long.parseLong(((Json.Literal) n).text())).toArray();
  }

  private TokenizerFile read(String name) {
    return TokenizerFile.read(Fixtures.copy(name, folder), true, OptionalInt.empty());
  }

  @Test
  void theFileSaysLengthAndPadding() {
    assertThat(read("wordpiece.json").maxLength()).hasValue(48);
    assertThat(read("wordpiece.json").padId()).isEqualTo(OptionalLong.of(0));
    assertThat(read("bytelevel.json").padId()).as("<pad>").isEqualTo(OptionalLong.of(1));
    assertThat(read("bytelevel.json").maxLength()).isEmpty();
    assertThat(read("vocab.txt").padId()).as("[PAD]").isEqualTo(OptionalLong.of(0));
    assertThat(read("unigram.json").padId()).isEmpty();
  }

  @Test
  void itsPaddingIsNotUsedButItsLengthIs() {
    try (Tokenizer tokenizer = new Tokenizer(read("wordpiece.json"), true)) {
      assertThat(tokenizer.encode("the dog", null).ids()).hasSize(4);
      assertThat(tokenizer.encode("the dog ".repeat(100), null).ids()).hasSize(48);
    }
  }

  @Test
  void theSideThatIsCutOffIsTheFiles() throws IOException {
    String left =
        Fixtures.text("wordpiece.json")
            .replace("\"direction\": \"Right\"", "\"direction\": \"Left\"");
    TokenizerFile file = TokenizerFile.ofJson("left", left, OptionalInt.of(4));
    try (Tokenizer cut = new Tokenizer(file, true);
        Tokenizer whole = new Tokenizer(read("wordpiece.json"), true)) {
      long[] all = whole.encode("the quick brown fox", null).ids();
      long[] end = Arrays.copyOfRange(all, all.length - 3, all.length);
      assertThat(cut.encode("the quick brown fox", null).ids()).endsWith(end).hasSize(4);
    }
  }

  @Test
  void aLengthWithoutRoomForSpecialTokensIsRefused() throws IOException {
    String json = Fixtures.text("wordpiece.json");
    try (Tokenizer tokenizer =
        new Tokenizer(TokenizerFile.ofJson("t", json, OptionalInt.of(2)), true)) {
      assertThat(tokenizer.encode("the dog", null).size()).isEqualTo(2);
      assertThatThrownBy(() -> tokenizer.encode("the dog", "a model"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("max-length=2");
    }
  }

  /** Java's half characters, which UTF-8 does not have. */
  @Test
  void brokenSurrogatesAndZeroBytesAreTexts() {
    try (Tokenizer tokenizer = new Tokenizer(read("bytelevel.json"), false)) {
      for (String text : List.of("\uD83D", "\uDE00 x", "a\u0000b", "\uD83D\uDE00")) {
        assertThat(tokenizer.encode(text, null).size()).isPositive();
      }
    }
  }

  @Test
  void aTextOfAMillionCharactersIsCutAndALongerOneRefused() {
    try (Tokenizer tokenizer = new Tokenizer(read("wordpiece.json"), true)) {
      assertThat(tokenizer.encode("dog ".repeat(1 << 18), null).size()).isEqualTo(48);
      assertThatThrownBy(() -> tokenizer.encode("dogs ".repeat(1 << 18), null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1310720 characters");
    }
  }

  @Test
  void afterClosingNothingNativeIsTouched() {
    Tokenizer tokenizer = new Tokenizer(read("wordpiece.json"), true);
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.encode("x", null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  /** Threads that cut meanwhile finish, and then see that it is closed. */
  @Test
  void closingWhileOthersCut() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Tokenizer tokenizer = new Tokenizer(read("wordpiece.json"), true);
      CountDownLatch started = new CountDownLatch(3);
      List<Future<Throwable>> ends = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        ends.add(
            threads.submit(
                () ->
                    catchThrowable(
                        () -> {
                          tokenizer.encode("the dog", null);
                          started.countDown();
                          while (tokenizer.encode("the dog", null).size() == 4) {
                            // until it is closed
                          }
                        })));
      }
      assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
      tokenizer.close();
      for (Future<Throwable> end : ends) {
        assertThat(end.get()).isInstanceOf(IllegalStateException.class);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Each of these would end the process, or make tokens random, in the library. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "wordpiece.json | {'SpecialToken':{'id':'[SEP]' | {'SpecialToken':{'id':'[XXX]' | '[XXX]'",
        "wordpiece.json | {'Sequence':{'id':'A' | {'Sequence':{'id':'B' | uses the text 'B'",
        "bytelevel.json | 'dropout':null | 'dropout':0.1 | dropout=0.1",
        "bytelevel.json | 'continuing_subword_prefix':null | 'continuing_subword_prefix':'@@@' | merge",
        "bytelevel.json | 'normalizer':null | 'normalizer':{'type':'Prepend','prepend':''} | Prepend",
        "bytelevel.json | 'normalizer':null | 'normalizer':{'type':'Replace','pattern':{'Regex':''},'content':'b'} | can be empty",
        "bytelevel.json | 'normalizer':null | 'normalizer':{'type':'Replace','pattern':{'Regex':'o*'},'content':'b'} | can be empty",
        "bytelevel.json | 'normalizer':null | 'normalizer':{'type':'Replace','pattern':{'Regex':'(?=q)'},'content':'b'} | can be empty",
        "bytelevel.json | 'normalizer':null | 'normalizer':{'type':'Precompiled','precompiled_charsmap':'AAAA'} | charsmap"
      })
  void whatEndsTheLibraryIsRefusedBefore(String name, String old, String changed, String part)
      throws IOException {
    String json = Json.write(Json.read(Fixtures.text(name)));
    String damaged = json.replace(old.replace('\'', '"'), changed.replace('\'', '"'));
    assertThat(damaged).isNotEqualTo(json);
    assertThatThrownBy(() -> TokenizerFile.ofJson("t", damaged, OptionalInt.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(part);
  }

  /** With a wrong bit in any byte it is refused, or harmless. */
  @Test
  void tablesOfReplacementsStayInside() throws IOException {
    byte[] table = SmallTokenizers.table();
    CharsMapCheck.check(Base64.getEncoder().encodeToString(table));
    assertThatThrownBy(() -> CharsMapCheck.check(null)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CharsMapCheck.check("?")).hasMessageContaining("base64");
    assertThatThrownBy(() -> CharsMapCheck.check("")).hasMessageContaining("of 0 bytes");
    for (int at = 0; at < table.length; at++) {
      byte bit = (byte) (1 << at * 5 % 8);
      table[at] ^= bit;
      TokenizerFuzzTarget.cut(SmallTokenizers.replacing(table));
      table[at] ^= bit;
    }
  }

  @Test
  void whatIsNoTokenizerIsNamed() {
    refused("x.json", "{\"model\": ", "x.json", "line 1");
    refused("x.json", "{}", "x.json", "no tokenizer.json");
    refused("x.json", "{\"model\": {\"type\": \"Magic\"}}", "x.json");
    refused("x.json", "{\"a\": 1, \"a\": 2}", "Duplicate");
    refused("x.json", "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "depth");
    refused("vocab.txt", "hello\nworld\n", "no tokenizer.json", "[UNK]");
    refused("vocab.txt", "[UNK]\n[CLS]\n", "[SEP]");
    assertThatThrownBy(() -> TokenizerFile.read(folder.resolve("none"), true, OptionalInt.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not exist");
  }

  private void refused(String name, String text, String... parts) {
    Path file = Fixtures.write(folder, name, text);
    var error =
        assertThatThrownBy(
                () -> new Tokenizer(TokenizerFile.read(file, true, OptionalInt.empty()), true))
            .isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }
}
