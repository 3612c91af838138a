package org.octet.dataloaders.tensor.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Target;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Labels;
import org.octet.dataloaders.files.Masks;
import org.octet.dataloaders.files.Npy;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.Samples;
import org.octet.dataloaders.files.TableSpec;

/** Finds what is true of the samples. Stateless. */
final class Truths {
  private Truths() {}

  /**
   * As the parameters say.
   *
   * @param folder where files are looked for that are not here
   * @param files the samples' files; null: the samples are rows
   * @param count number of samples
   */
  static Truth open(Parameters p, Path folder, FileList files, int count) {
    List<String> given = List.of("labels", "targets", "masks").stream().filter(p::has).toList();
    if (given.size() > 1) {
      throw new InputException(
          "data loader 'tensor': %s are given; a sample has one kind of truth"
              .formatted(String.join(" and ", given)));
    }
    if (given.isEmpty()) {
      return index -> Optional.empty();
    }
    String key = given.get(0);
    if (key.equals("labels")) {
      return labels(p.string(key), folder, files, count);
    }
    Masks masks = Masks.of(p);
    ByIndex found = byIndex(key, p.string(key), folder, files, count);
    return key.equals("masks")
        ? index -> Optional.of(masks.mask(found.read(index)))
        : index -> Optional.of(new Target(found.read(index).tensor()));
  }

  private static Truth labels(String spec, Path folder, FileList files, int count) {
    TableSpec table = tryArray(spec, folder);
    if (table == null && files != null) {
      Map<String, Integer> byName = Labels.fromTable(spec, files);
      List<String> names = files.names();
      return index -> Optional.ofNullable(byName.get(names.get(index))).map(ClassLabel::new);
    }
    int[] labels =
        table == null
            ? Labels.ofRows(spec, folder)
            : Samples.open("labels file", table.file(), () -> indices(array(table)));
    if (labels.length != count) {
      throw new InputException(
          "labels=%s has %d labels for %d samples".formatted(spec, labels.length, count));
    }
    return index -> Optional.of(new ClassLabel(labels[index]));
  }

  /** The array that a text names; null: it names no NumPy file. */
  private static TableSpec tryArray(String spec, Path folder) {
    String lower = spec.toLowerCase(Locale.ROOT);
    return lower.contains(".npy") || lower.contains(".npz")
        ? TableSpec.of("labels", spec, lower.endsWith(".npy") ? 0 : 1, folder)
        : null;
  }

  private static int[] indices(NumberArray array) throws IOException {
    int[] labels = new int[array.size()];
    for (int i = 0; i < labels.length; i++) {
      long v = array.wholeAt(i);
      if (v < 0 || v > Integer.MAX_VALUE) {
        throw new IOException("label %d is %d, no class index".formatted(i, v));
      }
      labels[i] = (int) v;
    }
    return labels;
  }

  private static NumberArray array(TableSpec spec) throws IOException {
    Map<String, NumberArray> arrays = ArraySource.readFile(spec.file(), spec.columns());
    if (arrays.size() != 1) {
      throw new IOException(
          "it has the arrays %s; name one: FILE:ARRAY".formatted(arrays.keySet()));
    }
    return arrays.values().iterator().next();
  }

  /** Arrays by sample. */
  private interface ByIndex {
    NumberArray read(int index) throws IOException;
  }

  private static ByIndex byIndex(String key, String spec, Path folder, FileList files, int count) {
    Optional<Path> other = folderOf(spec, folder);
    if (other.isPresent()) {
      if (files == null) {
        throw new InputException(
            "%s=%s is a folder, but the samples are rows of one file".formatted(key, spec));
      }
      return index -> ofFile(other.get(), files.names().get(index));
    }
    TableSpec table = TableSpec.of(key, spec, 1, folder);
    return Samples.open(
        key + " file",
        table.file(),
        () -> {
          if (files != null) {
            if (count != 1) {
              throw new IOException("one file for %d samples; give a folder".formatted(count));
            }
            NumberArray whole = array(table);
            return index -> whole;
          }
          Rows rows = Npz.is(table.file()) ? Rows.of(array(table)) : Rows.of(table.file());
          if (rows.count() != count) {
            throw new IOException("it has %d rows for %d samples".formatted(rows.count(), count));
          }
          return rows::row;
        });
  }

  private static Optional<Path> folderOf(String spec, Path folder) {
    List<Path> candidates = new ArrayList<>();
    try {
      candidates.add(Path.of(spec));
      candidates.add(folder.resolve(spec));
    } catch (InvalidPathException e) {
      return Optional.empty(); // the search for a file says what is wrong
    }
    return candidates.stream().filter(Files::isDirectory).findFirst();
  }

  private static NumberArray ofFile(Path folder, String name) throws IOException {
    Path file = folder.resolve(name.substring(0, name.lastIndexOf('.') + 1) + "npy");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return Npy.read(in);
    } catch (IOException e) {
      throw new IOException("its truth '%s': %s".formatted(file, Samples.reason(e)), e);
    }
  }
}
