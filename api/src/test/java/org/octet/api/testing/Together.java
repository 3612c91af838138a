package org.octet.api.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Several threads that do something at the same time. Stateless. */
final class Together {
  static final int THREADS = 4;

  private Together() {}

  /** The results of the threads, each made by the task of its number. */
  static <T> List<T> run(IntFunction<Callable<T>> tasks) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "contract"));
    try {
      List<Future<T>> results = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        results.add(threads.submit(tasks.apply(t)));
      }
      List<T> all = new ArrayList<>();
      for (Future<T> result : results) {
        all.add(result.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }
}
