package org.octet.core.internal.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.octet.api.SkippedSample;
import org.octet.api.algorithm.Progress;

/**
 * Lends slots to workers and folds them in sample order. A worker borrows its slot before it takes
 * the next sample, so the sample whose turn it is always has one. Of several failures that of the
 * earliest sample counts. Thread-safe.
 */
final class FoldQueue<S> {
  private record Finished<S>(S slot, String id, SkippedSample skipped) {}

  private final SampleConsumer<S> consumer;
  private final Progress progress;
  private final int progressBase;
  private final int slots;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<S> free = new ArrayDeque<>();
  private final Map<Integer, Finished<S>> waiting = new HashMap<>();
  private final List<SkippedSample> skipped = new ArrayList<>();
  private int lent;
  private int turn;
  private int folded;
  private boolean folding;
  private boolean stopped;
  private int failedPosition = Integer.MAX_VALUE;
  private Throwable failure;

  FoldQueue(SampleConsumer<S> consumer, Progress progress, int progressBase, int slots) {
    this.consumer = consumer;
    this.progress = progress;
    this.progressBase = progressBase;
    this.slots = slots;
  }

  /** A slot ready for a sample; null when the run was stopped. */
  S borrow() {
    S slot = null;
    lock.lock();
    try {
      while (!stopped && lent == slots) {
        changed.awaitUninterruptibly();
      }
      if (stopped) {
        return null;
      }
      lent++;
      slot = free.poll();
    } finally {
      lock.unlock();
    }
    if (slot == null) {
      return consumer.newSlot();
    }
    consumer.reset(slot);
    return slot;
  }

  /** Takes back a slot that was not used. */
  void giveBack(S slot) {
    lock.lock();
    try {
      lent--;
      free.push(slot);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A sample is done; folds what can be folded. */
  void done(int position, S slot, String id) {
    finish(position, new Finished<>(slot, id, null));
  }

  /** A sample was skipped. */
  void skip(int position, S slot, SkippedSample sample) {
    finish(position, new Finished<>(slot, sample.id(), sample));
  }

  private void finish(int position, Finished<S> finished) {
    lock.lock();
    try {
      waiting.put(position, finished);
      if (folding) {
        return;
      }
      folding = true;
    } finally {
      lock.unlock();
    }
    foldAll();
  }

  private void foldAll() {
    int position = -1;
    try {
      Finished<S> next = nextInTurn();
      while (next != null) {
        position = turn;
        if (next.skipped() == null) {
          consumer.fold(next.slot(), position, next.id());
        } else {
          consumer.skipped(position, next.skipped());
        }
        advance(next);
        next = nextInTurn();
      }
    } catch (RuntimeException | Error e) {
      fail(position, e);
    }
  }

  private Finished<S> nextInTurn() {
    lock.lock();
    try {
      Finished<S> next = stopped ? null : waiting.remove(turn);
      folding = next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void advance(Finished<S> finished) {
    int done;
    lock.lock();
    try {
      turn++;
      done = turn;
      if (finished.skipped() == null) {
        folded++;
      } else {
        skipped.add(finished.skipped());
      }
      lent--;
      free.push(finished.slot());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    progress.advance(progressBase + (long) done);
  }

  /** Ends the run because of a sample. */
  void fail(int position, Throwable cause) {
    lock.lock();
    try {
      if (failure == null || position < failedPosition) {
        failedPosition = position;
        failure = cause;
      }
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a failure ended the run. */
  boolean stopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** What ended the run, or null. */
  Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  int folded() {
    lock.lock();
    try {
      return folded;
    } finally {
      lock.unlock();
    }
  }

  List<SkippedSample> skipped() {
    lock.lock();
    try {
      return List.copyOf(skipped);
    } finally {
      lock.unlock();
    }
  }
}
