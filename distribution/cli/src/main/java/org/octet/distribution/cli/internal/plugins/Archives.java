package org.octet.distribution.cli.internal.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What an archive from outside may be. All entries are inflated once and counted, because sizes in
 * an archive are claims.
 *
 * @param entries most entries
 * @param bytes most bytes of all entries together, inflated
 * @param ratio most bytes of an entry for each byte in the archive
 */
record Archives(int entries, long bytes, int ratio) {
  /** Ten times what the largest of Octet's own jars needs; real classes deflate to a fifth. */
  static final Archives LIMITS = new Archives(50_000, 2L << 30, 200);

  /** Small entries are no danger, however well they deflate. */
  private static final int ALWAYS_ALLOWED = 1 << 20;

  /** Why the archive is refused; empty: it is not. */
  Optional<String> problem(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.size() > entries) {
        return Optional.of(
            "it has %d entries; at most %d are allowed".formatted(zip.size(), entries));
      }
      return problem(zip);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("it is not a readable jar: " + e.getMessage());
    }
  }

  private Optional<String> problem(ZipFile zip) throws IOException {
    Set<String> names = new HashSet<>();
    long total = 0;
    byte[] buffer = new byte[1 << 16];
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = entry.getName();
      if (escapes(name)) {
        return Optional.of("its entry '" + name + "' would be written outside of its folder");
      }
      if (!names.add(comparable(name))) {
        return Optional.of("its entry '" + name + "' is there twice");
      }
      long packed = Math.max(1, entry.getCompressedSize());
      long size = 0;
      try (InputStream in = zip.getInputStream(entry)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          size += n;
          total += n;
          if (size > ALWAYS_ALLOWED && size / packed > ratio) {
            return Optional.of(
                "its entry '%s' inflates to more than %d times its size".formatted(name, ratio));
          }
          if (total > bytes) {
            return Optional.of("it inflates to more than %d bytes".formatted(bytes));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean escapes(String name) {
    return name.isEmpty()
        || name.startsWith("/")
        || name.matches("[A-Za-z]:.*")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || List.of(name.split("/", -1)).contains("..");
  }

  /** The JDK finds what is below {@code META-INF} whatever its case. */
  private static String comparable(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("META-INF/") ? upper : name;
  }
}
