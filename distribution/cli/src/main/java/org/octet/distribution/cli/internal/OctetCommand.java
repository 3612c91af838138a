package org.octet.distribution.cli.internal;

import java.util.concurrent.Callable;
import org.octet.api.Octet;

/** Base of the commands that need the entry point. */
abstract class OctetCommand extends SessionCommand implements Callable<Integer> {
  OctetCommand(Session session) {
    super(session);
  }

  @Override
  public final Integer call() {
    return run(session.octet().get());
  }

  /** Does it, and tells the exit code: 0 for all commands but those that run others. */
  int run(Octet octet) {
    execute(octet);
    return 0;
  }

  /** Does it; errors end the command with their exit code. */
  abstract void execute(Octet octet);
}
