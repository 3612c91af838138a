package org.octet.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

@Timeout(60)
class SampleRunnerTest {
  private static final Engine ENGINE =
      (sample, models) -> new Prediction(models.infer("m", sample.data()), Optional.empty());

  private static InferenceRuntime runtime;
  private static OptimizedModel doubling;

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
    GraphBuilder g = new GraphBuilder(1);
    var x = g.parameter("x", PartialShape.of(1, 4));
    g.result("y", g.binary("Multiply", "twice", x, g.constant("two", Shape.of(1, 1), 2f)));
    doubling = OptimizedModel.of("m", g.model());
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(open).hasValue(0);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().startsWith("octet-"));
  }

  private record Loader(int size, IntFunction<Sample> samples) implements DataLoader {
    @Override
    public Sample get(int index) {
      return samples.apply(index);
    }
  }

  private Sample sample(int index) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(1, 4));
    tensor.floats().put(0, index);
    Tensor owned = Tensor.of(tensor.type(), tensor.shape(), tensor.bytes(), open::decrementAndGet);
    return Sample.of("s" + index, owned, Optional.empty());
  }

  private RunResult run(int threads, DataLoader loader, Engine engine, List<Float> seen) {
    Environment environment = TestRuntime.environment(runtime, threads);
    return run(environment, loader, engine, seen);
  }

  private static RunResult run(
      Environment environment, DataLoader loader, Engine engine, List<Float> seen) {
    try (CompiledModels models = CompiledModels.compile(environment, ModelSources.of(doubling))) {
      return new SampleRunner(environment, engine, List.of(models))
          .run(
              Samples.subset(loader, loader.size()),
              new OrderedPredictions(
                  (id, truth, predictions) ->
                      seen.add(predictions.get(0).outputs().get("y").floats().get(0))));
    }
  }

  private static void pause(int index) {
    try {
      Thread.sleep(index * 7919L % 5);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void foldsInSampleOrder(int threads) {
    List<Float> seen = new ArrayList<>();
    Engine slow =
        (sample, models) -> {
          pause((int) sample.data().get("").floats().get(0));
          return ENGINE.run(sample, models);
        };
    DataLoader loader =
        new Loader(
            60,
            i -> {
              pause(i + 3);
              return sample(i);
            });
    RunResult result = run(threads, loader, slow, seen);
    assertThat(result.samples()).isEqualTo(60);
    assertThat(seen).hasSize(60);
    for (int i = 0; i < 60; i++) {
      assertThat(seen.get(i)).isEqualTo(2f * i);
    }
    assertThat(mostOpen.get()).isLessThanOrEqualTo(2 * threads + 2 + 2);
  }

  @Test
  void skipsAndCountsUnreadableSamples() {
    List<Float> seen = new ArrayList<>();
    DataLoader loader =
        new Loader(
            10,
            i -> {
              if (i % 3 == 0) {
                throw new UnreadableSampleException("s" + i, "damaged", true, null);
              }
              return sample(i);
            });
    RunResult result = run(3, loader, ENGINE, seen);
    assertThat(seen).containsExactly(2f, 4f, 8f, 10f, 14f, 16f);
    assertThat(result.skipped()).extracting(s -> s.id()).containsExactly("s0", "s3", "s6", "s9");
    assertThat(result.skipped().get(0).reason()).contains("damaged");
  }

  @Test
  void failsWhereSkippingIsNotAllowedOrNothingIsLeft() {
    DataLoader strict =
        new Loader(
            10,
            i -> {
              if (i >= 4) {
                throw new UnreadableSampleException("s" + i, "damaged", false, null);
              }
              return sample(i);
            });
    assertThatThrownBy(() -> run(3, strict, ENGINE, new ArrayList<>()))
        .isInstanceOf(UnreadableSampleException.class)
        .hasMessageContaining("s4");
    DataLoader broken =
        new Loader(
            5,
            i -> {
              throw new UnreadableSampleException("s" + i, "damaged", true, null);
            });
    assertThatThrownBy(() -> run(2, broken, ENGINE, new ArrayList<>()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no readable sample")
        .hasMessageContaining("s0");
  }

  @Test
  void blamesPlugins() {
    DataLoader broken =
        new Loader(
            5,
            i -> {
              throw new IllegalStateException("oops");
            });
    assertThatThrownBy(() -> run(2, broken, ENGINE, new ArrayList<>()))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(Loader.class.getName())
        .hasMessageContaining("oops");
    Engine unlinked =
        (sample, models) -> {
          throw new NoClassDefFoundError("some/Gone");
        };
    assertThatThrownBy(() -> run(2, new Loader(5, this::sample), unlinked, new ArrayList<>()))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("s0")
        .hasMessageContaining("some/Gone");
    Engine silent = (sample, models) -> null;
    assertThatThrownBy(() -> run(1, new Loader(5, this::sample), silent, new ArrayList<>()))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("no prediction");
  }

  @Test
  void errorsOfTheVirtualMachineComeOut() {
    DataLoader broken =
        new Loader(
            5,
            i -> {
              throw new OutOfMemoryError("made up");
            });
    assertThatThrownBy(() -> run(2, broken, ENGINE, new ArrayList<>()))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void namesMissingAndUnknownInputs() {
    Engine wrong =
        (sample, models) ->
            new Prediction(models.infer("m", Map.of("z", sample.data().get(""))), Optional.empty());
    assertThatThrownBy(() -> run(1, new Loader(2, this::sample), wrong, new ArrayList<>()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'z'")
        .hasMessageContaining("[x]");
    Engine none = (sample, models) -> new Prediction(models.infer("m", Map.of()), Optional.empty());
    assertThatThrownBy(() -> run(1, new Loader(2, this::sample), none, new ArrayList<>()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no data for input 'x'");
    Engine unknown =
        (sample, models) -> new Prediction(models.infer("q", sample.data()), Optional.empty());
    assertThatThrownBy(() -> run(1, new Loader(2, this::sample), unknown, new ArrayList<>()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'q'");
  }

  @Test
  void outputsOfAnEarlierInferenceStayValid() {
    Engine twice =
        (sample, models) -> {
          Tensor first = models.infer("m", sample.data()).get("y");
          Tensor second = models.infer("m", Map.of("x", first.copy())).get("y");
          Tensor third = models.infer("m", Map.of("x", second.copy())).get("y");
          float sum = first.floats().get(0) + second.floats().get(0) + third.floats().get(0);
          return new Prediction(Map.of("y", Tensor.of(Shape.of(1), sum)), Optional.empty());
        };
    List<Float> seen = new ArrayList<>();
    run(2, new Loader(4, this::sample), twice, seen);
    assertThat(seen).containsExactly(0f, 14f, 28f, 42f);
  }

  @Test
  void stopsWhenCancelled() {
    Cancellation cancellation = new Cancellation();
    Environment environment = new Environment(runtime, "CPU", 2, 2, Progress.NONE, cancellation);
    Engine engine =
        (sample, models) -> {
          if (sample.id().equals("s5")) {
            cancellation.cancel();
          }
          return ENGINE.run(sample, models);
        };
    List<Float> seen = new ArrayList<>();
    assertThatThrownBy(() -> run(environment, new Loader(1000, this::sample), engine, seen))
        .isInstanceOf(CancelledException.class);
    assertThat(seen.size()).isLessThan(20);
  }

  @Test
  void aLoaderThatDoesNotReturnIsNamedAndCanBeCancelled() {
    System.setProperty(Prefetcher.STALL, "0");
    Cancellation cancellation = new Cancellation();
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    Progress progress =
        new Progress() {
          @Override
          public void stage(String name, long total, String unit) {
            // not looked at
          }

          @Override
          public void advance(long done) {
            // not looked at
          }

          @Override
          public void message(String text) {
            messages.add(text);
            // other samples may be slow too, on a busy machine
            if (text.contains("sample 3 ")) {
              cancellation.cancel();
            }
          }
        };
    Environment environment = new Environment(runtime, "CPU", 2, 1, progress, cancellation);
    CountDownLatch never = new CountDownLatch(1);
    Loader stuck =
        new Loader(
            20,
            i -> {
              if (i == 3) {
                awaitUninterruptibly(never);
              }
              return sample(i);
            });
    assertThatThrownBy(() -> run(environment, stuck, ENGINE, new ArrayList<>()))
        .isInstanceOf(CancelledException.class);
    System.clearProperty(Prefetcher.STALL);
    never.countDown();
    Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("octet-load-"))
        .forEach(Threads::joinUninterruptibly);
    assertThat(messages)
        .anySatisfy(
            m ->
                assertThat(m)
                    .startsWith("data loader " + Loader.class.getName())
                    .contains("has not given sample 3"));
    assertThat(messages).last().asString().contains("its thread is left behind");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // goes on as a bad plugin does
        continue;
      }
    }
  }

  @Test
  void stopsWhenTheCallerIsInterrupted() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    List<Throwable> thrown = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                DataLoader endless =
                    new Loader(
                        1_000_000,
                        i -> {
                          running.countDown();
                          return sample(i);
                        });
                run(2, endless, ENGINE, new ArrayList<>());
              } catch (CancelledException e) {
                thrown.add(e);
              }
            },
            "caller");
    caller.start();
    running.await();
    caller.interrupt();
    caller.join();
    assertThat(thrown).hasSize(1);
  }
}
