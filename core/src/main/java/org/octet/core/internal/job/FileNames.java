package org.octet.core.internal.job;

import java.util.regex.Pattern;

/** Names that become parts of file names. */
public final class FileNames {
  /** What is allowed. */
  public static final String RULE =
      "must be a file name without '/', '\\', ':', control characters, or a leading '.'";

  private static final Pattern PLAIN =
      Pattern.compile("[^./\\\\:\\p{Cntrl}][^/\\\\:\\p{Cntrl}]{0,199}");

  private FileNames() {}

  /** Whether a name can be part of a file name on every system. */
  public static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }
}
