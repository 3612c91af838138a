package org.octet.distribution.cli.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.octet.api.Octet;
import org.octet.api.PluginInfo;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;

/**
 * The command line: arguments in, exit code out. Running it as a {@link Runnable} cancels whatever
 * is under way. Thread-safe.
 */
final class Cli implements ToIntFunction<String[]>, Runnable {
  private final Supplier<Octet> octet;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final Console console;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();

  Cli(Supplier<Octet> octet, PrintStream out, PrintStream err, boolean terminal, Console console) {
    this.octet = octet;
    this.console = console;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** The command line of this process. */
  static Cli ofProcess(Supplier<Octet> octet, Console console) {
    boolean terminal = Boolean.getBoolean("octet.terminal");
    return new Cli(octet, System.out, System.err, terminal, console);
  }

  /** Octet; who asks first has the user told which of their jars cannot be used. */
  private Octet warned() {
    Octet found = octet.get();
    if (!warned.getAndSet(true) && Session.home().filter(Cli::hasJars).isPresent()) {
      found.plugins().stream().filter(p -> p.kind().equals("jar")).forEach(this::warn);
    }
    return found;
  }

  /** Listing all plugins takes a moment, and most installations have no jars of the user's. */
  private static boolean hasJars(Path home) {
    String[] names = home.resolve("plugins").toFile().list((folder, n) -> n.endsWith(".jar"));
    return names != null && names.length > 0;
  }

  private void warn(PluginInfo jar) {
    String reasons = String.join("; ", jar.problems());
    err.println("warning: plugins/" + jar.name() + " is left out: " + reasons);
  }

  @Override
  public int applyAsInt(String[] args) {
    return run(args);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code: 0 done, 2 the user's input, 3 unsupported model, 4 plugin, 5 quality, 6
   *     runtime, 70 a defect of Octet, 74 input or output, 130 cancelled
   */
  int run(String[] args) {
    Cancellation cancellation = new Cancellation();
    running.add(cancellation);
    try {
      return Commands.execute(
          new Session(this::warned, out, err, terminal, cancellation, console, Progress.NONE),
          args);
    } finally {
      running.remove(cancellation);
      out.flush();
      err.flush();
    }
  }

  @Override
  public void run() {
    running.forEach(Cancellation::cancel);
  }
}
