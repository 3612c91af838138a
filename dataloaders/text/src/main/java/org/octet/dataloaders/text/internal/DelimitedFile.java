package org.octet.dataloaders.text.internal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.octet.api.error.InputException;

/**
 * Tables in text: comma-separated values with the quotes of RFC 4180, and tab-separated values
 * without any (a quotation mark is a character like others, as the media type {@code
 * text/tab-separated-values} has it). Every record must have as many columns as the first.
 *
 * @param name of the file, for ids and messages
 * @param columns which are used
 * @param header whether the first record names the columns
 */
record DelimitedFile(String name, Columns columns, boolean header) {

  /** A record and the line that it starts on. */
  private record Line(long number, List<String> cells) {}

  /**
   * The records of comma-separated values, without empty lines.
   *
   * @param separator between columns
   * @throws InputException with the place of what is wrong
   */
  List<Row> csv(String text, char separator) {
    Collector collector = new Collector();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(true)
            .allowUnclosedQuote(false)
            // checked here, with the line
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      reader.forEach(r -> collector.accept(new Line(r.getStartingLineNumber(), r.getFields())));
    } catch (CsvParseException e) {
      throw new InputException("%s: %s".formatted(name, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory", e);
    }
    return collector.rows;
  }

  /**
   * The records of tab-separated values, without blank lines.
   *
   * @throws InputException with the place of what is wrong
   */
  List<Row> tsv(String text) {
    Collector collector = new Collector();
    PlainLines.of(text)
        .forEach(l -> collector.accept(new Line(l.number(), List.of(l.text().split("\t", -1)))));
    return collector.rows;
  }

  /** Makes rows of records, the first of which tells the columns. */
  private final class Collector implements Consumer<Line> {
    private final List<Row> rows = new ArrayList<>();
    private int width = -1;
    private Columns positions;

    @Override
    public void accept(Line line) {
      String id = name + ":" + line.number();
      if (width < 0) {
        width = line.cells().size();
        positions = columns.map(c -> position(c, id, line.cells()));
        if (header) {
          return;
        }
      }
      if (line.cells().size() != width) {
        throw new InputException(
            "%s has %d column(s), the first record %d".formatted(id, line.cells().size(), width));
      }
      rows.add(positions.row(id, c -> line.cells().get(((Column.Index) c).index())));
    }

    private Column position(Column column, String id, List<String> first) {
      int index =
          column instanceof Column.Name byName
              ? first.indexOf(byName.name())
              : ((Column.Index) column).index();
      if (index < 0 || index >= width) {
        throw new InputException(
            "%s: no %s; %s"
                .formatted(
                    id,
                    column,
                    header
                        ? "the header has " + String.join(", ", first)
                        : "the columns are 0 to " + (width - 1)));
      }
      return new Column.Index(index);
    }
  }
}
