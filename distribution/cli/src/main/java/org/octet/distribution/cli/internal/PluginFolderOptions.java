package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.Optional;
import org.octet.api.error.InputException;
import org.octet.distribution.cli.internal.plugins.PluginFolder;
import picocli.CommandLine.Option;

/** Which plugins folder. */
class PluginFolderOptions {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "The plugins folder (default: that of the installation).")
  Path folder;

  /**
   * The folder.
   *
   * @throws InputException when there is none
   */
  final PluginFolder folder() {
    Optional<Path> chosen =
        Optional.ofNullable(folder).or(() -> Session.home().map(home -> home.resolve("plugins")));
    return new PluginFolder(
        chosen.orElseThrow(
            () ->
                new InputException("this is no installation of Octet; name a folder: --plugins")));
  }
}
