package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.testing.FuzzCampaign;

/** Coverage-guided fuzzing of the reader, seeded with pieces of the demo's model. */
class FuzzTest {
  private static final int RUNS = 10_000;
  private static final int FULL_RUNS = 1_000_000;

  /** What an IR is made of, for the fuzzer to put together. */
  private static final List<String> WORDS =
      List.of(
          "<layer id=\\\"",
          "<port id=\\\"",
          "<dim>",
          "</dim>",
          "<dim>-1</dim>",
          "<rt_info>",
          "</rt_info>",
          "<edge from-layer=\\\"",
          "from-port=\\\"",
          "to-layer=\\\"",
          "to-port=\\\"",
          "precision=\\\"FP32\\\"",
          "precision=\\\"U4\\\"",
          "element_type=\\\"f32\\\"",
          "element_type=\\\"string\\\"",
          "element_type=\\\"u1\\\"",
          "shape=\\\"\\\"",
          "shape=\\\"...\\\"",
          "offset=\\\"",
          "size=\\\"",
          "names=\\\"",
          "\\\\,",
          "type=\\\"Const\\\"",
          "type=\\\"Parameter\\\"",
          "type=\\\"Result\\\"",
          "<body>",
          "</body>",
          "<then_body>",
          "<port_map>",
          "<back_edges>",
          "external_port_id=\\\"",
          "internal_layer_id=\\\"",
          "9223372036854775807",
          "-9223372036854775808",
          "4294967296",
          "2147483648",
          "-1",
          "1..",
          "..8",
          "?",
          "<!DOCTYPE ",
          "<![CDATA[",
          "<!--",
          "-->",
          "<?xml",
          "&#0;",
          "&#x10FFFF;",
          "&lt;",
          "xmlns:a=\\\"b\\\"",
          "\\xEF\\xBB\\xBF",
          "\\xED\\xA0\\x80",
          "version=\\\"10\\\"");

  @TempDir Path folder;

  @Test
  void anXmlIsAModelOrRefused() throws Exception {
    clean(XmlFuzzTarget.class, RUNS, xmlSeeds(), Map.of());
  }

  @Test
  void weightsAreAnyBytes() throws Exception {
    weights(RUNS);
  }

  @Tag("full")
  @Test
  void aMillionXmlsAreModelsOrRefused() throws Exception {
    clean(XmlFuzzTarget.class, FULL_RUNS, xmlSeeds(), Map.of());
  }

  @Tag("full")
  @Test
  void aMillionWeightsAreAnyBytes() throws Exception {
    weights(FULL_RUNS);
  }

  @Test
  void theFuzzerFindsAPlantedDefect() throws Exception {
    Map<String, byte[]> seeds = Map.of("seed", "<net".getBytes(StandardCharsets.UTF_8));
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, PlantedDefect.class, 200_000, WORDS).run(seeds, Map.of());
    assertThat(outcome.exit()).as(outcome.log()).isEqualTo(77);
    assertThat(outcome.log()).contains("IllegalStateException: found");
  }

  private void weights(int runs) throws Exception {
    Model model = piece(1);
    for (Operation conv : model.ofType(OperationTypes.CONVOLUTION)) {
      quantizeWeights(model, conv.input(1));
    }
    Path xml = folder.resolve("seed.xml");
    ModelFiles files = IrWriter.toFiles(model, xml, folder.resolve("seed.bin"));
    byte[] bin = Files.readAllBytes(files.weights());
    Map<String, byte[]> seeds = Map.of("whole", bin, "none", new byte[0]);
    clean(WeightsFuzzTarget.class, runs, seeds, Map.of(WeightsFuzzTarget.MODEL, xml.toString()));
  }

  private void clean(
      Class<?> target, int runs, Map<String, byte[]> seeds, Map<String, String> properties)
      throws Exception {
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, target, runs, WORDS).run(seeds, properties);
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }

  private Map<String, byte[]> xmlSeeds() throws IOException {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    seeds.put("sample", SampleIr.XML.getBytes(StandardCharsets.UTF_8));
    for (int convolutions = 1; convolutions <= 2; convolutions++) {
      add(seeds, "demo" + convolutions, piece(convolutions));
    }
    for (int seed = 0; seed < 8; seed++) {
      add(seeds, "random" + seed, RandomModels.model(seed, 6));
    }
    return seeds;
  }

  private static void add(Map<String, byte[]> seeds, String name, Model model) {
    ModelInMemory written = IrWriter.toMemory(model);
    assertThat(written.weights().remaining()).isLessThanOrEqualTo(XmlFuzzTarget.WEIGHTS);
    seeds.put(name, written.xml());
  }

  /** The demo's model up to its n-th convolution. */
  private Model piece(int convolutions) throws IOException {
    Path onnx = Path.of("../distribution/demo/model/demo.onnx");
    Model model;
    try (InferenceRuntime runtime = OpenVino.open()) {
      ModelFiles files = runtime.importModel(onnx, Files.createTempDirectory(folder, "demo"));
      model = IrReader.read(files.model(), files.weights());
    }
    Output last = model.ofType(OperationTypes.CONVOLUTION).get(convolutions - 1).output(0);
    List<Operation> order = new ArrayList<>(model.topologicalOrder());
    for (int i = order.size() - 1; i >= 0; i--) {
      Operation op = order.get(i);
      boolean unread = op.outputs().stream().allMatch(o -> o.consumers().isEmpty());
      if (unread && op != last.operation() && !op.type().equals(OperationTypes.PARAMETER)) {
        model.remove(op);
      }
    }
    model.add(new Operation(OperationTypes.RESULT, "opset1", "piece").addInput(last));
    return model;
  }

  private static void quantizeWeights(Model model, Input input) {
    FakeQuantize.insert(
        model,
        input.operation().name() + "/fq",
        input.source(),
        List.of(input),
        255,
        FakeQuantize.Range.scalar(-1, 1));
  }
}
