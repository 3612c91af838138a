package org.octet.dataloaders.image.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.octet.api.error.InputException;

/** Finds the file that belongs to a picture: the same name with another ending. */
interface Companions {
  /** The file of the picture with this name, if there is one. */
  Optional<Path> of(String name);

  /**
   * Files in a folder. The one with the picture's relative name comes first, then the only one with
   * the picture's file name, in whatever sub-folder, if only one picture has that name.
   *
   * @param extensions allowed endings in lower case, without a dot
   * @param pictures names of all pictures
   * @throws InputException when there is no such file
   */
  static Companions inFolder(Path folder, Set<String> extensions, List<String> pictures) {
    List<String> names = FolderWalk.list(folder, extensions);
    if (names.isEmpty()) {
      throw new InputException(
          "labels folder '%s' has no file ending in %s"
              .formatted(folder, String.join(", ", extensions)));
    }
    Map<String, String> byName = new HashMap<>();
    Map<String, String> onlyPicture = new HashMap<>();
    pictures.forEach(name -> onlyPicture.merge(file(stem(name)), name, (a, b) -> ""));
    Map<String, String> byFile = new HashMap<>();
    for (String name : names) {
      String other = byName.put(stem(name), name);
      if (other != null) {
        throw new InputException(
            "labels folder '%s' has '%s' and '%s': only one may belong to a picture"
                .formatted(folder, other, name));
      }
      byFile.merge(file(stem(name)), name, (a, b) -> "");
    }
    return name -> {
      String file = file(stem(name));
      String byFileName = name.equals(onlyPicture.get(file)) ? byFile.getOrDefault(file, "") : "";
      String found = byName.getOrDefault(stem(name), byFileName);
      return found.isEmpty() ? Optional.empty() : Optional.of(folder.resolve(found));
    };
  }

  /**
   * Files in a folder beside that of the pictures: the last folder named {@code pictures} in the
   * path gives way to {@code labels}; without one, files beside the pictures themselves.
   *
   * @param root folder of the pictures
   * @param extension ending, without a dot
   */
  static Companions beside(Path root, String pictures, String labels, String extension) {
    Path absolute = root.toAbsolutePath().normalize();
    return name -> {
      Path file = absolute.resolve(stem(name) + "." + extension);
      for (int i = file.getNameCount() - 2; i >= 0; i--) {
        if (file.getName(i).toString().equals(pictures)) {
          Path before = i == 0 ? file.getRoot() : file.getRoot().resolve(file.subpath(0, i));
          file = before.resolve(labels).resolve(file.subpath(i + 1, file.getNameCount()));
          break;
        }
      }
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    };
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
  }

  private static String file(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The ending of a name in lower case, without the dot. */
  static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
