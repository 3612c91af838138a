package org.octet.distribution.cli.internal;

import java.util.List;
import java.util.Optional;
import org.octet.api.error.PluginException;
import org.octet.core.TrustStore;
import org.octet.distribution.cli.internal.plugins.PluginFolder;
import org.octet.distribution.cli.internal.plugins.PluginJar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code octet plugins verify}. */
@Command(
    name = "verify",
    description = {
      "Checks jars of the plugins folder without running them.",
      "Each must be readable, have the classes that it names, fit this version of Octet, and be signed",
      "where a trust store is given. Ends with exit code 4 when one is not so."
    })
final class VerifyCommand extends SessionCommand implements Runnable {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "File names or symbolic names (default: all).")
  List<String> names = List.of();

  @Mixin PluginFolderOptions where = new PluginFolderOptions();
  @Mixin TrustOptions trust = new TrustOptions();

  VerifyCommand(Session session) {
    super(session);
  }

  @Override
  public void run() {
    PluginFolder folder = where.folder();
    Optional<TrustStore> store = trust.store();
    List<PluginJar> jars =
        names.isEmpty()
            ? folder.check(store)
            : names.stream().map(name -> folder.check(name, store)).toList();
    show(new PluginJarForms.Jars(jars), PluginJarForms.table(jars));
    List<String> broken =
        jars.stream().filter(j -> !j.problems().isEmpty()).map(PluginJar::file).toList();
    if (!broken.isEmpty()) {
      throw new PluginException(
          "%d of %d jars cannot be used or trusted: %s; replace, disable or remove them"
              .formatted(broken.size(), jars.size(), String.join(", ", broken)));
    }
  }
}
