package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Says in words why a file could not be read. */
final class Reasons {
  private Reasons() {}

  /** The reason; the system's errors say only the file's name: their kind is the reason. */
  static String of(IOException e) {
    return e instanceof FileSystemException f
        ? f.getReason() == null ? f.getClass().getSimpleName() : f.getReason()
        : e.getMessage();
  }
}
