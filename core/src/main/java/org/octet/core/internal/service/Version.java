package org.octet.core.internal.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of Octet, as the build wrote it. */
final class Version {
  private Version() {}

  static String read() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
