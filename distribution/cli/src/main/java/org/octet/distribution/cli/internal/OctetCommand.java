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
    execute(session.octet().get());
    return 0;
  }

  /** Does it; errors end the command with their exit code. */
  abstract void execute(Octet octet);
}
