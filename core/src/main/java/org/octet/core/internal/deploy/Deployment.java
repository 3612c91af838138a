package org.octet.core.internal.deploy;

import java.util.List;
import org.octet.api.error.PluginException;

/** The plugins of one jar, as they came. Used by one thread at a time. */
public interface Deployment extends AutoCloseable {
  /** The owner of its plugins in the registry. */
  Object owner();

  /**
   * Why the jar as a whole cannot be used, each reason after the one it explains; empty: it can.
   * Thread-safe.
   */
  List<String> problems();

  /** Tries again what failed: another jar has come. */
  void retry();

  /**
   * Unloads the classes; called when no job holds them.
   *
   * @throws PluginException when that is not possible now; to be tried again
   */
  @Override
  void close();
}
