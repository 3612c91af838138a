package org.octet.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Versions from a floor to a ceiling, written as OSGi writes them: {@code [1.0,2)}, or {@code 1.0}
 * for that and all later ones. Qualifiers are not compared.
 */
record VersionRange(String floor, boolean withFloor, String ceiling, boolean withCeiling) {
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+){0,2}(\\.[\\w-]+)?");
  private static final Pattern RANGE =
      Pattern.compile("([\\[(])\\s*([\\w.-]+)\\s*,\\s*([\\w.-]+)\\s*([\\])])");

  /** Whether a text is a range or a version. */
  static boolean isWritten(String text) {
    return RANGE.matcher(text.strip()).matches() || VERSION.matcher(text.strip()).matches();
  }

  static VersionRange of(String text) {
    Matcher m = RANGE.matcher(text.strip());
    return m.matches()
        ? new VersionRange(m.group(2), m.group(1).equals("["), m.group(3), m.group(4).equals("]"))
        : new VersionRange(text.strip(), true, "", true);
  }

  boolean includes(String version) {
    int above = compare(version, floor);
    int below = ceiling.isEmpty() ? -1 : compare(version, ceiling);
    return (withFloor ? above >= 0 : above > 0) && (withCeiling ? below <= 0 : below < 0);
  }

  private static int compare(String a, String b) {
    for (int part = 0; part < 3; part++) {
      int order = Integer.compare(part(a, part), part(b, part));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int part(String version, int index) {
    String[] parts = version.split("\\.");
    return index < parts.length && parts[index].matches("\\d{1,9}")
        ? Integer.parseInt(parts[index])
        : 0;
  }
}
