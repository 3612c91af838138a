package org.octet.core.internal.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.error.CancelledException;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.Blame;

/** Infers the same random input again and again, one worker per request. Used by one thread. */
final class InferLoop implements AutoCloseable {
  private static final long SEED = 42;

  private final List<InferRequest> requests = new ArrayList<>();
  private final Cancellation cancellation;
  // requests do not copy their inputs
  private final List<Tensor> inputs;

  /**
   * What a loop did.
   *
   * @param inferences how many
   * @param seconds wall time
   * @param millis duration of each inference of the first request
   */
  record Times(long inferences, double seconds, double[] millis) {
    double perSecond() {
      return inferences / seconds;
    }

    double medianMillis() {
      return Benchmarks.median(millis);
    }
  }

  InferLoop(CompiledModel model, int count, Cancellation cancellation) {
    this.cancellation = cancellation;
    this.inputs = RandomInputs.of(model.inputs(), SEED);
    try {
      for (int i = 0; i < count; i++) {
        InferRequest request = model.createRequest();
        requests.add(request);
        for (int input = 0; input < inputs.size(); input++) {
          request.setInput(input, inputs.get(input));
        }
      }
    } catch (RuntimeException | LinkageError e) {
      close();
      throw Blame.translate("the runtime", e);
    }
  }

  void warmUp(int times) {
    for (InferRequest request : requests) {
      for (int i = 0; i < times; i++) {
        Blame.on("the runtime", request::infer);
      }
    }
  }

  /** Infers for about this long. */
  Times run(double seconds) {
    List<Worker> workers = requests.stream().map(r -> new Worker(r, seconds)).toList();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      Worker worker = workers.get(i);
      Thread thread = new Thread(() -> worker.run(start), "octet-benchmark-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    long begin = System.nanoTime();
    start.countDown();
    threads.forEach(this::join);
    double elapsed = (System.nanoTime() - begin) * 1e-9;
    long inferences = 0;
    for (Worker worker : workers) {
      worker.rethrow();
      inferences += worker.count;
    }
    cancellation.check();
    return new Times(inferences, elapsed, workers.get(0).millis());
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        cancellation.cancel();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new CancelledException("cancelled: the thread was interrupted");
    }
  }

  private final class Worker {
    private final InferRequest request;
    private final double seconds;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private double[] durations = new double[1024];
    private int count;

    Worker(InferRequest request, double seconds) {
      this.request = request;
      this.seconds = seconds;
    }

    void run(CountDownLatch start) {
      try {
        start.await();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long now = System.nanoTime();
        // at least one, however slow the model is
        while ((now < end || count == 0) && !cancellation.requested()) {
          request.infer();
          long after = System.nanoTime();
          keep((after - now) * 1e-6);
          now = after;
        }
      } catch (InterruptedException | RuntimeException | LinkageError e) {
        failure.set(e);
      }
    }

    private void keep(double millis) {
      if (count == durations.length) {
        durations = Arrays.copyOf(durations, 2 * count);
      }
      durations[count++] = millis;
    }

    double[] millis() {
      return Arrays.copyOf(durations, count);
    }

    void rethrow() {
      if (failure.get() != null) {
        throw Blame.translate("the runtime", failure.get());
      }
    }
  }

  @Override
  public void close() {
    requests.forEach(InferRequest::close);
    requests.clear();
  }
}
