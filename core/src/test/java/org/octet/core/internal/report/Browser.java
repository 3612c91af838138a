package org.octet.core.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium, with a fresh profile for every page. */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long PATIENCE_SECONDS = 120;

  private final Path program;
  private final Path folder;

  /**
   * What a page did.
   *
   * @param dom the document after its scripts
   * @param log what the browser printed
   */
  record Loaded(String dom, String log) {
    /** Messages of the page's scripts, and of the browser about the page. */
    List<String> console() {
      return log.lines().filter(line -> line.contains(":CONSOLE")).toList();
    }
  }

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Skips the test where there is none. */
  static Browser find(Path folder) {
    Path found =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .flatMap(dir -> NAMES.stream().map(name -> Path.of(dir, name)))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(found != null, "no Chromium on the PATH: pages are not looked at");
    return new Browser(found, folder);
  }

  Loaded load(Path page, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--dump-dom");
    return run(page.toUri().toString(), all);
  }

  /** Takes a picture. */
  Loaded picture(Path page, String fragment, Path picture, int width, int height, String... options)
      throws Exception {
    Files.createDirectories(picture.getParent());
    Files.deleteIfExists(picture);
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--screenshot=" + picture.toAbsolutePath());
    all.add("--window-size=" + width + "," + height);
    Loaded loaded = run(page.toUri() + fragment, all);
    assertThat(picture).isNotEmptyFile();
    return loaded;
  }

  private Loaded run(String address, List<String> options) throws Exception {
    Path profile = Files.createTempDirectory(folder, "profile");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile));
    command.addAll(options);
    command.add(address);
    Path out = Files.createTempFile(folder, "out", ".html");
    Path log = Files.createTempFile(folder, "log", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as("%s ends", program)
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    Loaded loaded = new Loaded(Files.readString(out), Files.readString(log));
    assertThat(process.exitValue()).as(loaded.log()).isZero();
    return loaded;
  }

  /** A copy of a page with a further script at its end, for tests that click. */
  static Path scripted(Path page, String script, Path copy) throws IOException {
    String html = Files.readString(page);
    assertThat(html).contains("</body>");
    return Files.writeString(
        copy, html.replace("</body>", "<script>\n" + script + "\n</script></body>"));
  }
}
