package org.octet.engines.openvino.internal;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Lets many threads use a native object, and one free it when none of them does. */
final class Guard {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final String what;
  private boolean closed;

  /**
   * @param what name of the object in messages
   */
  Guard(String what) {
    this.what = what;
  }

  /**
   * Uses the object.
   *
   * @throws IllegalStateException when it is closed
   */
  <T> T use(Supplier<T> action) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(what + " is closed");
      }
      return action.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Waits until nobody uses the object, then frees it, once. */
  void close(Runnable free) {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        free.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
