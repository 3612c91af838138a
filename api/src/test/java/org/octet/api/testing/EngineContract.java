package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.tensor.Tensor;

/** What every engine must keep: no state between samples, safe for several threads. */
public abstract class EngineContract {
  private static final int THREADS = 4;

  /** A new engine. */
  protected abstract Engine create();

  /** The models, for one thread. */
  protected abstract Models models();

  /** At least two different samples. */
  protected abstract List<Sample> samples();

  @Test
  void predictionsDependOnTheSampleOnly() {
    Engine engine = create();
    List<Object> first = runAll(engine);
    assertThat(runAll(engine)).isEqualTo(first);
    assertThat(runAll(create())).isEqualTo(first);
  }

  @Test
  void threadsGetWhatOneThreadGets() throws Exception {
    Engine engine = create();
    List<Object> alone = runAll(engine);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Object>>> results = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        results.add(threads.submit(() -> runAll(engine)));
      }
      for (Future<List<Object>> result : results) {
        assertThat(result.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void samplesStayAsTheyAre() {
    Engine engine = create();
    for (Sample sample : samples()) {
      Object before = copy(sample.data());
      engine.run(sample, models());
      assertThat(copy(sample.data())).isEqualTo(before);
    }
  }

  private List<Object> runAll(Engine engine) {
    List<Object> results = new ArrayList<>();
    for (Sample sample : samples()) {
      Prediction prediction = engine.run(sample, models());
      results.add(List.of(copy(prediction.outputs()), prediction.decoded()));
    }
    return results;
  }

  /** Type, shape and bytes, comparable by value. */
  private static Map<String, Object> copy(Map<String, Tensor> tensors) {
    Map<String, Object> copies = new LinkedHashMap<>();
    tensors.forEach((name, t) -> copies.put(name, List.of(t.type(), t.shape(), t.copy().bytes())));
    return copies;
  }
}
