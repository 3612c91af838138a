package org.octet.distribution.cli.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.octet.api.Octet;
import org.octet.core.Bootstrap;

/** The command line on a plain class path, where it makes its own entry point. Thread-safe. */
public final class PlainCli implements ToIntFunction<String[]>, Runnable, AutoCloseable {
  private final Lazy octet = new Lazy();
  private final Cli cli = Cli.ofProcess(octet, Console.NONE);

  /** For {@link java.util.ServiceLoader}. */
  public PlainCli() {
    // nothing is loaded before it is needed
  }

  @Override
  public int applyAsInt(String[] args) {
    return cli.run(args);
  }

  @Override
  public void run() {
    cli.run();
  }

  @Override
  public void close() {
    octet.close();
  }

  /** Makes the entry point when it is first asked for. */
  private static final class Lazy implements Supplier<Octet>, AutoCloseable {
    private Octet octet;

    @Override
    public synchronized Octet get() {
      if (octet == null) {
        Path plugins =
            Session.home().map(h -> h.resolve("plugins")).filter(Files::isDirectory).orElse(null);
        octet = Bootstrap.create(plugins, PlainCli.class.getClassLoader());
      }
      return octet;
    }

    @Override
    public synchronized void close() {
      if (octet != null) {
        octet.close();
        octet = null;
      }
    }
  }
}
