package org.octet.distribution.cli.internal;

import java.io.InputStream;
import org.octet.api.Octet;
import picocli.CommandLine.Command;

/** {@code octet shell}. */
@Command(
    name = "shell",
    description = {
      "A running Octet: takes commands from standard input, runs several jobs at a time.",
      "It sees at once which plugins come into the folder 'plugins', change, and go."
    },
    footer = {
      "",
      "Commands of the shell:",
      "  octet:quantize, octet:evaluate, octet:compare, octet:benchmark, octet:recipe OPTIONS",
      "                           start a job, with the options of the command of that name",
      "  octet:jobs               what runs, how far it is, and how what ran has ended",
      "  octet:log ID             what a job said",
      "  octet:cancel ID          ends a job",
      "  octet:await [ID]         waits for a job, or for all",
      "  octet:plugins            the plugins, and what is wrong with those that cannot be used",
      "  octet:why NAME           why a plugin, or a jar, is not there",
      "  exit                     waits for the jobs, and ends; so does the end of the input",
      "",
      "The exit code is that of the first job that failed.",
      "",
      "Example:",
      "  printf 'octet:plugins\\nexit\\n' | octet shell"
    })
final class ShellCommand extends OctetCommand {
  ShellCommand(Session session) {
    super(session);
  }

  @Override
  void execute(Octet octet) {
    throw new IllegalStateException("a shell has an exit code");
  }

  @Override
  int run(Octet octet) {
    ShellJobs jobs = new ShellJobs(session);
    ShellFunctions functions = new ShellFunctions(session, jobs);
    try (jobs;
        Console.Lines lines = session.console().open(functions);
        ShellInput input = new ShellInput(standardInput(), session)) {
      octet.plugins();
      new Shell(session, lines, input, jobs).run();
    }
    return jobs.exitCode();
  }

  private static InputStream standardInput() {
    return System.in;
  }
}
