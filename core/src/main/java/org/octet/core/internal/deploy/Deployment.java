package org.octet.core.internal.deploy;

import java.util.List;
import java.util.stream.Stream;
import org.octet.api.error.PluginException;
import org.octet.core.internal.registry.PluginRegistry;

/** The plugins of one jar, as they came. Used by one thread at a time. */
public interface Deployment extends AutoCloseable {
  /** The owner of its plugins in the registry. */
  Object owner();

  /**
   * Why the jar as a whole cannot be used, each reason after the one it explains; empty: it can.
   * Thread-safe.
   */
  List<String> problems();

  /** Offered plugins that never became known to the registry, each with the reason. */
  List<String> unloadable();

  /** All that is wrong with the jar or with one of its plugins; empty: it can be used. */
  default List<String> flaws(PluginRegistry registry) {
    return Stream.of(problems(), registry.problems(owner()), unloadable())
        .flatMap(List::stream)
        .toList();
  }

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
