package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.octet.api.error.InputException;

/**
 * What the fuzzer feeds with tables and files of token ids: rows with all their columns, ids from
 * 0, or an error that says where or why.
 */
public final class FileFuzzTarget {
  private static final int TOKENS = 4;

  private FileFuzzTarget() {}

  /**
   * One input; called by the fuzzer. The first byte says how the others are read.
   *
   * @param bytes of a file, after the first
   */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    int mode = Math.floorMod(bytes[0], TOKENS + 1);
    byte[] file = Arrays.copyOfRange(bytes, 1, bytes.length);
    if (mode == TOKENS) {
      tokens(file);
    } else {
      table(mode, file);
    }
  }

  private static void table(int mode, byte[] file) {
    try {
      String text = TextFile.decode(file);
      for (Row row : rows(mode, text)) {
        if (row.text() == null || row.pair() == null || row.annotation().isEmpty()) {
          throw new IllegalStateException("a hole in " + row);
        }
      }
    } catch (InputException e) {
      if (!e.getMessage().startsWith("t:")) {
        throw new IllegalStateException("no place in: " + e.getMessage(), e);
      }
    } catch (IOException e) {
      if (!e.getMessage().contains("is not UTF-8")) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static List<Row> rows(int mode, String text) {
    Columns positions =
        new Columns(new Column.Index(0), new Column.Index(1), new Column.Index(2), Truth.score(5));
    Columns names =
        new Columns(
            new Column.Name("a"),
            new Column.Name("b"),
            new Column.Name("c"),
            Truth.label(List.of()));
    return switch (mode) {
      case 0 -> new DelimitedFile("t", positions, false).csv(text, ',');
      case 1 -> new DelimitedFile("t", names, true).csv(text, ';');
      case 2 -> new DelimitedFile("t", positions, false).tsv(text);
      default -> new JsonLines("t", text.startsWith("[") ? positions : names).rows(text);
    };
  }

  private static void tokens(byte[] file) {
    try {
      TokenSequences sequences = TokenSequences.of("t", file);
      for (int i = 0; i < sequences.size(); i++) {
        long[] ids = sequences.sequences().apply(i);
        if (ids.length == 0 || Arrays.stream(ids).anyMatch(id -> id < 0)) {
          throw new IllegalStateException("not ids: sequence " + sequences.ids().apply(i));
        }
      }
    } catch (IOException e) {
      if (e.getMessage() == null) {
        throw new IllegalStateException("no reason", e);
      }
    }
  }
}
