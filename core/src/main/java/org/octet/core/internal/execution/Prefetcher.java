package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.octet.api.data.Sample;
import org.octet.api.error.CancelledException;
import org.octet.api.error.PluginException;

/**
 * Decodes samples ahead on its own threads and gives them out in order. Never more than {@code
 * capacity} samples are decoded, or being decoded, and not yet taken. A loader that does not answer
 * is named after some time; when the run ends, its thread is left behind. Thread-safe.
 */
final class Prefetcher implements AutoCloseable {
  /**
   * A sample, or why there is none.
   *
   * @param position position among the run's samples
   * @param sample the sample; whoever takes it closes it; null on failure
   * @param failure what went wrong; null on success
   */
  record Decoded(int position, Sample sample, Throwable failure) {}

  /** System property: seconds after which a loader that does not answer is named. */
  static final String STALL = "octet.stall.seconds";

  private static final long DEFAULT_STALL_SECONDS = 30;
  private static final long LOOK_MILLIS = 100;

  /** A thread gets this long to end, and again when it is interrupted. */
  private static final long END_MILLIS = 2_000;

  private final Samples samples;
  private final Environment environment;
  private final long stallNanos =
      TimeUnit.SECONDS.toNanos(Long.getLong(STALL, DEFAULT_STALL_SECONDS));
  private final Decoded[] ring;
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int claimed;
  private int taken;
  private boolean stopped;
  private boolean closed;
  private long busyNanos;
  private long waitingSince;
  private long nextWarning;

  Prefetcher(Samples samples, Environment environment, int capacity) {
    this.samples = samples;
    this.environment = environment;
    this.ring = new Decoded[Math.max(1, capacity)];
    int count = Math.min(environment.loadThreads(), Math.max(1, samples.size()));
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(this::decodeAll, "octet-load-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /**
   * The next sample in order; null when there is none left or the prefetcher was stopped.
   *
   * @throws CancelledException when the job is cancelled while the sample does not come
   */
  Decoded next() {
    lock.lock();
    try {
      while (!stopped && taken < samples.size()) {
        int at = taken % ring.length;
        if (ring[at] != null) {
          Decoded decoded = ring[at];
          ring[at] = null;
          taken++;
          waitingSince = 0;
          changed.signalAll();
          return decoded;
        }
        awaitSample();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void awaitSample() {
    long now = System.nanoTime();
    if (waitingSince == 0) {
      waitingSince = now;
      nextWarning = stallNanos;
    } else if (now - waitingSince >= nextWarning) {
      environment
          .progress()
          .message(
              "%s has not given sample %d for %d s; the job waits until it does, or is cancelled"
                  .formatted(
                      Blame.loader(samples.loader()),
                      samples.index(taken),
                      TimeUnit.NANOSECONDS.toSeconds(now - waitingSince)));
      nextWarning *= 2;
    }
    try {
      changed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new CancelledException("cancelled: the thread was interrupted", e);
    }
    environment.cancellation().check();
  }

  /** Time spent decoding so far, summed over the threads, in seconds. */
  double busySeconds() {
    lock.lock();
    try {
      return busyNanos * 1e-9;
    } finally {
      lock.unlock();
    }
  }

  /** Makes {@link #next} answer null from now on, and the threads end. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Stops, waits for the threads and closes the samples that nobody took. */
  @Override
  public void close() {
    stop();
    threads.stream().filter(t -> !Threads.joined(t, END_MILLIS)).forEach(this::leave);
    lock.lock();
    try {
      closed = true;
      drop();
    } finally {
      lock.unlock();
    }
  }

  private void leave(Thread stuck) {
    stuck.interrupt();
    if (!Threads.joined(stuck, END_MILLIS)) {
      environment
          .progress()
          .message(Blame.loader(samples.loader()) + " does not return; its thread is left behind");
    }
  }

  private void drop() {
    for (int i = 0; i < ring.length; i++) {
      if (ring[i] != null && ring[i].sample() != null) {
        ring[i].sample().close();
      }
      ring[i] = null;
    }
  }

  private void decodeAll() {
    for (int position = claim(); position >= 0; position = claim()) {
      long start = System.nanoTime();
      Decoded decoded = decode(position);
      put(decoded, System.nanoTime() - start);
    }
  }

  private int claim() {
    lock.lock();
    try {
      while (!stopped && claimed < samples.size() && claimed - taken >= ring.length) {
        changed.awaitUninterruptibly();
      }
      return stopped || claimed == samples.size() ? -1 : claimed++;
    } finally {
      lock.unlock();
    }
  }

  // whatever a loader throws, an Error included, has to reach the run and not end in this thread
  private Decoded decode(int position) {
    try {
      Sample sample = samples.loader().get(samples.index(position));
      if (sample == null) {
        throw new PluginException(
            Blame.loader(samples.loader()) + " gave no sample " + samples.index(position));
      }
      return new Decoded(position, sample, null);
    } catch (RuntimeException | LinkageError e) {
      String who = Blame.loader(samples.loader()) + ", sample " + samples.index(position) + ",";
      return new Decoded(position, null, Blame.translate(who, e));
    } catch (Error e) {
      return new Decoded(position, null, e);
    }
  }

  private void put(Decoded decoded, long nanos) {
    lock.lock();
    try {
      if (closed) {
        if (decoded.sample() != null) {
          decoded.sample().close();
        }
        return;
      }
      ring[decoded.position() % ring.length] = decoded;
      busyNanos += nanos;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
