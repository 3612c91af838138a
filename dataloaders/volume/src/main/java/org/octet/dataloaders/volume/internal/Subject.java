package org.octet.dataloaders.volume.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.files.FileList;

/**
 * One patient or object: its volumes of one or several modalities, and its labels.
 *
 * @param id names it in messages
 * @param volumes one file per modality, each one channel or more
 * @param mask file of the classes of its voxels, if known
 */
record Subject(String id, List<Path> volumes, Optional<Path> mask) {
  /** Copies the list. */
  Subject {
    volumes = List.copyOf(volumes);
  }

  /**
   * Groups files as the parameters say.
   *
   * @throws InputException when a modality or mask is missing
   */
  static List<Subject> find(Parameters p) {
    FileList files = FileList.of(p.path("path"), VolumeFile.ENDINGS);
    List<String> suffixes = p.has("modalities") ? p.strings("modalities") : List.of();
    String maskSuffix = p.has("maskSuffix") ? p.string("maskSuffix") : "";
    List<Subject> found = new ArrayList<>();
    for (String name : files.names()) {
      boolean mask = !maskSuffix.isEmpty() && name.endsWith(maskSuffix);
      if (suffixes.isEmpty() && !mask) {
        String stem = stem(name);
        found.add(
            new Subject(name, List.of(files.file(name)), mask(p, files, name, stem, maskSuffix)));
      } else if (!suffixes.isEmpty() && name.endsWith(suffixes.get(0))) {
        String stem = name.substring(0, name.length() - suffixes.get(0).length());
        List<Path> volumes = suffixes.stream().map(s -> sibling(files, stem + s)).toList();
        found.add(
            new Subject(
                stem.isEmpty() ? name : stem, volumes, mask(p, files, name, stem, maskSuffix)));
      }
    }
    if (found.isEmpty()) {
      throw new InputException(
          "data folder '%s' has no file ending in '%s', the first of modalities"
              .formatted(files.root(), suffixes.isEmpty() ? "" : suffixes.get(0)));
    }
    if (p.has("masks") && Files.isRegularFile(p.path("masks")) && found.size() > 1) {
      throw new InputException(
          "masks=%s is one file for %d volumes; give a folder"
              .formatted(p.path("masks"), found.size()));
    }
    return found;
  }

  private static String stem(String name) {
    return VolumeFile.ENDINGS.stream()
        .filter(name::endsWith)
        .findFirst()
        .map(e -> name.substring(0, name.length() - e.length()))
        .orElse(name);
  }

  private static Path sibling(FileList files, String name) {
    Path file = files.file(name);
    if (!Files.isRegularFile(file)) {
      throw new InputException("data folder '%s' has no file '%s'".formatted(files.root(), name));
    }
    return file;
  }

  private static Optional<Path> mask(
      Parameters p, FileList files, String name, String stem, String suffix) {
    if (!suffix.isEmpty()) {
      return Optional.of(sibling(files, stem + suffix));
    }
    if (!p.has("masks")) {
      return Optional.empty();
    }
    Path masks = p.path("masks");
    if (Files.isRegularFile(masks)) {
      return Optional.of(masks);
    }
    List<String> names = new ArrayList<>(List.of(name));
    VolumeFile.ENDINGS.forEach(e -> names.add(stem + e));
    return Optional.of(
        names.stream()
            .map(masks::resolve)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        "masks=%s: neither a file nor a folder with a mask for '%s'"
                            .formatted(masks, name))));
  }
}
