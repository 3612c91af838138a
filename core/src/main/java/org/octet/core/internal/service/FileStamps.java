package org.octet.core.internal.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.ModelSpec;
import org.octet.api.error.InputException;

/**
 * Size and time of change of a job's model files when it began. Weights are read from the file
 * until the end, so that a change would be half in the result. Immutable.
 */
final class FileStamps {
  private record Stamp(long size, FileTime changed) {}

  private final Map<Path, Stamp> stamps = new LinkedHashMap<>();

  /** The files of some models as they are now. */
  FileStamps(List<ModelSpec> models) {
    for (ModelSpec model : models) {
      stamps.put(model.model(), stamp(model.model()));
      if (model.weights() != null) {
        stamps.put(model.weights(), stamp(model.weights()));
      }
    }
  }

  /** Null where there is none: reading it will say so. */
  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.size(), now.lastModifiedTime());
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Checks that the files are what they were.
   *
   * @throws InputException naming one that is not
   */
  void check() {
    stamps.forEach(
        (file, before) -> {
          Stamp now = stamp(file);
          if (before != null && !before.equals(now)) {
            throw new InputException(
                "'%s' %s while it was read; run again once it is complete"
                    .formatted(file, now == null ? "went away" : "changed"));
          }
        });
  }
}
