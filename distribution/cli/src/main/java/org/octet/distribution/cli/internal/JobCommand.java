package org.octet.distribution.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.octet.api.Octet;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.api.error.OutputException;
import org.octet.core.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet job}. */
@Command(name = "job", description = "Makes job files of the configurations of other tools.")
final class JobCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: octet job from-pot FILE");
  }

  /** The command with its sub-command. */
  static CommandLine line(Session session) {
    return new CommandLine(new JobCommand())
        .addSubcommand(new CommandLine(new FromPotCommand(session)));
  }

  /** {@code octet job from-pot}. */
  @Command(
      name = "from-pot",
      description = {
        "Writes the job that a configuration of POT (JSON or YAML) means.",
        "What of it has no effect in Octet is said on standard error."
      },
      footer = {
        "",
        "Example:",
        "  octet job from-pot quantization.json --output job.json",
        "  octet quantize --job job.json --output int8/"
      })
  static final class FromPotCommand extends OctetCommand {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The configuration.")
    Path file;

    @Option(
        names = "--output",
        paramLabel = "FILE",
        description = "The job file (default: standard output).")
    Path output;

    FromPotCommand(Session session) {
      super(session);
    }

    @Override
    void execute(Octet octet) {
      if (file == null) {
        refuse(List.of("a configuration is missing: octet job from-pot FILE"));
      }
      PotJob pot = octet.readPot(PotConfig.of(file));
      session.warn(pot);
      String json = Json.write(pot.job());
      if (output == null) {
        session.out().print(json);
      } else {
        write(json);
      }
    }

    private void write(String json) {
      try {
        Files.writeString(output, json, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw new OutputException(
            Files.exists(output)
                ? "'" + output + "' is there already; choose another name"
                : "cannot write '" + output + "': " + e,
            e);
      }
    }
  }
}
