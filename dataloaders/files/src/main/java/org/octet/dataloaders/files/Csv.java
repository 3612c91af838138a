package org.octet.dataloaders.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.octet.api.error.InputException;

/**
 * Reads comma-separated values as RFC 4180 describes them, UTF-8, with or without a byte order
 * mark.
 */
public final class Csv {
  private final String text;
  private final Path file;
  private int at;

  private Csv(String text, Path file) {
    this.text = text;
    this.file = file;
  }

  /**
   * All rows that are not empty.
   *
   * @throws InputException when the file cannot be read or a quote is not closed
   */
  public static List<List<String>> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new InputException(
          "labels file '%s' cannot be read as UTF-8: %s".formatted(file, e), e);
    }
    Csv csv = new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text, file);
    List<List<String>> rows = new ArrayList<>();
    while (csv.at < csv.text.length()) {
      List<String> row = csv.row();
      if (row.size() > 1 || !row.get(0).isBlank()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private List<String> row() {
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at == text.length()) {
        return cells;
      }
      char end = text.charAt(at++);
      if (end != ',') {
        if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
          at++;
        }
        return cells;
      }
    }
  }

  private String plain() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    int start = at++;
    StringBuilder cell = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        cell.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else {
        return cell.append(plain()).toString();
      }
    }
    throw new InputException(
        "labels file '%s': the quote at character %d is not closed".formatted(file, start));
  }
}
