package org.octet.dataloaders.text.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.octet.api.data.Annotation.Text;

/** What is written as the formats demand is read as it was. */
class RoundTripTest {
  private static final String SEED = "20261125";

  private static final Columns ALL =
      new Columns(new Column.Index(0), new Column.Index(1), new Column.Index(2), Truth.text());

  /** Three columns of any characters, quotes and line ends too. */
  @Provide
  Arbitrary<List<List<String>>> tables() {
    return cells("\",;\t\r\n '\\\u00E9\uFFFDab{}[]:")
        .list()
        .ofSize(3)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  /** Without tabs and line ends. */
  @Provide
  Arbitrary<List<List<String>>> plainTables() {
    return cells("\",; '\\\u00E9\uFFFDab").list().ofSize(3).list().ofMinSize(1).ofMaxSize(8);
  }

  private static Arbitrary<String> cells(String favourites) {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars(favourites.toCharArray()).ofMaxLength(12),
        Arbitraries.strings()
            .excludeChars('\t', '\r', '\n', '\u2028', '\u2029', '\u0085')
            .ofMaxLength(6));
  }

  @Property(seed = SEED)
  void csv(
      @ForAll("tables") List<List<String>> table, @ForAll boolean windows, @ForAll boolean end) {
    String newLine = windows ? "\r\n" : "\n";
    String text =
        table.stream()
            .map(row -> row.stream().map(RoundTripTest::quote).collect(Collectors.joining(",")))
            .collect(Collectors.joining(newLine));
    List<Row> rows = new DelimitedFile("t", ALL, false).csv(text + (end ? newLine : ""), ',');
    assertSame(rows, table);
  }

  /** As RFC 4180 has it: quotes around what needs them, doubled inside. */
  private static String quote(String cell) {
    boolean needed = cell.isEmpty() || cell.chars().anyMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  @Property(seed = SEED)
  void tsv(@ForAll("plainTables") List<List<String>> table) {
    // a line that is all blank is no record
    List<List<String>> records =
        table.stream().filter(row -> !String.join("\t", row).isBlank()).toList();
    String text =
        records.stream().map(row -> String.join("\t", row) + "\n").collect(Collectors.joining());
    assertSame(new DelimitedFile("t", ALL, false).tsv(text), records);
  }

  @Property(seed = SEED)
  void jsonLines(@ForAll("tables") List<List<String>> table) {
    StringBuilder arrays = new StringBuilder();
    StringBuilder objects = new StringBuilder();
    for (List<String> row : table) {
      arrays.append(Json.write(row)).append('\n');
      objects
          .append(
              Json.write(new TreeMap<>(Map.of("c", row.get(2), "b", row.get(1), "a", row.get(0)))))
          .append('\n');
    }
    assertSame(new JsonLines("t", ALL).rows(arrays.toString()), table);
    Columns names =
        new Columns(new Column.Name("a"), new Column.Name("b"), new Column.Name("c"), Truth.text());
    assertSame(new JsonLines("t", names).rows(objects.toString()), table);
  }

  private static void assertSame(List<Row> rows, List<List<String>> table) {
    List<List<String>> read = new ArrayList<>();
    for (Row row : rows) {
      read.add(List.of(row.text(), row.pair(), text(row.annotation())));
    }
    assertThat(read).isEqualTo(table);
    assertThat(rows.stream().map(Row::id).distinct()).hasSameSizeAs(rows);
  }

  private static String text(Optional<?> annotation) {
    return ((Text) annotation.orElseThrow()).value();
  }

  @Provide
  Arbitrary<List<long[]>> sequences() {
    return Arbitraries.integers()
        .between(1, 9)
        .flatMap(
            length ->
                Arbitraries.longs()
                    .between(0, Long.MAX_VALUE)
                    .array(long[].class)
                    .ofSize(length)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(6));
  }

  @Property(seed = SEED)
  void npy(@ForAll("sequences") List<long[]> sequences, @ForAll boolean big) throws IOException {
    int length = sequences.get(0).length;
    ByteBuffer data =
        ByteBuffer.allocate(Long.BYTES * sequences.size() * length)
            .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (long[] s : sequences) {
      for (long id : s) {
        data.putLong(id);
      }
    }
    String shape = "(%d, %d)".formatted(sequences.size(), length);
    TokenSequences read =
        TokenSequences.of("t", Fixtures.npy(big ? ">i8" : "<i8", shape, data.array()));
    assertSequences(read, sequences);
  }

  @Property(seed = SEED)
  void lines(@ForAll("sequences") List<long[]> sequences) throws IOException {
    StringBuilder text = new StringBuilder();
    for (long[] s : sequences) {
      for (long id : s) {
        text.append(id).append(' ');
      }
      text.append('\n');
    }
    assertSequences(
        TokenSequences.of("t", text.toString().getBytes(StandardCharsets.UTF_8)), sequences);
  }

  private static void assertSequences(TokenSequences read, List<long[]> sequences) {
    assertThat(read.size()).isEqualTo(sequences.size());
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.sequences().apply(i)).isEqualTo(sequences.get(i));
    }
  }
}
