package org.octet.distribution.itests;

import java.util.List;
import java.util.stream.Stream;

/** Command lines. */
final class Arguments {
  private Arguments() {}

  /** The first ones, then more. */
  static String[] of(List<String> more, String... first) {
    return Stream.concat(Stream.of(first), more.stream()).toArray(String[]::new);
  }
}
