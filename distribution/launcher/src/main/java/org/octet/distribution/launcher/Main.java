package org.octet.distribution.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

/** The main class of the process. */
public final class Main {
  /** Runs in one class loader instead of Felix. */
  static final String NO_OSGI = "--no-osgi";

  /** System property that tells Octet how it runs: {@code osgi} or {@code class-path}. */
  static final String MODE = "octet.mode";

  private static final String JDK_LOGGING = "java.util.logging.config.file";
  private static final int BROKEN_INSTALLATION = 70;
  private static final long CANCEL_SECONDS = 20;

  private Main() {}

  /**
   * Starts Octet and ends the process with the command's exit code.
   *
   * @param args the command line; {@value #NO_OSGI} anywhere chooses the plain class path
   */
  public static void main(String[] args) {
    int code = BROKEN_INSTALLATION;
    try {
      code = run(args);
    } catch (StartException e) {
      System.err.println("error: " + e.getMessage());
      trace(args, e);
      code = e.exitCode();
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      System.err.println("error: Octet does not start: " + e);
      trace(args, e);
    }
    System.out.flush();
    System.err.flush();
    System.exit(code);
  }

  private static void trace(String[] args, Throwable e) {
    if (List.of(args).contains("--debug")) {
      e.printStackTrace();
    }
  }

  /**
   * Starts Octet and runs one command line.
   *
   * @return the exit code
   */
  static int run(String[] args) {
    Home home = Home.find();
    boolean osgi = !List.of(args).contains(NO_OSGI);
    configure(home, osgi);
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    int code = BROKEN_INSTALLATION;
    try (Host host = osgi ? new FelixHost(home, System.err) : new ClassPathHost(home)) {
      ToIntFunction<String[]> commandLine = host.commandLine();
      Thread canceller = new Thread(() -> cancel(commandLine, ended), "octet-cancel");
      Runtime.getRuntime().addShutdownHook(canceller);
      code = commandLine.applyAsInt(args);
      forget(canceller);
      return code;
    } finally {
      ended.complete(code);
    }
  }

  /**
   * Waits until everything is tidied up: the process ends when this returns. It ends with the
   * command's exit code, the same for every signal.
   */
  private static void cancel(
      ToIntFunction<String[]> commandLine, CompletableFuture<Integer> ended) {
    if (commandLine instanceof Runnable r) {
      r.run();
    }
    try {
      int code = ended.get(CANCEL_SECONDS, TimeUnit.SECONDS);
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("error: the command did not end within " + CANCEL_SECONDS + " s");
    }
  }

  private static void forget(Thread canceller) {
    try {
      Runtime.getRuntime().removeShutdownHook(canceller);
    } catch (IllegalStateException e) {
      // the process is ending already, and waits for the code
      return;
    }
  }

  private static void configure(Home home, boolean osgi) {
    System.setProperty(Home.PROPERTY, home.root().toString());
    System.setProperty(MODE, osgi ? "osgi" : "class-path");
    // libraries that log through the JDK, such as SPI-Fly
    System.getProperties().putIfAbsent(JDK_LOGGING, home.jdkLogging().toString());
    Path file = home.settings();
    if (!Files.exists(file)) {
      return;
    }
    Properties settings = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      settings.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartException("cannot read " + file + ": " + e.getMessage(), e);
    }
    for (String key : settings.stringPropertyNames()) {
      // what the user gave with -D wins
      if (System.getProperty(key) == null) {
        System.setProperty(key, settings.getProperty(key));
      }
    }
  }
}
