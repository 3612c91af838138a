package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.Locale;
import org.octet.api.error.InputException;
import org.octet.distribution.cli.internal.plugins.PluginProject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet plugins new}. */
@Command(
    name = "new",
    description = {
      "Writes a Maven project for a plugin of your own.",
      "It has a class, a test with the contract of its kind, and a build that needs this installation",
      "only, and builds and passes at once."
    },
    footer = {
      "",
      "Example:",
      "  octet plugins new my-numbers --kind loader",
      "  cd my-numbers && mvn verify && octet plugins install target/my-numbers-1.0.0.jar"
    })
final class NewPluginCommand extends SessionCommand implements Runnable {
  @Parameters(
      paramLabel = "NAME",
      description = "Name by which users will select it, such as my-numbers.")
  String name;

  @Option(
      names = "--kind",
      required = true,
      paramLabel = "KIND",
      description = "loader, engine, metric, algorithm or device.")
  String kind;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder of the project, new or empty (default: NAME).")
  Path output;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Package of its classes (default: com.example and the name).")
  String packageName;

  NewPluginCommand(Session session) {
    super(session);
  }

  /** The form of {@code --json}. */
  private record Form(int schemaVersion, Path project, String className) {}

  @Override
  public void run() {
    Path home =
        Session.home()
            .orElseThrow(() -> new InputException("this is no installation of Octet: no api"));
    PluginProject project =
        new PluginProject(
            name,
            chosen(),
            packageName == null ? PluginProject.defaultPackage(name) : packageName,
            Session.versions(),
            home.resolve("repository"));
    Path folder = output == null ? Path.of(name) : output;
    project.write(folder);
    show(
        new Form(1, folder, project.packageName() + "." + project.className()),
        "%s%nnext: cd %s && mvn verify%n".formatted(folder, folder));
  }

  private PluginProject.Kind chosen() {
    try {
      return PluginProject.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--kind=" + kind + ": must be loader, engine, metric, algorithm or device", e);
    }
  }
}
