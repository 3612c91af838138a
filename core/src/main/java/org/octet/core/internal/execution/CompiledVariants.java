package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Variants of a job's models, for a {@link SampleRunner} that runs samples through all of them. */
public final class CompiledVariants implements AutoCloseable {
  private final List<CompiledModels> compiled = new ArrayList<>();

  private CompiledVariants() {}

  /**
   * Compiles variants: a compilation takes one core for most of its time, so as many at the same
   * time as there are threads, unless one of them is to be compiled {@linkplain Sources#alone
   * alone}.
   *
   * @param variants sets of models of the same names
   * @throws org.octet.api.error.InferenceException when the runtime refuses a model
   */
  public static CompiledVariants compile(Environment environment, List<Sources> variants) {
    int threads = Math.min(environment.threads(), variants.size());
    boolean alone = threads < 2 || variants.stream().anyMatch(Sources::alone);
    CompiledVariants all = new CompiledVariants();
    try {
      if (alone) {
        variants.forEach(each -> all.compiled.add(CompiledModels.compile(environment, each)));
      } else {
        all.compileTogether(environment, variants, threads);
      }
      return all;
    } catch (RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  private void compileTogether(Environment environment, List<Sources> variants, int threads) {
    ExecutorService compilers =
        Executors.newFixedThreadPool(threads, work -> new Thread(work, "octet-compile"));
    try {
      List<CompletableFuture<CompiledModels>> running =
          variants.stream()
              .map(
                  each ->
                      CompletableFuture.supplyAsync(
                          () -> CompiledModels.compile(environment, each), compilers))
              .toList();
      Throwable failure = null;
      for (CompletableFuture<CompiledModels> each : running) {
        // all are waited for, also after one has failed: they are to be freed
        try {
          compiled.add(each.join());
        } catch (CompletionException e) {
          failure = failure == null ? e.getCause() : failure;
        }
      }
      Threads.rethrow(failure);
    } finally {
      compilers.shutdown();
    }
  }

  /** The variants in their order. */
  public List<CompiledModels> all() {
    return List.copyOf(compiled);
  }

  /** Frees all models. Idempotent. */
  @Override
  public void close() {
    compiled.forEach(CompiledModels::close);
  }
}
