package org.octet.distribution.cli.internal;

import org.octet.distribution.cli.internal.plugins.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Base of the commands that change one jar of the plugins folder by renaming or deleting it. */
abstract class JarCommand extends SessionCommand implements Runnable {
  private final String action;

  @Parameters(paramLabel = "NAME", description = "File name, or symbolic name of the bundle.")
  String name;

  @Mixin PluginFolderOptions where = new PluginFolderOptions();

  JarCommand(Session session, String action) {
    super(session);
    this.action = action;
  }

  @Override
  public final void run() {
    String file = change(where.folder());
    show(new PluginJarForms.Change(action, file), "%s %s%n".formatted(action, file));
  }

  /** Does it; returns the name of the jar afterwards. */
  abstract String change(PluginFolder folder);

  /** {@code octet plugins remove}. */
  @Command(name = "remove", description = "Deletes a jar of the plugins folder.")
  static final class Remove extends JarCommand {
    Remove(Session session) {
      super(session, "removed");
    }

    @Override
    String change(PluginFolder folder) {
      return folder.remove(name);
    }
  }

  /** {@code octet plugins enable}. */
  @Command(name = "enable", description = "Uses a disabled jar again.")
  static final class Enable extends JarCommand {
    Enable(Session session) {
      super(session, "enabled");
    }

    @Override
    String change(PluginFolder folder) {
      return folder.enable(name, true);
    }
  }

  /** {@code octet plugins disable}. */
  @Command(
      name = "disable",
      description = "Leaves a jar in the folder and does not use it: it becomes NAME.jar.disabled.")
  static final class Disable extends JarCommand {
    Disable(Session session) {
      super(session, "disabled");
    }

    @Override
    String change(PluginFolder folder) {
      return folder.enable(name, false);
    }
  }
}
