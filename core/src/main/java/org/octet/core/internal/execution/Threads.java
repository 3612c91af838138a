package org.octet.core.internal.execution;

/** Waiting for threads. */
final class Threads {
  private Threads() {}

  /** Waits for the thread's end whatever happens; an interruption is kept for the caller. */
  static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
