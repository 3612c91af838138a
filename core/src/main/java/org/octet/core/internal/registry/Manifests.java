package org.octet.core.internal.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Reads versions from manifests. */
final class Manifests {
  private Manifests() {}

  /** The version of a jar; empty when it says none, or is not a jar. */
  static String version(Path jar) {
    if (!Files.isRegularFile(jar)) {
      return "";
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        return "";
      }
      Attributes main = manifest.getMainAttributes();
      String version = main.getValue("Bundle-Version");
      return version != null
          ? version
          : java.util.Objects.requireNonNullElse(
              main.getValue(Attributes.Name.IMPLEMENTATION_VERSION), "");
    } catch (IOException e) {
      return "";
    }
  }
}
