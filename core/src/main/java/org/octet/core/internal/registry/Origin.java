package org.octet.core.internal.registry;

import java.util.Optional;

/**
 * Where a plugin came from.
 *
 * @param location jar or bundle, for people
 * @param version version of the jar or bundle, may be empty
 * @param owner what is deployed and removed as a whole, such as a bundle or a class loader; told
 *     from others by identity
 * @param build tells two builds of one version apart, such as a hash; empty: what the class was
 *     loaded from tells
 */
public record Origin(String location, String version, Optional<Object> owner, String build) {
  /** Where class-path plugins come from when nothing better is known. */
  public static final Origin UNKNOWN = new Origin("unknown", "");

  /** An origin whose plugins come and go one by one. */
  public Origin(String location, String version) {
    this(location, version, Optional.empty(), "");
  }

  /** Such as {@code octet-engines-ie.jar 0.1.0}. */
  @Override
  public String toString() {
    return version.isEmpty() ? location : location + " " + version;
  }
}
