package org.octet.distribution.cli.internal;

import java.util.List;
import org.octet.distribution.cli.internal.plugins.PluginJar;

/** How jars of plugins are shown: as JSON, and as text. */
final class PluginJarForms {
  private PluginJarForms() {}

  /**
   * The form of {@code --json} of commands on jars.
   *
   * @param jars each with what is wrong with it
   */
  record Jars(int schemaVersion, List<PluginJar> jars) {
    Jars(List<PluginJar> jars) {
      this(1, jars);
    }
  }

  /**
   * The form of {@code --json} of a change.
   *
   * @param action what was done: {@code removed}, {@code enabled} or {@code disabled}
   * @param file name of the jar afterwards
   */
  record Change(int schemaVersion, String action, String file) {
    Change(String action, String file) {
      this(1, action, file);
    }
  }

  /** A line for each jar, and one for each of its problems. */
  static String table(List<PluginJar> jars) {
    Table table = Table.ofTexts();
    for (PluginJar jar : jars) {
      String state = !jar.problems().isEmpty() ? "BROKEN" : jar.enabled() ? "ok" : "disabled";
      table.row(state, jar.file(), jar.version(), contents(jar));
      jar.problems().forEach(problem -> table.row("", "", "", problem));
    }
    return table.toString();
  }

  private static String contents(PluginJar jar) {
    int plugins = jar.providers().size();
    String what = plugins == 0 ? "a library" : plugins == 1 ? "1 plugin" : plugins + " plugins";
    String signed =
        jar.signedBy().isEmpty() ? "" : ", signed by " + String.join(" and ", jar.signedBy());
    return jar.problems().isEmpty() ? what + signed : "";
  }
}
