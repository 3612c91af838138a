package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.SkippedSample;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.api.error.UnreadableSampleException;

/**
 * Runs samples: loaders decode ahead on {@code loadThreads} threads, as many workers as there are
 * infer requests call the engine, and a consumer folds what comes out in sample order. At most
 * about {@code 2 * threads + loadThreads} samples are in memory. All threads have ended when a run
 * returns or throws, but those of a loader that does not return.
 */
public final class SampleRunner {
  private final Environment environment;
  private final Engine engine;
  private final List<CompiledModels> variants;
  private final int progressBase;

  /**
   * @param engine knows how a sample goes through the models
   * @param variants sets of models; the engine runs each sample through each of them, in order
   */
  public SampleRunner(Environment environment, Engine engine, List<CompiledModels> variants) {
    this(environment, engine, variants, 0);
  }

  private SampleRunner(
      Environment environment, Engine engine, List<CompiledModels> variants, int progressBase) {
    this.environment = environment;
    this.engine = engine;
    this.variants = List.copyOf(variants);
    this.progressBase = progressBase;
  }

  /** The same, with a progress that starts at {@code done} samples. */
  public SampleRunner after(int done) {
    return new SampleRunner(environment, engine, variants, done);
  }

  /**
   * Runs all samples.
   *
   * @throws InputException when no sample can be read, when one cannot be read and may not be
   *     skipped, or when one does not fit the model
   * @throws PluginException when loader, engine or runtime fail in a way they should not
   * @throws CancelledException when the job was cancelled or the calling thread interrupted
   */
  public <S> RunResult run(Samples samples, SampleConsumer<S> consumer) {
    return runAny(samples, consumer).requireSamples();
  }

  /** As {@link #run}, but no readable sample at all is no error. */
  public <S> RunResult runAny(Samples samples, SampleConsumer<S> consumer) {
    int threads = environment.threads();
    long start = System.nanoTime();
    FoldQueue<S> queue =
        new FoldQueue<>(consumer, environment.progress(), progressBase, 2 * threads);
    try (Prefetcher prefetcher =
        new Prefetcher(samples, environment, threads + environment.loadThreads())) {
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, Math.max(1, samples.size())); i++) {
        Thread thread =
            new Thread(() -> new Worker<>(prefetcher, queue, consumer).run(), "octet-infer-" + i);
        thread.setDaemon(true);
        workers.add(thread);
      }
      workers.forEach(Thread::start);
      workers.forEach(thread -> join(thread, queue, prefetcher));
      Threads.rethrow(queue.failure());
      return new RunResult(
          queue.folded(),
          queue.skipped(),
          (System.nanoTime() - start) * 1e-9,
          prefetcher.busySeconds());
    }
  }

  private static void join(Thread thread, FoldQueue<?> queue, Prefetcher prefetcher) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      queue.fail(-1, new CancelledException("cancelled: the thread was interrupted", e));
      prefetcher.stop();
      Threads.joinUninterruptibly(thread);
      Thread.currentThread().interrupt();
    }
  }

  private final class Worker<S> {
    private final Prefetcher prefetcher;
    private final FoldQueue<S> queue;
    private final SampleConsumer<S> consumer;
    private final List<WorkerModels> models = new ArrayList<>();

    Worker(Prefetcher prefetcher, FoldQueue<S> queue, SampleConsumer<S> consumer) {
      this.prefetcher = prefetcher;
      this.queue = queue;
      this.consumer = consumer;
      variants.forEach(v -> models.add(new WorkerModels(v, environment.decoders())));
    }

    // nothing may end a worker silently: whatever it is, the run reports it
    void run() {
      try {
        while (step()) {}
      } catch (RuntimeException | Error e) {
        queue.fail(Integer.MAX_VALUE - 1, e);
      } finally {
        close();
        if (queue.stopped()) {
          prefetcher.stop();
        }
      }
    }

    private boolean step() {
      S slot = queue.borrow();
      if (slot == null) {
        return false;
      }
      Prefetcher.Decoded decoded = prefetcher.next();
      if (decoded == null) {
        queue.giveBack(slot);
        return false;
      }
      try {
        if (decoded.failure() != null) {
          queue.skip(decoded.position(), slot, skippable(decoded.failure()));
        } else {
          run(decoded, slot);
        }
        return true;
      } catch (RuntimeException | Error e) {
        queue.fail(decoded.position(), e);
        return false;
      }
    }

    private SkippedSample skippable(Throwable failure) {
      environment.cancellation().check();
      if (failure instanceof UnreadableSampleException e && e.skippable()) {
        return new SkippedSample(e.sampleId(), e.getMessage());
      }
      Threads.rethrow(failure);
      throw new IllegalStateException(failure);
    }

    private void run(Prefetcher.Decoded decoded, S slot) {
      String id = decoded.sample().id();
      try (Sample sample = decoded.sample()) {
        environment.cancellation().check();
        List<Prediction> predictions = new ArrayList<>(models.size());
        for (WorkerModels each : models) {
          predictions.add(predict(each, sample, slot));
        }
        consumer.predicted(slot, decoded.position(), sample, predictions);
      }
      queue.done(decoded.position(), slot, id);
    }

    private Prediction predict(WorkerModels each, Sample sample, S slot) {
      each.begin(sample, (model, hidden) -> consumer.observed(slot, sample, model, hidden));
      try {
        String who = Blame.engine(engine) + ", sample '" + sample.id() + "',";
        Prediction prediction = Blame.on(who, () -> engine.run(sample, each));
        if (prediction == null) {
          throw new PluginException(who + " gave no prediction");
        }
        return prediction;
      } finally {
        each.end();
      }
    }

    private void close() {
      for (WorkerModels each : models) {
        try {
          each.close();
        } catch (RuntimeException e) {
          queue.fail(Integer.MAX_VALUE - 1, Blame.translate("the runtime", e));
        }
      }
    }
  }
}
