package org.octet.dataloaders.text.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.octet.api.error.InputException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** How samples lie in a file or folder. */
enum Format {
  LINES,
  FILES,
  CSV,
  TSV,
  JSON_LINES,
  TOKENS;

  private static final String AUTO = "auto";
  private static final List<String> TRUTHS =
      List.of("labelColumn", "scoreColumn", "referenceColumn");

  /** What the parameter {@code format} takes. */
  static List<String> names() {
    return Stream.concat(Stream.of(AUTO), Arrays.stream(values()).map(Format::text)).toList();
  }

  private String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the user named, or what the path looks like. */
  static Format of(Parameters p) {
    String given = p.string("format");
    return given.equals(AUTO)
        ? of(p.path("path"))
        : Arrays.stream(values()).filter(f -> f.text().equals(given)).findFirst().orElseThrow();
  }

  private static Format of(Path path) {
    if (Files.isDirectory(path)) {
      return FILES;
    }
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "csv" -> CSV;
      case "tsv", "tab" -> TSV;
      case "jsonl", "ndjson" -> JSON_LINES;
      case "npy" -> TOKENS;
      default -> LINES;
    };
  }

  /**
   * Opens texts.
   *
   * @throws InputException when they are missing or damaged, or the parameters are for another
   *     format
   */
  Texts texts(Parameters p) {
    Path path = p.path("path");
    boolean table = this == CSV || this == TSV || this == JSON_LINES;
    if (!table) {
      refuseColumns(p);
    }
    if (this == FILES) {
      return new TextFolder(path, p.string("onError").equals("skip"));
    }
    List<Row> rows = rows(p, TextFile.text(path, "data file"), path.getFileName().toString());
    if (rows.isEmpty()) {
      throw new InputException("data file '%s' holds no texts".formatted(path));
    }
    return Texts.of(rows);
  }

  private List<Row> rows(Parameters p, String text, String name) {
    return switch (this) {
      case CSV -> delimited(p, name).csv(text, separator(p.string("separator")));
      case TSV -> delimited(p, name).tsv(text);
      case JSON_LINES -> new JsonLines(name, columns(p)).rows(text);
      case LINES -> PlainLines.rows(name, text);
      case FILES, TOKENS -> throw new IllegalStateException(name());
    };
  }

  private static DelimitedFile delimited(Parameters p, String name) {
    Columns columns = columns(p);
    boolean header =
        switch (p.string("header")) {
          case "yes" -> true;
          case "no" -> false;
          default -> columns.used().stream().anyMatch(c -> c instanceof Column.Name);
        };
    if (!header) {
      for (Column column : columns.used()) {
        if (column instanceof Column.Name) {
          throw TextLoaderProvider.wrong(
              "header=no, so columns have positions from 0, and there is no " + column);
        }
      }
    }
    return new DelimitedFile(name, columns, header);
  }

  private static Columns columns(Parameters p) {
    List<String> given = TRUTHS.stream().filter(p::has).toList();
    if (given.size() > 1) {
      throw TextLoaderProvider.wrong(
          "only one of %s can be given: a sample has one annotation"
              .formatted(String.join(", ", given.stream().map(ParameterSchema::kebab).toList())));
    }
    return new Columns(
        Column.of(p.string("textColumn")),
        p.has("pairColumn") ? Column.of(p.string("pairColumn")) : null,
        given.isEmpty() ? null : Column.of(p.string(given.get(0))),
        given.isEmpty() ? null : truth(p, given.get(0)));
  }

  private static Truth truth(Parameters p, String key) {
    return switch (key) {
      case "labelColumn" -> Truth.label(p.has("classes") ? p.strings("classes") : List.of());
      case "scoreColumn" -> Truth.score(p.number("scoreScale"));
      default -> Truth.text();
    };
  }

  private void refuseColumns(Parameters p) {
    List<String> columns = new ArrayList<>(TRUTHS);
    columns.add("pairColumn");
    for (String key : columns) {
      if (p.has(key)) {
        throw TextLoaderProvider.wrong(
            "%s is for csv, tsv and json-lines, and the format is %s"
                .formatted(ParameterSchema.kebab(key), text()));
      }
    }
  }

  private static char separator(String text) {
    String one = text.equals("tab") || text.equals("\\t") ? "\t" : text;
    if (one.length() != 1 || "\"\r\n".contains(one)) {
      throw TextLoaderProvider.wrong(
          "separator=%s: must be one character other than a quote, or tab".formatted(text));
    }
    return one.charAt(0);
  }
}
