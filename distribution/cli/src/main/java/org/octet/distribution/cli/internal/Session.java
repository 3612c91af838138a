package org.octet.distribution.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.octet.api.Octet;
import org.octet.api.PotJob;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;

/**
 * What the commands of one command line share.
 *
 * @param octet the entry point; asked for only when it is needed
 * @param out results
 * @param err progress, warnings and errors
 * @param terminal whether {@code err} is a terminal
 * @param cancellation ends the command early
 * @param console what a shell runs on
 * @param watcher hears how far the command is, beside the user
 */
record Session(
    Supplier<Octet> octet,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    Cancellation cancellation,
    Console console,
    Progress watcher) {

  /** Version of this build. */
  static String version() {
    return versions().get("version");
  }

  /** Versions of this build and of its tools, by name. */
  static Map<String, String> versions() {
    try (InputStream in = Session.class.getResourceAsStream("version.properties")) {
      Properties p = new Properties();
      p.load(in);
      Map<String, String> versions = new TreeMap<>();
      p.stringPropertyNames().forEach(name -> versions.put(name, p.getProperty(name)));
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException("the command line's jar is damaged", e);
    }
  }

  /** Folder of the installation, if there is one. */
  static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("octet.home")).map(Path::of);
  }

  /** Says what of a configuration of POT has no effect, or another one. */
  void warn(PotJob pot) {
    pot.warnings().forEach(w -> err.println("warning: " + w));
  }

  /** The first thing a user sees of a command that takes long. */
  void announce(CommonOptions options, String what) {
    if (!options.quiet) {
      err.println("octet " + version() + ": " + what);
      err.flush();
    }
  }
}
