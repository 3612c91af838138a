package org.octet.distribution.cli.internal;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet help}, of commands of commands too. */
@Command(
    name = "help",
    description = "Shows the options of a command: octet help COMMAND.",
    helpCommand = true)
final class HelpCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Parameters(paramLabel = "COMMAND", description = "The command; without it, all are listed.")
  private List<String> names = new ArrayList<>();

  @Override
  public void run() {
    CommandLine line = spec.commandLine().getParent();
    for (String name : names) {
      CommandLine sub = line.getSubcommands().get(name);
      if (sub == null) {
        throw new ParameterException(line, "there is no command '" + name + "'");
      }
      line = sub;
    }
    line.usage(spec.commandLine().getOut());
  }
}
