package org.octet.core.internal.registry;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.octet.api.PluginInfo;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a plugin and asks it what it is. That is foreign code, which may throw anything, or never
 * return; therefore it runs in a thread of its own. Stateless.
 */
final class Inspection {
  private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

  /** A plugin is cheap to list; only one that hangs needs so long, even on a busy machine. */
  private static final long PATIENCE_SECONDS = 5;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

  private Inspection() {}

  /**
   * A plugin, broken where it fails, where it does not answer, or where what it says about itself
   * cannot be used.
   *
   * @param className its class, for messages about a plugin that has no name
   * @param maker makes or fetches the plugin; may throw anything
   */
  static Registration of(
      PluginKind kind, String className, Origin origin, Supplier<? extends Plugin> maker) {
    FutureTask<Registration> asked =
        new FutureTask<>(() -> inspect(kind, className, origin, maker));
    Thread thread = new Thread(asked, "octet-plugin-" + className);
    thread.setDaemon(true);
    thread.start();
    try {
      return await(asked);
    } catch (TimeoutException e) {
      String problem =
          "has not returned from %s within %d s"
              .formatted(place(thread, className), PATIENCE_SECONDS);
      // what waits for something can end; what computes goes on
      thread.interrupt();
      return broken(kind, className, origin, problem);
    } catch (ExecutionException e) {
      return broken(kind, className, origin, "cannot be created: " + describe(e.getCause()));
    }
  }

  /** Goes on waiting when it is interrupted: Felix does so to who holds one of its locks. */
  private static Registration await(FutureTask<Registration> asked)
      throws TimeoutException, ExecutionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return asked.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String place(Thread thread, String className) {
    return Stream.of(thread.getStackTrace())
        .filter(frame -> frame.getClassName().equals(className))
        .findFirst()
        .map(StackTraceElement::getMethodName)
        .filter(method -> !method.startsWith("<"))
        .map(method -> method + "()")
        .orElse("its constructor");
  }

  private static Registration inspect(
      PluginKind kind, String className, Origin origin, Supplier<? extends Plugin> maker) {
    Plugin plugin;
    try {
      plugin = maker.get();
    } catch (Exception | LinkageError | StackOverflowError e) {
      LOG.debug("plugin {} of {} cannot be created", className, origin, e);
      return broken(kind, className, origin, "cannot be created: " + describe(e));
    }
    return plugin == null
        ? broken(kind, className, origin, "its constructor failed")
        : inspect(kind, className, origin, plugin);
  }

  private static Registration inspect(
      PluginKind kind, String className, Origin origin, Plugin plugin) {
    String name = null;
    try {
      name = plugin.name();
      if (name == null || !NAME.matcher(name).matches()) {
        String problem =
            "its name must be letters, digits, '.', '_' or '-', beginning with a letter, not %s";
        return broken(
            kind, className, origin, problem.formatted(name == null ? "null" : "'" + name + "'"));
      }
      if (kind.services().stream().noneMatch(s -> s.isInstance(plugin))) {
        return broken(kind, name, origin, className + " was built for another version of the API");
      }
      ParameterSchema parameters = plugin.parameters();
      if (parameters == null) {
        return broken(kind, name, origin, "its parameters() is null");
      }
      String description = plugin.description() == null ? "" : plugin.description();
      return new Registration(
          kind,
          plugin,
          info(kind, name, plugin.ranking(), description, origin, parameters, List.of()),
          origin);
    } catch (Exception | LinkageError | StackOverflowError e) {
      LOG.debug("plugin {} of {} is broken", className, origin, e);
      String shown = name == null ? className : name;
      return broken(kind, shown, origin, "cannot be listed: " + describe(e));
    }
  }

  /** A plugin that is listed with its problem and never used. */
  static Registration broken(PluginKind kind, String name, Origin origin, String problem) {
    return new Registration(
        kind,
        null,
        info(kind, name, 0, "", origin, ParameterSchema.NONE, List.of(problem)),
        origin);
  }

  private static PluginInfo info(
      PluginKind kind,
      String name,
      int ranking,
      String description,
      Origin origin,
      ParameterSchema parameters,
      List<String> problems) {
    return new PluginInfo(
        kind.code(),
        name,
        ranking,
        description,
        origin.location(),
        origin.version(),
        parameters,
        problems);
  }

  /** The error in one line: its kind, and its message where there is one. */
  static String describe(Throwable e) {
    Throwable cause = e;
    while (cause instanceof ServiceConfigurationError && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
