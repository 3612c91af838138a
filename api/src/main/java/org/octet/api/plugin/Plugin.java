package org.octet.api.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What every plugin publishes through {@code META-INF/services}. Must have a public constructor
 * without arguments, be cheap to create and to list, and never load a native library before it is
 * asked to work. Implementations are immutable and thread-safe.
 */
@ConsumerType
public interface Plugin {
  /** Name by which users select the plugin, such as {@code image}; unique per kind. */
  String name();

  /** Of two plugins of one kind and name the higher ranking wins, then the one found first. */
  default int ranking() {
    return 0;
  }

  /** One sentence for listings and help. */
  default String description() {
    return "";
  }

  /** The parameters that users may set. */
  default ParameterSchema parameters() {
    return ParameterSchema.NONE;
  }
}
