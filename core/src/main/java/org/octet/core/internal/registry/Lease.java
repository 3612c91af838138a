package org.octet.core.internal.registry;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InternalException;
import org.octet.api.error.OctetException;
import org.octet.api.error.PluginException;

/**
 * The plugins of one job. A plugin that is removed meanwhile goes on working as long as its classes
 * are loaded; when it then fails, or when the job is ended for it, a message says so. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private final List<Registration> plugins;
  private final Cancellation cancellation;
  private final Consumer<Lease> onClose;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicBoolean ended = new AtomicBoolean();

  Lease(Collection<Registration> plugins, Cancellation cancellation, Consumer<Lease> onClose) {
    this.plugins = plugins.stream().distinct().toList();
    this.cancellation = cancellation;
    this.onClose = onClose;
    this.plugins.forEach(Registration::hold);
  }

  /** For work that needs no plugin. */
  public static Lease none() {
    return new Lease(List.of(), new Cancellation(), lease -> {});
  }

  /**
   * Cancels the job because a plugin of it is gone; it ends with an error that names the plugin.
   */
  void end() {
    ended.set(true);
    cancellation.cancel();
  }

  /** The job's switch: the caller's, and that of a removal. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** The leased plugins. */
  public List<Registration> plugins() {
    return plugins;
  }

  /**
   * Runs a job so that it ends with {@link OctetException}s only.
   *
   * @throws PluginException when a plugin was removed and failed for it, or does not fit this API
   * @throws InternalException for any other error that is not an {@link OctetException}
   */
  public <T> T run(Supplier<T> job) {
    try {
      return job.get();
    } catch (OctetException e) {
      throw removalOf(e).orElse(e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw explain(e);
    }
  }

  private OctetException explain(Throwable e) {
    return removalOf(e)
        .orElseGet(
            () ->
                e instanceof LinkageError
                    ? new PluginException(
                        "a plugin does not fit this version of Octet: "
                            + Inspection.describe(e)
                            + "; plugins in use: "
                            + named(plugins),
                        e)
                    : new InternalException(
                        "unexpected " + Inspection.describe(e) + "; please report it with the log",
                        e));
  }

  /** The error of a removed plugin, where that is what happened. */
  private Optional<OctetException> removalOf(Throwable e) {
    List<Registration> gone = plugins.stream().filter(Registration::removed).toList();
    boolean cancelled = ended.get() && e instanceof CancelledException;
    if (gone.isEmpty() || !cancelled && !comesFromRemoval(e)) {
      return Optional.empty();
    }
    return Optional.of(removed(gone, e));
  }

  /** What ends a job whose plugins are gone. */
  static PluginException removed(List<Registration> gone, Throwable cause) {
    return new PluginException(
        "%s was removed while the job used it; start the job again".formatted(named(gone)), cause);
  }

  private static boolean comesFromRemoval(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof LinkageError
          || t instanceof IllegalStateException
          || t instanceof ClassNotFoundException) {
        return true;
      }
    }
    return false;
  }

  private static String named(List<Registration> plugins) {
    return plugins.stream().map(Registration::toString).collect(Collectors.joining(", "));
  }

  /** Gives the plugins back. Idempotent. */
  @Override
  public void close() {
    if (open.getAndSet(false)) {
      plugins.forEach(Registration::letGo);
      onClose.accept(this);
    }
  }
}
