package org.octet.distribution.cli.internal;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The desktop that this process runs on, if any.
 *
 * @param environment variables of the environment by name
 * @param patience how long a program may take to fail: some wait until the browser is closed
 */
record Desk(UnaryOperator<String> environment, Duration patience) {
  /** What opens a file on Linux and the BSDs, whatever the desktop. */
  private static final String XDG = "xdg-open";

  /**
   * Shows a file with the program that the desktop has for it, such as a browser.
   *
   * @return false when there is no desktop, or it has no program for that
   */
  boolean open(Path file) {
    Path page = file.toAbsolutePath();
    Optional<Path> xdg = xdg();
    try {
      return xdg.isPresent() ? hasDisplay() && start(xdg.get(), page) : browse(page);
    } catch (IOException | LinkageError | UnsupportedOperationException e) {
      return false; // a Java runtime without a desktop, or a desktop without a browser
    }
  }

  private boolean hasDisplay() {
    return Stream.of("DISPLAY", "WAYLAND_DISPLAY")
        .map(environment)
        .anyMatch(value -> value != null && !value.isBlank());
  }

  private Optional<Path> xdg() {
    String path = environment.apply("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, XDG))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private boolean start(Path program, Path page) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), page.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return !process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean browse(Path page) throws IOException {
    if (GraphicsEnvironment.isHeadless()
        || !Desktop.isDesktopSupported()
        || !Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
      return false;
    }
    Desktop.getDesktop().browse(page.toUri());
    return true;
  }
}
