package org.octet.distribution.cli.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.error.OutputException;

/** Makes folders for results that the user gave no place. */
final class NewFolder {
  private NewFolder() {}

  /**
   * Makes the first of name-1, name-2, ... that is not there, in the current folder.
   *
   * @throws OutputException when it cannot be made
   */
  static Path here(String name) {
    for (int i = 1; ; i++) {
      Path folder = Path.of(name + "-" + i);
      try {
        return Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        continue;
      } catch (IOException e) {
        throw new OutputException(
            "cannot make the folder '" + folder.toAbsolutePath() + "': " + e.getMessage(), e);
      }
    }
  }
}
