package org.octet.dataloaders.tensor.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Fingerprint;
import org.octet.dataloaders.files.Npy;
import org.octet.dataloaders.files.NumberArray;

/** Arrays by sample, by the name they have in an archive or a name of no letters. Thread-safe. */
sealed interface ArraySource {
  /** Name of the array of an {@code .npy} file. */
  String ONLY = "";

  /** Names of the samples. */
  List<String> ids();

  /** The arrays of one sample. */
  Map<String, NumberArray> read(int index) throws IOException;

  /** Adds what the arrays of one sample are decoded from. */
  Fingerprint addTo(Fingerprint fingerprint, int index) throws IOException;

  /** The arrays of a file, whole. */
  static Map<String, NumberArray> readFile(Path file, List<String> wanted) throws IOException {
    if (Npz.is(file)) {
      return Npz.read(file, wanted);
    }
    requireOnly(wanted);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return Map.of(ONLY, Npy.read(in));
    }
  }

  private static void requireOnly(List<String> wanted) throws IOException {
    if (!wanted.isEmpty() && !wanted.equals(List.of(ONLY))) {
      throw new IOException(
          "an .npy file has one array without a name; %s cannot be found in it".formatted(wanted));
    }
  }

  /** One file per sample. */
  record PerFile(FileList files, List<String> wanted) implements ArraySource {
    @Override
    public List<String> ids() {
      return files.names();
    }

    @Override
    public Map<String, NumberArray> read(int index) throws IOException {
      return readFile(files.file(files.names().get(index)), wanted);
    }

    @Override
    public Fingerprint addTo(Fingerprint fingerprint, int index) throws IOException {
      return fingerprint.add(Content.read(files.file(files.names().get(index))));
    }
  }

  /** Samples along the first axis of all arrays of one file. */
  record PerRow(List<String> ids, Map<String, Rows> arrays) implements ArraySource {
    static PerRow open(Path file, List<String> wanted) throws IOException {
      Map<String, Rows> arrays = new LinkedHashMap<>();
      if (Npz.is(file)) {
        for (var entry : Npz.read(file, wanted).entrySet()) {
          arrays.put(entry.getKey(), Rows.of(entry.getValue()));
        }
      } else {
        requireOnly(wanted);
        arrays.put(ONLY, Rows.of(file));
      }
      TreeSet<Long> counts = new TreeSet<>(arrays.values().stream().map(Rows::count).toList());
      if (counts.size() > 1) {
        throw new IOException(
            "its arrays hold different numbers of samples along their first axes: "
                + arrays.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue().description())
                    .toList());
      }
      return new PerRow(
          new RowIds(file.getFileName().toString(), Math.toIntExact(counts.first())), arrays);
    }

    @Override
    public Map<String, NumberArray> read(int index) throws IOException {
      Map<String, NumberArray> rows = new LinkedHashMap<>();
      for (var entry : arrays.entrySet()) {
        rows.put(entry.getKey(), entry.getValue().row(index));
      }
      return rows;
    }

    @Override
    public Fingerprint addTo(Fingerprint fingerprint, int index) throws IOException {
      for (var entry : arrays.entrySet()) {
        fingerprint.add(entry.getKey()).add(entry.getValue().description());
        fingerprint.add(entry.getValue().row(index).bytes());
      }
      return fingerprint;
    }
  }
}
