package org.octet.engines.openvino.internal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.octet.api.error.InferenceException;

/**
 * Remembers, as a system property, which OpenVINO this JVM has loaded. OpenVINO's symbols are
 * global in the process, so there can be only one, whichever class loader asks; class loaders share
 * nothing but the system properties.
 */
final class LoadedMark {
  /** System property: version and path of the C library, separated by a bar. */
  static final String PROPERTY = "octet.openvino.loaded";

  private LoadedMark() {}

  /**
   * Claims the JVM for an OpenVINO.
   *
   * @param properties the system properties
   * @return the one to load: the wanted one, or the one of the same version that is loaded already
   * @throws InferenceException when another version is loaded
   */
  static Installation claim(Properties properties, Installation wanted) {
    String mark = wanted.version() + "|" + wanted.cLibrary();
    Object before = properties.putIfAbsent(PROPERTY, mark);
    if (before == null || before.equals(mark)) {
      return wanted;
    }
    String[] loaded = before.toString().split("\\|", 2);
    if (loaded.length == 2 && loaded[0].equals(wanted.version())) {
      return new Installation(Path.of(loaded[1]), Optional.empty());
    }
    throw new InferenceException(
        "this process has loaded OpenVINO %s; OpenVINO %s (%s) cannot be loaded too. Use one version, or two processes."
            .formatted(
                before.toString().replace("|", " from "), wanted.version(), wanted.cLibrary()));
  }

  /** Takes a claim back after loading failed. */
  static void release(Properties properties, Installation wanted) {
    properties.remove(PROPERTY, wanted.version() + "|" + wanted.cLibrary());
  }
}
