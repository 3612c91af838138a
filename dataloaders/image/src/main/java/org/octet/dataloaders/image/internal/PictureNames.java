package org.octet.dataloaders.image.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Finds the picture that an entry of a table names. Immutable. */
final class PictureNames {
  private final Path root;
  private final Path table;
  private final Map<String, String> known = new HashMap<>();

  /**
   * @param pictures the pictures
   * @param table file whose entries are looked up
   */
  PictureNames(PictureFiles pictures, Path table) {
    this.root = pictures.root().toAbsolutePath().normalize();
    this.table = table.toAbsolutePath().getParent();
    for (String name : pictures.names()) {
      known.merge(name.substring(name.lastIndexOf('/') + 1), name, (a, b) -> "");
    }
    pictures.names().forEach(name -> known.put(name, name));
  }

  /**
   * The picture's name; null: no picture is meant. An entry is relative to the data or to the
   * table; a mere file name also finds the only picture of this name in a sub-folder.
   */
  String of(String entry) {
    String name = entry.replace('\\', '/');
    if (name.startsWith("./")) {
      name = name.substring(2);
    }
    String found = known.getOrDefault(name, "");
    if (!found.isEmpty()) {
      return found;
    }
    try {
      Path file = table.resolve(name).normalize();
      String relative = file.startsWith(root) ? FolderWalk.relativeName(root, file) : "";
      return relative.equals(known.get(relative)) ? relative : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
