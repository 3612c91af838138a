package org.octet.distribution.cli.internal;

import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {
  @Option(
      names = {"-q", "--quiet"},
      description = "No progress; results and errors only.")
  boolean quiet;

  @Option(
      names = "--json",
      description = "Results as JSON on standard output; progress stays on standard error.")
  boolean json;

  @Option(
      names = {"-X", "--debug"},
      description = "Show where errors come from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--no-osgi",
      description = "Run on a plain class path instead of Felix; results are the same.")
  boolean noOsgi;
}
