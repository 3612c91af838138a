package org.octet.core.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.Pipeline;
import org.octet.api.PipelineConfig;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelSource;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.tensor.Tensor;
import org.octet.core.Bootstrap;
import org.octet.core.internal.calibration.CollectedStatistics;
import org.octet.core.internal.calibration.StatisticsCollector;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.OrderedPredictions;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.execution.TestRuntime;
import org.octet.core.internal.ir.CanonicalNames;
import org.octet.core.internal.ir.IrReader;

/** The engine {@code mtcnn} with the real networks. */
class MtcnnTest {
  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    Faces.assumeThere();
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    if (runtime != null) {
      runtime.close();
    }
  }

  private static Map<String, Boxes> find(Map<String, ? extends ModelSource> models)
      throws IOException {
    Environment environment = TestRuntime.environment(runtime, 2);
    Faces.Pictures pictures = Faces.Pictures.in("labelled");
    Map<String, Boxes> found = new LinkedHashMap<>();
    try (CompiledModels compiled = CompiledModels.compile(environment, models)) {
      new SampleRunner(environment, Faces.engine("mtcnn", Map.of()), List.of(compiled))
          .run(
              Samples.subset(pictures, pictures.size()),
              new OrderedPredictions(
                  (id, truth, p) -> found.put(id, (Boxes) p.get(0).decoded().orElseThrow())));
    }
    return found;
  }

  @Test
  void findsEveryFaceAndNothingElse() throws IOException {
    // the data's README, measured with ONNX Runtime
    assertThat(Faces.count(find(Faces.byName(n -> new ModelFiles(Faces.model(n), null)))))
        .isEqualTo(new Faces.Count(18, 0));
  }

  @Test
  void theQuantizedCascadeFindsEveryFace() throws IOException {
    List<ModelSpec> models =
        Faces.NETS.stream().map(n -> new ModelSpec(n, Faces.model(n), null)).toList();
    PipelineConfig config =
        new PipelineConfig(
            List.of(),
            Faces.Pictures.in("unlabelled"),
            Faces.engine("mtcnn", Map.of()),
            null,
            null,
            null,
            null);
    try (Octet octet = Bootstrap.create();
        Pipeline pipeline = octet.createPipeline(config, Progress.NONE, new Cancellation())) {
      OptimizedModel quantized = pipeline.run(octet.loadModel(models));
      for (Model each : quantized.models().values()) {
        assertThat(each.ofType("FakeQuantize")).isNotEmpty();
      }
      Faces.Count count = Faces.count(find(ModelSources.of(quantized)));
      assertThat(count.found()).isEqualTo(18);
      assertThat(count.wrong()).isLessThanOrEqualTo(1);
    }
  }

  /** What went into each network, in order. */
  private static Map<String, List<Tensor>> inputs(OptimizedModel nets, DataLoader pictures) {
    Map<String, List<Tensor>> inputs = Faces.byName(n -> new ArrayList<>());
    Engine mtcnn = Faces.engine("mtcnn", Map.of());
    Engine recording =
        (sample, models) ->
            mtcnn.run(sample, new RecordingModels(models, (m, t) -> inputs.get(m).add(t.copy())));
    Environment environment = TestRuntime.environment(runtime, 1);
    try (CompiledModels compiled = CompiledModels.compile(environment, ModelSources.of(nets))) {
      new SampleRunner(environment, recording, List.of(compiled))
          .run(Samples.subset(pictures, 2), new OrderedPredictions((id, truth, p) -> {}));
    }
    return inputs;
  }

  @Test
  void everyLevelAndEveryCropCountsLikeASample(@TempDir Path folder) throws IOException {
    OptimizedModel nets = load(folder);
    Faces.Pictures pictures = Faces.Pictures.in("labelled");
    CollectedStatistics cascade =
        StatisticsCollector.collect(
            nets,
            requests(nets),
            Samples.subset(pictures, 2),
            Faces.engine("mtcnn", Map.of()),
            TestRuntime.environment(runtime, 2));
    Map<String, List<Tensor>> inputs = inputs(nets, pictures);
    nets.models()
        .forEach(
            (name, model) -> {
              OptimizedModel alone = OptimizedModel.of(name, model);
              DataLoader samples = new Tensors(inputs.get(name));
              assertThat(samples.size()).as(name).isGreaterThan(10);
              CollectedStatistics separate =
                  StatisticsCollector.collect(
                      alone,
                      requests(alone),
                      Samples.subset(samples, samples.size()),
                      Faces.engine("ie", Map.of()),
                      TestRuntime.environment(runtime, 2));
              requests(alone).forEach(r -> assertSame(r, cascade, separate));
            });
  }

  private static void assertSame(
      StatisticRequest request, CollectedStatistics cascade, CollectedStatistics separate) {
    float[] expected = separate.get(request);
    if (!(request.reducer() instanceof Reducer.Mean)) {
      assertThat(cascade.get(request)).as(request.toString()).isEqualTo(expected);
      return;
    }
    float largest = 0;
    for (float v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    // sums of f32 averages in another order
    assertThat(cascade.get(request))
        .as(request.toString())
        .containsExactly(expected, within(1e-6f * largest));
  }

  private static OptimizedModel load(Path folder) {
    return new OptimizedModel(
        Faces.byName(
            name -> {
              ModelFiles files = runtime.importModel(Faces.model(name), folder);
              Model model = IrReader.read(files.model(), files.weights());
              CanonicalNames.apply(model);
              return model;
            }));
  }

  /** Extremes and means, per channel, of what every convolution and matrix product reads. */
  private static Set<StatisticRequest> requests(OptimizedModel nets) {
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    nets.models()
        .forEach(
            (name, model) ->
                model.operations().stream()
                    .filter(op -> op.is("Convolution") || op.is("MatMul"))
                    .map(op -> TensorId.of(name, op.input(0).source()))
                    .forEach(
                        tensor -> {
                          requests.add(channels(tensor, Reducer.MIN, Aggregator.MIN));
                          requests.add(channels(tensor, Reducer.MAX, Aggregator.MAX));
                          requests.add(channels(tensor, Reducer.MEAN, Aggregator.MEAN));
                        }));
    return requests;
  }

  private static StatisticRequest channels(
      TensorId tensor, Reducer reducer, Aggregator aggregator) {
    return StatisticRequest.perChannel(tensor, reducer, aggregator, 1);
  }

  private record Tensors(List<Tensor> tensors) implements DataLoader {
    @Override
    public int size() {
      return tensors.size();
    }

    @Override
    public Sample get(int index) {
      return Sample.of("t" + index, tensors.get(index), Optional.empty());
    }
  }
}
