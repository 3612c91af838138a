package org.octet.core.internal.registry;

/**
 * Where a plugin came from.
 *
 * @param location jar or bundle, for people
 * @param version version of the jar or bundle, may be empty
 */
public record Origin(String location, String version) {
  /** Where class-path plugins come from when nothing better is known. */
  public static final Origin UNKNOWN = new Origin("unknown", "");

  /** Such as {@code octet-engines-ie.jar 0.1.0}. */
  @Override
  public String toString() {
    return version.isEmpty() ? location : location + " " + version;
  }
}
