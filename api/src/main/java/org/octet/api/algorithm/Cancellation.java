package org.octet.api.algorithm;

import java.util.concurrent.atomic.AtomicBoolean;
import org.octet.api.error.CancelledException;

/** A switch to end a job early. Thread-safe. */
public final class Cancellation {
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Cancellation parent;

  /** A switch that is off. */
  public Cancellation() {
    this(null);
  }

  private Cancellation(Cancellation parent) {
    this.parent = parent;
  }

  /** A switch of its own for a part of the work, which this one turns on too. */
  public Cancellation child() {
    return new Cancellation(this);
  }

  /** Asks the job to end. */
  public void cancel() {
    requested.set(true);
  }

  /** Whether the job should end. */
  public boolean requested() {
    return requested.get() || parent != null && parent.requested();
  }

  /**
   * Ends the caller if the job should end.
   *
   * @throws CancelledException when cancelled
   */
  public void check() {
    if (requested()) {
      throw new CancelledException("cancelled");
    }
  }
}
