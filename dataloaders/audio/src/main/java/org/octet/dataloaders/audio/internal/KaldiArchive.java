package org.octet.dataloaders.audio.internal;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Samples;

/**
 * The records of a Kaldi archive ({@code .ark}) or of the archives that a script file ({@code
 * .scp}) names, in the order of their keys' bytes. Immutable.
 *
 * @param records where they are
 */
record KaldiArchive(List<Entry> records) {
  private static final int MAX_RECORDS = 1 << 24;

  /**
   * One record.
   *
   * @param key names it
   * @param file the archive
   * @param offset where its value begins
   */
  record Entry(String key, Path file, long offset) {
    /** Reads the value. */
    Matrix read() throws IOException {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        in.skipNBytes(offset);
        return new KaldiReader(in).value();
      }
    }
  }

  /** Whether a file is one, by its name. */
  static boolean is(Path file) {
    return file.toString().endsWith(".ark") || file.toString().endsWith(".scp");
  }

  /**
   * Finds all records.
   *
   * @throws IOException when the file is damaged, has no record, or has a key twice
   */
  static KaldiArchive open(Path file) throws IOException {
    List<Entry> found = file.toString().endsWith(".scp") ? script(file) : archive(file);
    if (found.isEmpty()) {
      throw new IOException("it has no record");
    }
    found.sort(Comparator.comparing(Entry::key, FileList.BYTE_ORDER));
    Set<String> keys = new HashSet<>();
    for (Entry e : found) {
      if (!keys.add(e.key)) {
        throw new IOException("key '%s' is there twice".formatted(e.key));
      }
    }
    return new KaldiArchive(List.copyOf(found));
  }

  private static List<Entry> archive(Path file) throws IOException {
    List<Entry> found = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      KaldiReader reader = new KaldiReader(in);
      for (String key = reader.key(); key != null; key = reader.key()) {
        found.add(new Entry(key, file, reader.position()));
        if (found.size() > MAX_RECORDS) {
          throw new IOException("more than %d records".formatted(MAX_RECORDS));
        }
        try {
          reader.skip();
        } catch (IOException e) {
          throw new IOException("record '%s': %s".formatted(key, Samples.reason(e)), e);
        }
      }
    }
    return found;
  }

  private static List<Entry> script(Path file) throws IOException {
    List<Entry> found = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          try {
            found.add(entry(line.strip(), file));
          } catch (IOException | InvalidPathException e) {
            throw new IOException("line %d: %s".formatted(number, e.getMessage()), e);
          }
        }
      }
    }
    return found;
  }

  /**
   * {@code key FILE} or {@code key FILE:OFFSET}; FILE is looked for here, then beside the script.
   */
  private static Entry entry(String line, Path script) throws IOException {
    String[] parts = line.split("\\s+", 2);
    if (parts.length < 2 || parts[1].endsWith("|") || parts[1].endsWith("]")) {
      throw new IOException(
          "'%s' is not KEY FILE or KEY FILE:OFFSET (commands and ranges are not run)"
              .formatted(line));
    }
    int colon = parts[1].lastIndexOf(':');
    boolean offset = colon > 0 && parts[1].substring(colon + 1).matches("\\d{1,18}");
    Path given = Path.of(offset ? parts[1].substring(0, colon) : parts[1]);
    Path file = Files.isRegularFile(given) ? given : script.toAbsolutePath().resolveSibling(given);
    return new Entry(parts[0], file, offset ? Long.parseLong(parts[1].substring(colon + 1)) : 0);
  }
}
