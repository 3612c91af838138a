package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.octet.api.testing.KitFailures.failures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Models;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** The contracts of what runs for each sample find what is broken, each by its own test. */
class KitOfRunsTest {
  private static DataLoaderContract loader(Supplier<DataLoader> open) {
    return new DataLoaderContract() {
      @Override
      protected DataLoader open() {
        return open.get();
      }
    };
  }

  /** Three samples; what is wrong with it is for subclasses to say. */
  private static class Loader implements DataLoader {
    @Override
    public int size() {
      return 3;
    }

    @Override
    public Sample get(int index) {
      Objects.checkIndex(index, size());
      return Sample.of("s" + index, Tensor.of(Shape.of(1), index), Optional.empty());
    }
  }

  @Test
  void loaders() throws Exception {
    assertThat(failures(() -> loader(Loader::new))).isEmpty();
    assertThat(
            failures(
                () ->
                    loader(
                        () ->
                            new Loader() {
                              @Override
                              public Sample get(int index) {
                                return super.get(Math.floorMod(index, size()));
                              }
                            })))
        .containsExactly("indicesOutsideAreRefused");
    AtomicInteger count = new AtomicInteger();
    assertThat(
            failures(
                () ->
                    loader(
                        () ->
                            new Loader() {
                              @Override
                              public Sample get(int index) {
                                super.get(index).close();
                                Tensor random = Tensor.of(Shape.of(1), count.incrementAndGet());
                                return Sample.of("s" + index, random, Optional.empty());
                              }
                            })))
        .contains(
            "samplesAreTheSameTwiceAndInEveryLoader",
            "threadsGetWhatOneThreadGets",
            "theOrderOfReadingDoesNotMatter");
    Tensor shared = Tensor.of(Shape.of(1), 5);
    assertThat(
            failures(
                () ->
                    loader(
                        () ->
                            new Loader() {
                              @Override
                              public Sample get(int index) {
                                super.get(index).close();
                                return Sample.of("s" + index, shared, Optional.empty());
                              }
                            })))
        .contains("aSampleThatIsWrittenIntoIsReadAnew");
    assertThat(
            failures(
                () ->
                    loader(
                        () ->
                            new Loader() {
                              private boolean closed;

                              @Override
                              public void close() {
                                if (closed) {
                                  throw new IllegalStateException("closed");
                                }
                                closed = true;
                              }
                            })))
        .contains("closesTwice");
  }

  private static EngineContract engine(Supplier<Engine> create) {
    return new EngineContract() {
      @Override
      protected Engine create() {
        return create.get();
      }

      @Override
      protected Models models() {
        return new ComputedModels()
            .with(
                "m",
                List.of(ComputedModels.tensor("x", 1)),
                List.of(ComputedModels.tensor("y", 1)),
                in -> Map.of("y", in.get("x").copy()));
      }

      @Override
      protected List<Sample> samples() {
        return List.of(
            Sample.of("a", Tensor.of(Shape.of(1), 1), Optional.empty()),
            Sample.of("b", Tensor.of(Shape.of(1), 2), Optional.empty()));
      }
    };
  }

  private static Prediction infer(Sample sample, Models models) {
    return new Prediction(models.infer("m", sample.data()), Optional.empty());
  }

  @Test
  void engines() throws Exception {
    assertThat(failures(() -> engine(() -> KitOfRunsTest::infer))).isEmpty();
    assertThat(
            failures(
                () ->
                    engine(
                        () ->
                            (sample, models) -> {
                              Prediction p = infer(sample, models);
                              sample.close();
                              return p;
                            })))
        .containsExactly("closesNothingThatIsNotItsOwn");
    assertThat(
            failures(
                () ->
                    engine(
                        () ->
                            (sample, models) -> {
                              try {
                                return infer(sample, models);
                              } catch (RuntimeException e) {
                                throw new IllegalStateException("wrapped", e);
                              }
                            })))
        .containsExactly("errorsOfTheModelsComeThrough");
    List<Prediction> first = new ArrayList<>();
    assertThat(
            failures(
                () ->
                    engine(
                        () ->
                            (sample, models) -> {
                              first.add(infer(sample, models));
                              return first.get(0);
                            })))
        .contains("differentSamplesGiveDifferentPredictions");
    assertThat(
            failures(() -> engine(() -> (s, models) -> new Prediction(Map.of(), Optional.empty()))))
        .contains("somethingComesOut", "asksForModelsThatAreThere");
  }

  /** The mean of the first output's first value. */
  private static class Mean implements Metric {
    double sum;
    int count;

    @Override
    public boolean needsTruth() {
      return false;
    }

    @Override
    public void update(Prediction prediction, Annotation truth) {
      if (prediction.outputs().isEmpty()) {
        throw new InputException("no outputs");
      }
      sum += prediction.outputs().values().iterator().next().floats().get(0);
      count++;
    }

    @Override
    public Map<String, Double> values() {
      return Map.of("mean", count == 0 ? 0.0 : sum / count);
    }

    @Override
    public boolean higherIsBetter(String name) {
      return true;
    }

    @Override
    public void reset() {
      sum = 0;
      count = 0;
    }
  }

  private static MetricContract metric(Supplier<Metric> create) {
    return new MetricContract() {
      @Override
      protected Metric create() {
        return create.get();
      }

      @Override
      protected List<Case> cases() {
        return List.of(a(1), a(4));
      }

      private Case a(float value) {
        Map<String, Tensor> outputs = Map.of("y", Tensor.of(Shape.of(1), value));
        return new Case(new Prediction(outputs, Optional.empty()), new Annotation.Custom(Map.of()));
      }
    };
  }

  @Test
  void metrics() throws Exception {
    assertThat(failures(() -> metric(Mean::new))).isEmpty();
    assertThat(
            failures(
                () ->
                    metric(
                        () ->
                            new Mean() {
                              @Override
                              public void reset() {
                                sum = 0;
                              }
                            })))
        .containsExactly("resetForgetsEverything");
    assertThat(
            failures(
                () ->
                    metric(
                        () ->
                            new Mean() {
                              private Prediction last;

                              @Override
                              public void update(Prediction prediction, Annotation truth) {
                                super.update(prediction, truth);
                                last = prediction;
                              }

                              @Override
                              public Map<String, Double> values() {
                                return last == null
                                    ? Map.of("mean", 0.0)
                                    : Map.of(
                                        "mean", (double) last.outputs().get("y").floats().get(0));
                              }

                              @Override
                              public void reset() {
                                last = null;
                              }
                            })))
        .containsExactly("keepsNoMemoryOfAPrediction");
  }
}
