package org.octet.core.internal.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.algorithms.biascorrection.internal.FastBiasCorrectionProvider;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.ExecutedLayer;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.core.internal.execution.GraphBuilder;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.TestRuntime;
import org.octet.core.internal.ir.CanonicalNames;
import org.octet.core.internal.ir.IrReader;

/**
 * What makes calibration cheap, and breaks silently: every reduction is executed directly after the
 * tensor it reads is computed, and nothing that was fused is split.
 */
class ExecutionOrderTest {
  private static final Set<String> READING = Set.of("Reduce", "Pooling", "MatMul");

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Test
  void ofASmallNetwork() {
    check(GraphBuilder.residual(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagenet/mobilenet_v2_1.0_224.onnx", "imagenet/squeezenet1.1.onnx"})
  void ofRealNetworks(String file, @TempDir Path folder) {
    Path path = Path.of(System.getProperty("octet.data", ""), file);
    assumeTrue(Files.exists(path), () -> "no " + file + " under octet.data");
    ModelFiles files = runtime.importModel(path, folder);
    Model model = IrReader.read(files.model(), files.weights());
    CanonicalNames.apply(model);
    check(model);
  }

  private static void check(Model model) {
    ModelPlan plan = ModelPlan.of(model, withWindows(model));
    Model instrumented = Instrumenter.instrument(model, plan).model();
    List<ExecutedLayer> plain = executed(model);
    List<ExecutedLayer> measured = executed(instrumented);
    assertThat(convolutions(measured)).isEqualTo(convolutions(plain));
    assertThat(reorders(measured)).isEqualTo(reorders(plain));
    assertReductionsFollowTheirProducers(plan, measured);
  }

  // the inputs of convolutions and of sums of two branches, as quantizers sit there
  static Set<StatisticRequest> requests(Model model) {
    Set<StatisticRequest> requests = new LinkedHashSet<>();
    for (Operation op : model.operations()) {
      boolean convolution = op.is("Convolution", "GroupConvolution");
      boolean sum = op.is("Add") && op.inputs().stream().noneMatch(i -> isConstant(i.source()));
      for (Input input : op.inputs()) {
        if ((convolution || sum) && !isConstant(input.source())) {
          TensorId tensor = TensorId.of("m", input.source());
          requests.add(StatisticRequest.perTensor(tensor, Reducer.MIN, Aggregator.MIN));
          requests.add(StatisticRequest.perTensor(tensor, Reducer.MAX, Aggregator.MAX));
          if (convolution) {
            requests.add(StatisticRequest.perChannel(tensor, Reducer.MEAN, Aggregator.MEAN, 1));
          }
        }
      }
    }
    assertThat(requests).isNotEmpty();
    return requests;
  }

  // and what bias correction asks for, also where weights would lose nothing in 8 bits
  private static Set<StatisticRequest> withWindows(Model model) {
    Set<StatisticRequest> requests = requests(model);
    FastBiasCorrectionProvider provider = new FastBiasCorrectionProvider();
    provider
        .create(provider.parameters().check(Map.of("weightBits", 2), "test", new ArrayList<>()))
        .register(OptimizedModel.of("m", model), requests::add, null);
    assertThat(requests).anyMatch(r -> r.reducer() instanceof Reducer.WindowMean);
    return requests;
  }

  /**
   * Where maps are brought into another order. What the runtime calls fake moves nothing, and a
   * column of statistics is small.
   */
  private static List<String> reorders(List<ExecutedLayer> layers) {
    return layers.stream()
        .filter(l -> l.type().equals("Reorder"))
        .map(ExecutedLayer::name)
        .filter(name -> !name.endsWith("_fake") && !name.contains("octet.statistics"))
        .sorted()
        .toList();
  }

  private static boolean isConstant(Output tensor) {
    Operation op = tensor.operation();
    boolean shape = op.is("ShapeOf") && op.input(0).source().shape().toShape().isPresent();
    return op.isConstant()
        || shape
        || !op.inputs().isEmpty() && op.inputs().stream().allMatch(i -> isConstant(i.source()));
  }

  private static List<ExecutedLayer> executed(Model model) {
    try (CompiledModel compiled =
        runtime.compile(ModelSources.of(model), CompileOptions.of("CPU", 1))) {
      return compiled.executedGraph().stream().filter(l -> !l.type().equals("Const")).toList();
    }
  }

  /** What each convolution has fused, by its own name; sums of branches are observed, so apart. */
  private static Map<String, List<String>> convolutions(List<ExecutedLayer> layers) {
    Map<String, List<String>> fused = new TreeMap<>();
    for (ExecutedLayer layer : layers) {
      if (layer.type().equals("Convolution")) {
        List<String> activations = new ArrayList<>(layer.originalNames());
        fused.put(layer.name(), activations.subList(0, Math.min(2, activations.size())));
      }
    }
    return fused;
  }

  private static void assertReductionsFollowTheirProducers(
      ModelPlan plan, List<ExecutedLayer> layers) {
    Map<String, Integer> computedAt = new HashMap<>();
    int lastComputed = -1;
    int checked = 0;
    for (int i = 0; i < layers.size(); i++) {
      ExecutedLayer layer = layers.get(i);
      int track = trackOf(layer);
      if (track < 0) {
        layer.originalNames().forEach(name -> computedAt.put(name, layers.indexOf(layer)));
        lastComputed = layer.type().equals("Reorder") ? lastComputed : i;
      } else if (READING.contains(layer.type())) {
        String producer = plan.tracks().get(track).tensor().operation();
        assertThat(computedAt.get(producer))
            .as("%s reads %s directly after it", layer.name(), producer)
            .isEqualTo(lastComputed);
        checked++;
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(plan.tracks().size());
  }

  private static int trackOf(ExecutedLayer layer) {
    if (!layer.name().startsWith("octet.statistics/")) {
      return -1;
    }
    String rest = layer.name().substring("octet.statistics/".length());
    String number = rest.replaceFirst("[/_].*", "");
    return number.chars().allMatch(Character::isDigit) ? Integer.parseInt(number) : -1;
  }
}
