package org.octet.distribution.cli.internal;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.octet.api.PluginInfo;
import org.octet.api.plugin.ParameterSchema;

/**
 * The commands of the shell; Gogo calls the method of a command's name with its arguments. Public
 * for Gogo only. Thread-safe.
 */
public final class ShellFunctions {
  /** The names of the commands. */
  static final List<String> NAMES =
      List.of(
          "quantize",
          "evaluate",
          "compare",
          "benchmark",
          "recipe",
          "jobs",
          "log",
          "cancel",
          "await",
          "plugins",
          "why",
          "help");

  private final Session session;
  private final ShellJobs jobs;

  ShellFunctions(Session session, ShellJobs jobs) {
    this.session = session;
    this.jobs = jobs;
  }

  PrintStream out() {
    return session.out();
  }

  /** Starts {@code octet quantize}. */
  public void quantize(String[] args) {
    jobs.start("quantize", args);
  }

  /** Starts {@code octet evaluate}. */
  public void evaluate(String[] args) {
    jobs.start("evaluate", args);
  }

  /** Starts {@code octet compare}. */
  public void compare(String[] args) {
    jobs.start("compare", args);
  }

  /** Starts {@code octet benchmark}. */
  public void benchmark(String[] args) {
    jobs.start("benchmark", args);
  }

  /** Starts {@code octet recipe}. */
  public void recipe(String[] args) {
    jobs.start("recipe", args);
  }

  /** Lists the jobs. */
  public void jobs() {
    session.out().print(jobs.table());
  }

  /** Shows what a job said. */
  public void log(int id) {
    session.out().print(jobs.get(id).log());
  }

  /** Ends a job. */
  public void cancel(int id) {
    jobs.get(id).cancel();
  }

  /** Waits for all jobs. */
  public void await() {
    jobs.await();
  }

  /** Waits for a job. */
  public void await(int id) {
    jobs.get(id).await();
  }

  /** Runs {@code octet plugins}, which without arguments lists them. */
  public void plugins(String[] args) {
    String[] all = args.length == 0 ? new String[] {"list"} : args;
    Commands.execute(
        session, Stream.concat(Stream.of("plugins"), Stream.of(all)).toArray(String[]::new));
  }

  /** Shows the commands. */
  public void help() {
    Commands.execute(session, new String[] {"help", "shell"});
  }

  /** Says why something is not there. */
  public void why(String name) {
    List<PluginInfo> all = session.octet().get().plugins();
    List<PluginInfo> found = all.stream().filter(p -> isAbout(p, name)).toList();
    found.forEach(this::explain);
    if (!found.isEmpty()) {
      return;
    }
    session.out().println("there is no plugin and no jar '" + name + "'" + nearest(all, name));
    List<PluginInfo> broken = all.stream().filter(p -> !p.problems().isEmpty()).toList();
    if (!broken.isEmpty()) {
      session.out().println("these cannot be used:");
      broken.forEach(this::explain);
    }
  }

  private static boolean isAbout(PluginInfo plugin, String name) {
    return Stream.of(plugin.name(), plugin.origin())
        .anyMatch(n -> n.equals(name) || n.equals(name + ".jar") || n.endsWith("." + name));
  }

  private static String nearest(List<PluginInfo> all, String name) {
    List<String> names = all.stream().map(PluginInfo::name).distinct().toList();
    return ParameterSchema.nearest(name, names).map(n -> " (did you mean '" + n + "'?)").orElse("");
  }

  private void explain(PluginInfo p) {
    String what =
        "%s %s%s"
            .formatted(p.kind(), p.name(), p.name().equals(p.origin()) ? "" : " of " + p.origin());
    if (p.problems().isEmpty()) {
      session.out().println(what + " " + p.version() + " is there: " + p.description());
      return;
    }
    session.out().println(what + " cannot be used");
    p.problems().forEach(problem -> session.out().println("  because " + problem));
  }
}
