package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.Npy;
import org.octet.dataloaders.files.NpyHeader;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.Samples;

/** Reads NumPy's zip archives of arrays, stored or deflated. Stateless. */
final class Npz {
  private static final String ENDING = ".npy";
  private static final int MAX_ENTRIES = 1024;

  private Npz() {}

  /** Whether a file is one, by its name. */
  static boolean is(Path file) {
    return file.toString().endsWith(".npz");
  }

  /**
   * Reads arrays by name.
   *
   * @param wanted their names; empty: all, in the archive's order
   * @throws IOException when the archive is damaged, has no such array, or all together are larger
   *     than {@link Content#MAX_BYTES}
   */
  static Map<String, NumberArray> read(Path file, List<String> wanted) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, ZipEntry> entries = entries(zip);
      List<String> names = wanted.isEmpty() ? List.copyOf(entries.keySet()) : wanted;
      Map<String, NumberArray> arrays = new LinkedHashMap<>();
      long bytes = 0;
      for (String name : names) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
          throw new IOException(
              "it has no array '%s'; it has %s"
                  .formatted(name, String.join(", ", entries.keySet())));
        }
        NumberArray array = read(zip, entry, Content.MAX_BYTES - bytes);
        bytes += array.bytes().limit();
        arrays.put(name, array);
      }
      return arrays;
    } catch (IllegalArgumentException e) {
      // a name of an entry that is no UTF-8
      throw new IOException("the archive is damaged: " + e.getMessage(), e);
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) throws IOException {
    List<ZipEntry> found = new ArrayList<>();
    zip.stream().limit(MAX_ENTRIES).filter(e -> e.getName().endsWith(ENDING)).forEach(found::add);
    if (found.isEmpty()) {
      throw new IOException("the archive has no entry ending in " + ENDING);
    }
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    for (ZipEntry e : found) {
      entries.put(e.getName().substring(0, e.getName().length() - ENDING.length()), e);
    }
    return entries;
  }

  private static NumberArray read(ZipFile zip, ZipEntry entry, long room) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      NpyHeader header = NpyHeader.read(in);
      if (header.dataBytes() > room) {
        throw new IOException("more than %d bytes together".formatted(Content.MAX_BYTES));
      }
      return Npy.data(header, in);
    } catch (IOException e) {
      throw new IOException("array '%s': %s".formatted(entry.getName(), Samples.reason(e)), e);
    }
  }
}
