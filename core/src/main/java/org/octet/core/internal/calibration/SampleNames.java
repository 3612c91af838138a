package org.octet.core.internal.calibration;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.octet.api.data.DataLoader;
import org.octet.api.error.CancelledException;
import org.octet.core.internal.cache.SampleStore;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.Samples;

/**
 * The names under which a run's samples are kept, by the content that they had before the run.
 * Immutable.
 */
final class SampleNames {
  private final Samples samples;
  private final ByteBuffer[] names;

  private SampleNames(Samples samples, ByteBuffer[] names) {
    this.samples = samples;
    this.names = names;
  }

  /**
   * Asks the loader for all fingerprints, on {@code loadThreads} threads.
   *
   * @throws CancelledException when the job was cancelled or the calling thread interrupted
   */
  static SampleNames of(Samples samples, Environment environment) {
    ByteBuffer[] names = new ByteBuffer[samples.size()];
    if (samples.size() > 0) {
      names[0] = name(samples, 0);
    }
    // a loader that cannot tell the first one cannot tell any
    if (samples.size() > 1 && names[0] != null) {
      askAll(samples, environment, names);
    }
    return new SampleNames(samples, names);
  }

  private static void askAll(Samples samples, Environment environment, ByteBuffer[] names) {
    int count = Math.min(environment.loadThreads(), names.length);
    AtomicInteger started = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, "octet-name-" + started.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    try {
      AtomicInteger next = new AtomicInteger(1);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(threads.submit(() -> askSome(samples, environment, names, next)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("cancelled: the thread was interrupted", e);
    } catch (ExecutionException e) {
      throw Blame.translate(Blame.loader(samples.loader()), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void askSome(
      Samples samples, Environment environment, ByteBuffer[] names, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < names.length; i = next.getAndIncrement()) {
      environment.cancellation().check();
      names[i] = name(samples, i);
    }
  }

  private static ByteBuffer name(Samples samples, int position) {
    DataLoader loader = samples.loader();
    int index = samples.index(position);
    Optional<String> fingerprint = Blame.on(Blame.loader(loader), () -> loader.fingerprint(index));
    return fingerprint == null ? null : fingerprint.map(SampleStore::name).orElse(null);
  }

  /** Whether no sample has a name. */
  boolean none() {
    return names.length == 0 || names[0] == null;
  }

  /** The name of the sample at a position; null: it has none. */
  ByteBuffer get(int position) {
    return names[position];
  }

  /** Whether a sample has the name still, now that it was decoded. */
  boolean unchanged(int position) {
    return names[position] != null && names[position].equals(name(samples, position));
  }
}
