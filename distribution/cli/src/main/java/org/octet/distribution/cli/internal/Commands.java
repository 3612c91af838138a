package org.octet.distribution.cli.internal;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.octet.api.error.CancelledException;
import org.octet.api.error.OctetException;
import org.octet.api.plugin.ParameterSchema;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The tree of commands, and what their errors look like. */
final class Commands {
  private static final int USAGE = 2;
  private static final int DEFECT = 70;

  private Commands() {}

  /** {@code octet}. */
  @Command(
      name = "octet",
      versionProvider = Version.class,
      description = {
        "Makes trained models smaller and faster after training.",
        "Reads a float model, runs a few hundred unlabelled samples through it, and writes an INT8",
        "model for OpenVINO."
      },
      synopsisSubcommandLabel = "COMMAND",
      footerHeading = "%nExamples:%n",
      footer = {
        "  octet demo                                   see it work",
        "  octet quantize --model net.onnx --loader image --data pictures/ --output int8/",
        "  octet help quantize                          options, and what plugins there are",
        "  octet plugins info image                     the parameters of a plugin",
        "",
        "Exit codes: 0 done, 2 wrong input, 3 unsupported model, 4 plugin, 5 quality not reached,",
        "6 runtime, 70 a defect of Octet, 74 input or output, 130 cancelled."
      })
  static final class Root implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Print the version.")
    private boolean version;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    private boolean help;

    @Option(
        names = "--no-osgi",
        description = "Run on a plain class path instead of Felix; results are the same.")
    private boolean noOsgi;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "say what to do: octet COMMAND");
    }
  }

  /** The version of this build and of the Java runtime. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"octet " + Session.version()};
    }
  }

  /** Runs one command line; returns the exit code. */
  static int execute(Session session, String[] args) {
    CommandLine line = line(session, args);
    line.setOut(new PrintWriter(session.out(), true));
    line.setErr(new PrintWriter(session.err(), true));
    line.setParameterExceptionHandler((e, unused) -> usage(session, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failure(session, e, parsed));
    line.setExecutionStrategy(Commands::executeOnce);
    return line.execute(args);
  }

  /**
   * Refuses an option that is given twice: picocli takes its group for given twice, and the last.
   */
  private static int executeOnce(ParseResult parsed) {
    ParseResult command = innermost(parsed);
    Set<OptionSpec> seen = new HashSet<>();
    for (OptionSpec option : command.matchedOptions()) {
      if (!seen.add(option) && !option.isMultiValue()) {
        throw new ParameterException(
            command.commandSpec().commandLine(),
            option.longestName() + " is given more than once; give it once");
      }
    }
    return new RunLast().execute(parsed);
  }

  private static CommandLine line(Session session, String[] args) {
    Map<String, Supplier<Object>> commands = commands(session);
    // making them all takes a tenth of a second: only for help, and for what is none of them
    Optional<Supplier<Object>> wanted =
        Arrays.stream(args).filter(word -> !word.startsWith("-")).findFirst().map(commands::get);
    CommandLine line = new CommandLine(new Root());
    wanted
        .map(List::of)
        .orElseGet(() -> List.copyOf(commands.values()))
        .forEach(command -> line.addSubcommand(command.get()));
    if (wanted.isEmpty()) {
      line.addSubcommand(new HelpCommand());
    }
    space(line);
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setUsageHelpLongOptionsMaxWidth(40);
    return line;
  }

  /** All commands but help, by name, in the order of the help. */
  private static Map<String, Supplier<Object>> commands(Session session) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("quantize", () -> withPlugins(new QuantizeCommand(session), session));
    commands.put("evaluate", () -> withPlugins(new EvaluateCommand(session), session));
    commands.put("compare", () -> withPlugins(new CompareCommand(session), session));
    commands.put("convert", () -> new ConvertCommand(session));
    commands.put("inspect", () -> new InspectCommand(session));
    commands.put("benchmark", () -> new BenchmarkCommand(session));
    commands.put("report", () -> new ReportCommand(session));
    commands.put("plugins", () -> PluginsCommand.line(session));
    commands.put("job", () -> JobCommand.line(session));
    commands.put(
        "pot",
        () -> new CommandLine(new PotCommand(session)).setCaseInsensitiveEnumValuesAllowed(true));
    commands.put("recipe", () -> new RecipeCommand(session));
    commands.put("demo", () -> new DemoCommand(session));
    commands.put("shell", () -> new ShellCommand(session));
    return commands;
  }

  /** A blank line before the description, in all commands. */
  private static void space(CommandLine line) {
    line.getCommandSpec().usageMessage().descriptionHeading("%n").optionListHeading("%n");
    line.getSubcommands().values().forEach(Commands::space);
  }

  /** A command whose help goes on with the plugins it takes. */
  private static CommandLine withPlugins(OctetCommand command, Session session) {
    CommandLine sub = new CommandLine(command);
    sub.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> footer(help, command, session));
    return sub;
  }

  private static String footer(Help help, OctetCommand command, Session session) {
    StringBuilder text = new StringBuilder(help.footer());
    kinds(command).forEach(kind -> text.append(ParameterHelp.of(session.octet().get(), kind)));
    return text.append("%n'octet plugins info NAME' shows their parameters.%n".formatted())
        .toString();
  }

  private static List<String> kinds(OctetCommand command) {
    return command instanceof EvaluateCommand
        ? List.of("data-loader", "engine", "decoder", "metric")
        : List.of("data-loader", "engine", "decoder");
  }

  private static int usage(Session session, ParameterException e) {
    CommandLine line = e.getCommandLine();
    session.err().println("error: " + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      nearest(unmatched).ifPresent(n -> session.err().println("did you mean '" + n + "'?"));
    }
    session.err().println("see '" + line.getCommandSpec().qualifiedName() + " --help'");
    return USAGE;
  }

  /** The option or command that was perhaps meant. */
  private static Optional<String> nearest(UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0).split("=", 2)[0];
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    Set<String> names =
        word.startsWith("-") ? spec.optionsMap().keySet() : spec.subcommands().keySet();
    return ParameterSchema.nearest(word, List.copyOf(names));
  }

  private static int failure(Session session, Throwable e, ParseResult parsed) {
    if (debug(parsed)) {
      e.printStackTrace(session.err());
    }
    if (e instanceof OctetException known) {
      print(session, e.getMessage());
      return known.exitCode();
    }
    if (session.cancellation().requested()) {
      print(session, "cancelled");
      return new CancelledException("cancelled").exitCode();
    }
    print(session, "Octet failed: " + e);
    session
        .err()
        .println(
            "This is a defect of Octet. Please report it, with the output of the same command with"
                + " --debug and of 'octet --version'.");
    return DEFECT;
  }

  /** Several complaints come as several lines. */
  private static void print(Session session, String message) {
    session.err().println("error: " + String.valueOf(message).strip().replace("\n", "\n  "));
  }

  private static boolean debug(ParseResult parsed) {
    return innermost(parsed).commandSpec().userObject() instanceof SessionCommand c
        && c.common.debug;
  }

  private static ParseResult innermost(ParseResult parsed) {
    ParseResult innermost = parsed;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    return innermost;
  }
}
