package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.List;
import org.octet.distribution.cli.internal.plugins.PluginFolder;
import org.octet.distribution.cli.internal.plugins.PluginJar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet plugins install}. */
@Command(
    name = "install",
    description = {
      "Checks a jar and copies it into the plugins folder. It is there whole or not at all.",
      "Where a file FILE.sha256 lies beside it, its digest must fit."
    })
final class InstallCommand extends SessionCommand implements Runnable {
  @Parameters(paramLabel = "FILE", description = "The jar; it keeps its name.")
  Path file;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "What the jar's SHA-256 must be, as its author tells it.")
  String sha256;

  @Option(names = "--force", description = "Replace a jar of the same name.")
  boolean force;

  @Mixin PluginFolderOptions where = new PluginFolderOptions();
  @Mixin TrustOptions trust = new TrustOptions();

  InstallCommand(Session session) {
    super(session);
  }

  @Override
  public void run() {
    PluginFolder folder = where.folder();
    PluginJar jar = folder.install(file, sha256, trust.store(), force);
    show(
        new PluginJarForms.Jars(List.of(jar)),
        "installed%n%s".formatted(PluginJarForms.table(List.of(jar))));
    for (String other : folder.othersOf(jar)) {
      session
          .err()
          .println(
              "warning: %s is another version of %s; one of them is used: octet plugins remove %s"
                  .formatted(other, jar.name(), other));
    }
  }
}
