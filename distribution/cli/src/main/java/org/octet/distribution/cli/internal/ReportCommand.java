package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.octet.api.Octet;
import org.octet.core.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet report}. */
@Command(
    name = "report",
    description = {
      "Makes the page NAME.report.html of a NAME.report.json again, beside it, and prints its name.",
      "The page needs no network and no other file."
    },
    footer = {
      "",
      "Examples:",
      "  octet report int8/net.report.json",
      "  octet report int8/net.report.json --open"
    })
final class ReportCommand extends OctetCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A NAME.report.json that octet quantize wrote.")
  Path file;

  @Option(names = "--open", description = "Also show the page in the desktop's browser.")
  boolean open;

  ReportCommand(Session session) {
    super(session);
  }

  /** The form of {@code --json}. */
  private record Form(int schemaVersion, Path page) {}

  @Override
  void execute(Octet octet) {
    if (file == null) {
      refuse(List.of("a report is missing: octet report NAME.report.json"));
    }
    Path page = octet.renderReport(file);
    if (common.json) {
      session.out().print(Json.write(new Form(1, page)));
    } else {
      session.out().println(page);
    }
    if (open && !new Desk(System::getenv, Duration.ofSeconds(3)).open(page)) {
      session
          .err()
          .println(
              "there is no desktop with a browser here; open this file in one: "
                  + page.toAbsolutePath());
    }
  }
}
