package org.octet.core.internal.execution;

import java.util.Map;
import java.util.Objects;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.engine.Decoder;
import org.octet.api.runtime.InferenceRuntime;

/**
 * Where and how samples are run. Thread-safe as its parts are.
 *
 * @param runtime the runtime; stays the caller's
 * @param device device name, such as {@code CPU}
 * @param threads infer requests that run at the same time, at least 1, each driven by one worker
 * @param loadThreads threads that decode samples ahead, at least 1
 * @param progress hears how far the work is
 * @param cancellation asked before every sample
 * @param decoders what reads the outputs of models, by model name
 */
public record Environment(
    InferenceRuntime runtime,
    String device,
    int threads,
    int loadThreads,
    Progress progress,
    Cancellation cancellation,
    Map<String, Decoder> decoders) {
  /** An environment without decoders. */
  public Environment(
      InferenceRuntime runtime,
      String device,
      int threads,
      int loadThreads,
      Progress progress,
      Cancellation cancellation) {
    this(runtime, device, threads, loadThreads, progress, cancellation, Map.of());
  }

  /** Checks the thread numbers. */
  public Environment {
    Objects.requireNonNull(runtime, "runtime");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(progress, "progress");
    Objects.requireNonNull(cancellation, "cancellation");
    decoders = Map.copyOf(decoders);
    if (threads < 1 || loadThreads < 1) {
      throw new IllegalArgumentException(
          "threads and loadThreads must be at least 1, not " + threads + " and " + loadThreads);
    }
  }

  /** The same with another listener. */
  public Environment with(Progress listener) {
    return new Environment(runtime, device, threads, loadThreads, listener, cancellation, decoders);
  }
}
