package org.octet.core.internal.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Removes temporary files of one process that ended without doing so. */
@FunctionalInterface
public interface Removal {
  /**
   * Removes them.
   *
   * @throws IOException when that must be tried again another time
   */
  void remove(List<Path> files) throws IOException;
}
