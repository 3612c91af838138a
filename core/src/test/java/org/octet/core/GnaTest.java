package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.DataSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.GuardSpec;
import org.octet.api.InspectionJob;
import org.octet.api.InspectionResult;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.device.Finding;
import org.octet.api.error.QualityException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.plugin.PluginSpec;
import org.octet.api.tensor.Shape;

/** The layouts that POT 2023.3 wrote for GNA, and what its plugin would refuse of them. */
class GnaTest extends SmallNetTest {
  private static final long SUM = 1L << 32;
  private static final long ACTIVATION = 1 << 16;
  private static final long WIDE = (1 << 16) - 1;
  private static final long BYTE = 255;

  /** Of 240 samples the float model gets 220 right. */
  private static final double LEAST_ACCURACY = 219.0 / 240;

  private static Path keywords() {
    Path data = Path.of(System.getProperty("octet.data", ""), "audio", "kws");
    assumeTrue(Files.exists(data), "no audio/kws under octet.data");
    return data;
  }

  private Model quantizedKeywords(String device, String preset) {
    Job job =
        Job.builder()
            .model(keywords().resolve("kws_ds_cnn.onnx"))
            .data("tensor", keywords().resolve("calib_features.npy"))
            .algorithm("DefaultQuantization", Map.of("preset", preset))
            .targetDevice(device)
            .output(out)
            .build();
    QuantizationReport report = quantize(job);
    assertThat(report.quantizers()).hasSize(31);
    assertThat(report.quantizers()).filteredOn(q -> q.kind().equals("weight")).hasSize(10);
    return written("kws_ds_cnn");
  }

  private Model written(String name) {
    ModelSpec spec = ModelSpec.of(out.resolve(name + ".xml"));
    return octet.loadModel(List.of(spec)).models().values().iterator().next();
  }

  private static Map<Long, Long> levels(Model model) {
    return model.ofType("FakeQuantize").stream()
        .map(q -> FakeQuantize.of(q).orElseThrow().levels())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private List<Finding> findings(String name, String device) {
    ModelSpec spec = ModelSpec.of(out.resolve(name + ".xml"));
    return octet.inspect(new InspectionJob(spec, false, List.of(), device)).findings();
  }

  private double accuracy(String name) {
    Path labels = keywords().resolve("eval_labels.csv");
    DataSpec data =
        new DataSpec(
            "tensor",
            keywords().resolve("eval_features.npy"),
            Map.of("labels", labels + ":label_index"),
            null,
            null,
            null);
    EvaluationJob job =
        new EvaluationJob(
            List.of(ModelSpec.of(out.resolve(name + ".xml"))),
            data,
            null,
            List.of(PluginSpec.of("accuracy")),
            null);
    return octet.evaluate(job, Progress.NONE, new Cancellation()).metrics().get("accuracy@top1");
  }

  @ParameterizedTest
  @CsvSource({
    "GNA,performance,9,1,0",
    "GNA3,performance,0,1,9",
    "GNA3.5,performance,0,1,9",
    "GNA,accuracy,10,0,0",
    "GNA3,accuracy,10,0,0",
    "GNA3.5,accuracy,10,0,0"
  })
  void keywordModelHasTheLayoutOfPot(
      String device, String preset, long wide, long perChannel, long bytes) {
    Model model = quantizedKeywords(device, preset);
    assertThat(levels(model)).containsEntry(SUM, 9L).containsEntry(ACTIVATION, 12L);
    assertThat(levels(model).getOrDefault(WIDE, 0L)).isEqualTo(wide);
    assertThat(levels(model).getOrDefault(BYTE, 0L)).isEqualTo(perChannel + bytes);
    for (Operation op : model.ofType("FakeQuantize")) {
      FakeQuantize quantizer = FakeQuantize.of(op).orElseThrow();
      boolean channels =
          quantizer.levels() == BYTE && op.output(0).consumers().get(0).operation().is("MatMul");
      assertThat(quantizer.inputRange().shape())
          .as(op.name())
          .isEqualTo(channels ? Shape.of(12, 1) : Shape.of());
    }
    assertThat(findings("kws_ds_cnn", device)).isEmpty();
    assertThat(accuracy("kws_ds_cnn")).isGreaterThanOrEqualTo(LEAST_ACCURACY);
  }

  @Test
  void quantizersStandWherePotPutsThem() {
    Model model = quantizedKeywords("GNA", "performance");
    Operation input = model.parameters().get(0);
    Operation first = model.operation(input.name() + "/fq_output_0_0").orElseThrow();
    assertThat(first.input(0).source().operation()).isSameAs(input);
    Operation result = model.results().get(0).input(0).source().operation();
    assertThat(result.type()).isEqualTo("FakeQuantize");
    assertThat(result.name()).isEqualTo("output");
    assertThat(result.output(0).names()).containsExactly("output");
    assertThat(FakeQuantize.of(result).orElseThrow().levels()).isEqualTo(ACTIVATION);
    assertThat(result.input(0).source().operation().name()).isEqualTo("output/pre_fq_input");
    for (Operation relu : model.ofType("ReLU")) {
      FakeQuantize before = FakeQuantize.of(relu.input(0).source().operation()).orElseThrow();
      assertThat(before.levels()).isEqualTo(SUM);
      assertThat(before.inputRange().low()[0]).isEqualTo(-before.inputRange().high()[0]);
      assertThat(before.data().operation().type()).isEqualTo("Add");
      Operation behind = relu.output(0).consumers().get(0).operation();
      FakeQuantize after = FakeQuantize.of(behind).orElseThrow();
      assertThat(after.levels()).isEqualTo(ACTIVATION);
      float high = after.inputRange().high()[0];
      assertThat(after.inputRange().low()[0]).isEqualTo(-high * (float) (65536 / 65534.0));
      Operation bias = before.data().operation();
      assertThat(bias.input(1).source().operation().isConstant()).isTrue();
    }
  }

  @Test
  void overflowingSumsGetSmallerCodes() {
    Model model = quantizedKeywords("GNA", "accuracy");
    List<FakeQuantize> corrected =
        model.ofType("FakeQuantize").stream()
            .map(q -> FakeQuantize.of(q).orElseThrow())
            .filter(q -> q.inputRange().high()[0] != q.outputRange().high()[0])
            .toList();
    assertThat(corrected).isNotEmpty();
    for (FakeQuantize q : corrected) {
      assertThat(OperationTraits.constantBehind(q.data())).isPresent();
      float factor = q.outputRange().high()[0] / q.inputRange().high()[0];
      assertThat(factor).isGreaterThan(1);
      assertThat(q.outputRange().low()[0]).isEqualTo(-q.outputRange().high()[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GNA", "GNA3"})
  void sameBytesForAnyNumberOfThreads(String device) throws IOException {
    quantize(job().targetDevice(device).runtime(threads(1)).build());
    List<byte[]> one = modelBytes();
    Job again =
        job()
            .targetDevice(device)
            .runtime(threads(3))
            .output(new OutputSpec(out, null, true))
            .build();
    quantize(again);
    assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(one);
    assertThat(findings("small", device)).isEmpty();
  }

  @Test
  void outputsKeepTheirNames() {
    InspectionResult before = inspected(model);
    quantize(job().targetDevice("GNA").build());
    InspectionResult after = inspected(out.resolve("small.xml"));
    assertThat(after.outputs()).isEqualTo(before.outputs());
    assertThat(after.inputs()).isEqualTo(before.inputs());
  }

  private static InspectionResult inspected(Path file) {
    return octet.inspect(new InspectionJob(ModelSpec.of(file), false, List.of(), null));
  }

  @Test
  void whatIsQuantizedForCpusIsRefusedWhereItIsPerChannel() {
    Job cpu =
        Job.builder()
            .model(keywords().resolve("kws_ds_cnn.onnx"))
            .data("tensor", keywords().resolve("calib_features.npy"))
            .output(out)
            .build();
    List<String> channels =
        quantize(cpu).quantizers().stream()
            .filter(q -> q.kind().equals("activation") && q.perChannel())
            .map(QuantizerEntry::name)
            .toList();
    assertThat(channels).isNotEmpty();
    assertThat(findings("kws_ds_cnn", "GNA"))
        .allMatch(f -> f.rule().equals("per-channel-activation"))
        .extracting(Finding::operation)
        .containsExactlyInAnyOrderElementsOf(channels);
    assertThat(findings("kws_ds_cnn", "CPU")).isEmpty();
  }

  @Test
  void thereIsNoFloatToReturnTo() {
    GuardSpec demand = new GuardSpec(true, 250.0, null, null, null, null);
    assertThatThrownBy(() -> quantize(job().targetDevice("GNA").guard(demand).build()))
        .isInstanceOf(QualityException.class)
        .hasMessageContaining("preset accuracy");
  }
}
