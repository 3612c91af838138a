package org.octet.core.internal.execution;

import java.util.function.Supplier;
import org.octet.api.data.DataLoader;
import org.octet.api.engine.Engine;
import org.octet.api.error.OctetException;
import org.octet.api.error.PluginException;

/** Calls into plugins, and turns what they throw by mistake into errors that name them. */
public final class Blame {
  private Blame() {}

  /** How messages call a loader. */
  public static String loader(DataLoader loader) {
    return "data loader " + loader.getClass().getName();
  }

  /** How messages call an engine. */
  public static String engine(Engine engine) {
    return "engine " + engine.getClass().getName();
  }

  /**
   * Calls a plugin.
   *
   * @param who how messages call it
   * @throws OctetException as the plugin threw it
   * @throws PluginException for any other exception, or when its classes do not fit or are gone
   */
  public static <T> T on(String who, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError e) {
      throw translate(who, e);
    }
  }

  /** Calls a plugin that returns nothing; see {@link #on(String, Supplier)}. */
  public static void on(String who, Runnable call) {
    on(
        who,
        () -> {
          call.run();
          return null;
        });
  }

  /** The error to report for what {@code who} threw. */
  public static OctetException translate(String who, Throwable thrown) {
    if (thrown instanceof OctetException known) {
      return known;
    }
    if (thrown instanceof LinkageError) {
      return new PluginException(
          who
              + " failed to link ("
              + thrown
              + "): it was removed while it was used, or it is built for another version of Octet",
          thrown);
    }
    return new PluginException(who + " failed: " + thrown, thrown);
  }
}
