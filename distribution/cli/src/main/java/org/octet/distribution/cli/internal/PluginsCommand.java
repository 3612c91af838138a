package org.octet.distribution.cli.internal;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.octet.api.Octet;
import org.octet.api.PluginInfo;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.core.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet plugins}. */
@Command(name = "plugins", description = "Shows, installs and removes plugins.")
final class PluginsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: octet plugins list, or octet plugins info NAME; 'octet help plugins' shows all");
  }

  /** The command with its sub-commands. */
  static CommandLine line(Session session) {
    return new CommandLine(new PluginsCommand())
        .addSubcommand(new CommandLine(new ListCommand(session)))
        .addSubcommand(new CommandLine(new InfoCommand(session)))
        .addSubcommand(new CommandLine(new InstallCommand(session)))
        .addSubcommand(new CommandLine(new JarCommand.Remove(session)))
        .addSubcommand(new CommandLine(new JarCommand.Enable(session)))
        .addSubcommand(new CommandLine(new JarCommand.Disable(session)))
        .addSubcommand(new CommandLine(new VerifyCommand(session)))
        .addSubcommand(new CommandLine(new NewPluginCommand(session)));
  }

  /** {@code octet plugins list}. */
  @Command(
      name = "list",
      description = {
        "Lists data loaders, engines, runtimes, algorithms, metrics and target devices.",
        "Those that are there but cannot be used come with the reason."
      })
  static final class ListCommand extends OctetCommand {
    @Option(
        names = {"-v", "--verbose"},
        description = "Show the parameters of each plugin, too.")
    boolean verbose;

    ListCommand(Session session) {
      super(session);
    }

    @Override
    void execute(Octet octet) {
      List<PluginInfo> plugins = octet.plugins();
      if (common.json) {
        session.out().print(Json.write(form(plugins)));
        return;
      }
      if (verbose) {
        plugins.forEach(p -> session.out().print(details(p)));
      } else {
        session.out().print(overview(plugins));
      }
    }

    private static Table overview(List<PluginInfo> plugins) {
      Table table = Table.ofTexts();
      for (PluginInfo p : plugins) {
        table.row(p.kind(), p.name(), p.version(), p.description());
        p.problems().forEach(problem -> table.row("", "", "", "BROKEN: " + problem));
      }
      return table;
    }
  }

  /** {@code octet plugins info}. */
  @Command(
      name = "info",
      description = "Shows what a plugin is for, where it comes from, and its parameters.")
  static final class InfoCommand extends OctetCommand {
    @Parameters(paramLabel = "NAME", description = "Name of the plugin, of whatever kind.")
    String name;

    InfoCommand(Session session) {
      super(session);
    }

    @Override
    void execute(Octet octet) {
      List<PluginInfo> all = octet.plugins();
      List<PluginInfo> named = all.stream().filter(p -> p.name().equals(name)).toList();
      if (named.isEmpty()) {
        List<String> names = all.stream().map(PluginInfo::name).distinct().toList();
        throw new InputException(
            "there is no plugin '%s'%s; 'octet plugins list' shows all"
                .formatted(
                    name,
                    ParameterSchema.nearest(name, names)
                        .map(n -> " (did you mean '" + n + "'?)")
                        .orElse("")));
      }
      if (common.json) {
        session.out().print(Json.write(form(named)));
      } else {
        named.forEach(p -> session.out().print(details(p)));
      }
    }
  }

  private static String details(PluginInfo p) {
    StringBuilder text = new StringBuilder();
    text.append("%s %s %s - %s%n".formatted(p.kind(), p.name(), p.version(), p.description()));
    text.append("  from ").append(p.origin()).append(System.lineSeparator());
    p.problems().forEach(x -> text.append("  BROKEN: ").append(x).append(System.lineSeparator()));
    return text.append(ParameterHelp.table(p.parameters())).toString();
  }

  private static Form form(List<PluginInfo> plugins) {
    return new Form(1, plugins.stream().map(PluginsCommand::entry).toList());
  }

  private static Entry entry(PluginInfo p) {
    return new Entry(
        p.kind(),
        p.name(),
        p.ranking(),
        p.description(),
        p.origin(),
        p.version(),
        p.parameters().parameters().stream().map(PluginsCommand::entry).toList(),
        p.problems());
  }

  private static ParameterEntry entry(Parameter p) {
    return new ParameterEntry(
        p.name(),
        p.kind().name().toLowerCase(Locale.ROOT),
        p.defaultValue(),
        p.required(),
        p.choices(),
        p.min(),
        p.max(),
        p.fromModel() == Parameter.FromModel.NOTHING
            ? null
            : ParameterSchema.camel(
                p.fromModel().name().toLowerCase(Locale.ROOT).replace('_', '-')),
        p.items().stream().map(PluginsCommand::entry).toList(),
        p.description());
  }

  /** The form of {@code --json}. */
  private record Form(int schemaVersion, List<Entry> plugins) {}

  private record Entry(
      String kind,
      String name,
      int ranking,
      String description,
      String origin,
      String version,
      List<ParameterEntry> parameters,
      List<String> problems) {}

  private record ParameterEntry(
      String name,
      String kind,
      String defaultValue,
      boolean required,
      List<String> choices,
      OptionalDouble min,
      OptionalDouble max,
      String fromModel,
      List<ParameterEntry> items,
      String description) {}
}
