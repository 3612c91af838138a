package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Window;
import org.octet.api.tensor.Shape;
import org.octet.core.internal.cache.SampleCache;
import org.octet.core.internal.cache.StatisticsCache;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.RandomSamples;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;

/** Statistics that are kept: only what is missing is run, and the result is the same. */
class CachedStatisticsTest {
  private static final int SAMPLES = 20;
  private static final int UNREADABLE = 4;
  private static final TensorId IMAGE = new TensorId("m", "image", 0);
  private static final TensorId SUM = new TensorId("m", "sum", 0);

  private static InferenceRuntime runtime;

  @TempDir private Path folder;
  private final ConcurrentLinkedQueue<String> run = new ConcurrentLinkedQueue<>();
  private final int[] versions = new int[SAMPLES];
  private SampleCache cache;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @BeforeEach
  void cache() {
    cache = new SampleCache(new StatisticsCache(folder, 1 << 24), "scope");
  }

  /** Samples that say what they are, and change with {@link #versions}. */
  private final class Loader implements DataLoader {
    private final RandomSamples random = new RandomSamples(1000, Shape.of(1, 3, 33, 40));
    private boolean mute;

    @Override
    public int size() {
      return SAMPLES;
    }

    @Override
    public Sample get(int index) {
      if (index == UNREADABLE) {
        throw new UnreadableSampleException("sample-4", "torn", true, null);
      }
      return Sample.of(
          "sample-" + index, random.tensor(index + 100 * versions[index]), Optional.empty());
    }

    @Override
    public Optional<String> fingerprint(int index) {
      return mute ? Optional.empty() : Optional.of(index + " " + versions[index]);
    }
  }

  private final Loader loader = new Loader();

  private static StatisticRequest request(TensorId tensor, Reducer reducer, Aggregator how) {
    return StatisticRequest.perTensor(tensor, reducer, how);
  }

  private static Set<StatisticRequest> requests(Aggregator how) {
    return Set.of(
        request(IMAGE, Reducer.MIN, how),
        request(SUM, Reducer.ABS_MAX, how),
        request(SUM, Reducer.MEAN, Aggregator.MEAN),
        windows(1),
        request(SUM, new Reducer.Quantile(0.9), how));
  }

  private static StatisticRequest windows(int padding) {
    Window window = new Window(3, 1, 1, padding, 17, false);
    Reducer reducer = new Reducer.WindowMean(List.of(window, window));
    return StatisticRequest.perChannel(SUM, reducer, Aggregator.MEAN, 1);
  }

  private Prediction predict(Sample sample, org.octet.api.engine.Models models) {
    run.add(sample.id());
    return new Prediction(models.infer("m", sample.data()), Optional.empty());
  }

  private CollectedStatistics collect(Aggregator how, int threads, boolean cached) {
    return collect(how, threads, cached, this::predict);
  }

  private CollectedStatistics collect(Aggregator how, int threads, boolean cached, Engine engine) {
    run.clear();
    return StatisticsCollector.collect(
        OptimizedModel.of("m", GraphBuilder.residual(77)),
        requests(how),
        Samples.subset(loader, SAMPLES),
        engine,
        TestRuntime.environment(runtime, threads),
        cached ? Optional.of(cache) : Optional.empty(),
        Optional.empty());
  }

  private static String text(CollectedStatistics statistics, Aggregator how) {
    StringBuilder text = new StringBuilder();
    for (StatisticRequest each :
        requests(how).stream().sorted(CachedStatisticsTest::order).toList()) {
      text.append(each).append(Arrays.toString(statistics.get(each))).append('\n');
    }
    return text.append(statistics.samples()).append(statistics.run().skipped()).toString();
  }

  private static int order(StatisticRequest a, StatisticRequest b) {
    return a.toString().compareTo(b.toString());
  }

  private void assertSame(CollectedStatistics statistics, Aggregator how) {
    List<String> before = List.copyOf(run);
    assertThat(text(statistics, how)).isEqualTo(text(collect(how, 1, false), how));
    run.clear();
    run.addAll(before);
  }

  @Test
  void aSecondRunWithOtherAggregatorsRunsNothing() {
    CollectedStatistics cold = collect(Aggregator.MAX, 3, true);
    assertThat(run).hasSize(SAMPLES - 1);
    assertThat(cold.run().cached()).isZero();
    assertSame(cold, Aggregator.MAX);
    Map<String, String> properties = cold.run().deviceProperties();
    for (Aggregator how : Aggregator.values()) {
      CollectedStatistics warm = collect(how, 2, true);
      assertThat(run).isEmpty();
      assertThat(warm.run().cached()).isEqualTo(SAMPLES);
      assertThat(warm.run().deviceProperties()).isEqualTo(properties).isNotEmpty();
      assertSame(warm, how);
    }
  }

  @Test
  void onlyChangedSamplesAreRun() {
    collect(Aggregator.MEAN, 2, true);
    versions[0] = 1;
    versions[9] = 2;
    versions[SAMPLES - 1] = 1;
    CollectedStatistics statistics = collect(Aggregator.MEDIAN, 3, true);
    assertThat(run).containsExactlyInAnyOrder("sample-0", "sample-9", "sample-19");
    assertThat(statistics.run().cached()).isEqualTo(SAMPLES - 3);
    assertSame(statistics, Aggregator.MEDIAN);
    collect(Aggregator.MEDIAN, 3, true);
    assertThat(run).isEmpty();
  }

  @Test
  void aRunThatWasEndedGoesOn() {
    Engine failing =
        (sample, models) -> {
          if (sample.id().equals("sample-18")) {
            throw new InputException("pulled the plug");
          }
          return predict(sample, models);
        };
    assertThatThrownBy(() -> collect(Aggregator.MEAN, 1, true, failing))
        .hasMessage("pulled the plug");
    CollectedStatistics statistics = collect(Aggregator.MEAN, 2, true);
    assertThat(run).containsExactlyInAnyOrder("sample-18", "sample-19");
    assertSame(statistics, Aggregator.MEAN);
  }

  @Test
  void aSampleThatChangesWhileItIsReadIsNotKept() {
    Engine touching =
        (sample, models) -> {
          if (sample.id().equals("sample-7")) {
            versions[7]++;
          }
          return predict(sample, models);
        };
    collect(Aggregator.MEAN, 2, true, touching);
    versions[7] = 0;
    collect(Aggregator.MEAN, 2, true);
    assertThat(run).containsExactly("sample-7");
  }

  @Test
  void whatIsMeasuredAndWhereBelongToTheKey() {
    collect(Aggregator.MEAN, 2, true);
    cache = new SampleCache(cache.cache(), "another scope");
    collect(Aggregator.MEAN, 2, true);
    assertThat(run).hasSize(SAMPLES - 1);
    StatisticsCollector.collect(
        OptimizedModel.of("m", GraphBuilder.residual(78)),
        requests(Aggregator.MEAN),
        Samples.subset(loader, SAMPLES),
        this::predict,
        TestRuntime.environment(runtime, 2),
        Optional.of(cache),
        Optional.empty());
    assertThat(run).hasSize(2 * (SAMPLES - 1));
    StatisticsCollector.collect(
        OptimizedModel.of("m", GraphBuilder.residual(77)),
        Set.of(request(IMAGE, Reducer.MAX, Aggregator.MEAN)),
        Samples.subset(loader, SAMPLES),
        this::predict,
        TestRuntime.environment(runtime, 2),
        Optional.of(cache),
        Optional.empty());
    assertThat(run).hasSize(3 * (SAMPLES - 1));
    for (int padding = 0; padding < 2; padding++) {
      StatisticsCollector.collect(
          OptimizedModel.of("m", GraphBuilder.residual(77)),
          Set.of(windows(padding)),
          Samples.subset(loader, SAMPLES),
          this::predict,
          TestRuntime.environment(runtime, 2),
          Optional.of(cache),
          Optional.empty());
      assertThat(run).hasSize((4 + padding) * (SAMPLES - 1));
    }
  }

  @Test
  void aLoaderThatCannotTellIsRunAlways() throws IOException {
    loader.mute = true;
    for (int i = 0; i < 2; i++) {
      collect(Aggregator.MEAN, 2, true);
      assertThat(run).hasSize(SAMPLES - 1);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDamagedFileIsMeasuredAnew() throws IOException {
    collect(Aggregator.MEAN, 2, true);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at : new int[] {3, whole.length / 2, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[at]++;
      Files.write(file, damaged);
      CollectedStatistics statistics = collect(Aggregator.MEAN, 2, true);
      assertThat(run).isNotEmpty();
      assertSame(statistics, Aggregator.MEAN);
      collect(Aggregator.MEAN, 2, true);
      assertThat(run).isEmpty();
    }
  }

  @Test
  void runsAtTheSameTimeAgree() throws InterruptedException {
    String expected = text(collect(Aggregator.MEAN, 1, false), Aggregator.MEAN);
    ConcurrentLinkedQueue<String> results = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Thread(
                        () -> results.add(text(collect(Aggregator.MEAN, 1, true), Aggregator.MEAN)),
                        "test-run-" + i))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).hasSize(4).containsOnly(expected);
    collect(Aggregator.MEAN, 1, true);
    assertThat(run).isEmpty();
  }
}
