package org.octet.distribution.cli.internal;

import java.util.List;
import java.util.function.Function;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.InputException;
import org.octet.core.Json;
import picocli.CommandLine.ArgGroup;

/** Base of the commands that do something. */
abstract class SessionCommand {
  final Session session;

  @ArgGroup(validate = false, heading = "%nOther:%n", order = 9)
  CommonOptions common = new CommonOptions();

  SessionCommand(Session session) {
    this.session = session;
  }

  /** Shows a result: its form with {@code --json}, else the text. */
  final void show(Object form, String text) {
    session.out().print(common.json ? Json.write(form) : text);
  }

  /** Runs work that reports how far it is. */
  final <T> T watched(Function<Progress, T> work) {
    if (common.quiet) {
      return work.apply(new BothProgress(new WarningsOnly(session.err()), session.watcher()));
    }
    try (ProgressView view = ProgressView.on(session.err(), session.terminal())) {
      return work.apply(new BothProgress(view, session.watcher()));
    }
  }

  /** Ends the command with all complaints at once, if there are any. */
  static void refuse(List<String> complaints) {
    if (complaints.size() == 1) {
      throw new InputException(complaints.get(0));
    }
    if (!complaints.isEmpty()) {
      StringBuilder text = new StringBuilder(complaints.size() + " problems:");
      for (int i = 0; i < complaints.size(); i++) {
        text.append("\n").append(i + 1).append(". ").append(complaints.get(i));
      }
      throw new InputException(text.toString());
    }
  }
}
