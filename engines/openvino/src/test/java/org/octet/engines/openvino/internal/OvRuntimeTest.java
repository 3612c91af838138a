package org.octet.engines.openvino.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InferenceException;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.model.PartialShape;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.Device;
import org.octet.api.runtime.ExecutedLayer;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** The runtime against the real library, with small models written here. */
class OvRuntimeTest {
  /** With a letter beyond ASCII where the system's file names can have one. */
  private static final String NAME =
      "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "model é" : "model e";

  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    RuntimeProvider provider =
        ServiceLoader.load(RuntimeProvider.class, OvRuntimeTest.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("openvino"))
            .findFirst()
            .orElseThrow();
    runtime = provider.open(ParameterSchema.NONE.check(Map.of(), "runtime", new ArrayList<>()));
  }

  @AfterAll
  static void close() {
    runtime.close();
    runtime.close();
  }

  @Test
  void tellsVersionAndDevices() {
    assertThat(runtime.version()).startsWith("OpenVINO 2026.2.1");
    Device cpu =
        runtime.devices().stream().filter(d -> d.name().equals("CPU")).findFirst().orElseThrow();
    assertThat(cpu.fullName()).isNotBlank();
    assertThat(cpu.capabilities()).contains("FP32", "INT8");
  }

  @Test
  void infersWithoutCopies() {
    try (CompiledModel model =
            runtime.compile(TestModels.affine("2"), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest();
        Tensor input = floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)) {
      request.setInput(0, input);
      request.infer();
      Tensor output = request.output(0);
      assertThat(output.type()).isEqualTo(ElementType.F32);
      assertThat(output.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(output.toFloats()).containsExactly(11, 24, 39, 14, 30, 48);

      // the same memory, other values: the input was not copied, the output is the same view
      input.floats().put(0, 100);
      request.infer();
      assertThat(request.output(0)).isSameAs(output);
      assertThat(output.toFloats()).containsExactly(110, 24, 39, 14, 30, 48);
    }
  }

  @Test
  void infersScalars() {
    try (CompiledModel model = runtime.compile(TestModels.scalar(), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      for (float value : new float[] {7, -7}) {
        request.setInput(0, floats(Shape.of(), value));
        request.infer();
        assertThat(request.output(0).shape()).isEqualTo(Shape.of());
        assertThat(request.output(0).toFloats()).containsExactly(Math.max(value, 0));
      }
    }
  }

  @Test
  void readsAConstantWithoutElements() {
    try (CompiledModel model =
            runtime.compile(TestModels.emptyConstant(), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      request.setInput(0, floats(Shape.of(3), 1, 2, 3));
      request.infer();
      assertThat(request.output(0).toFloats()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void anInputThatIsAnOutputIsReadAnew() {
    try (CompiledModel model = runtime.compile(TestModels.identity(), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      for (float value : new float[] {1, 2}) {
        request.setInput(0, floats(Shape.of(3), value, value, value));
        request.infer();
        assertThat(request.output(0).toFloats()).containsExactly(value, value, value);
      }
    }
  }

  @Test
  void describesPorts() {
    try (CompiledModel model =
        runtime.compile(TestModels.affine("2"), CompileOptions.of("CPU", 1))) {
      assertThat(model.inputs())
          .containsExactly(
              new TensorInfo(
                  "also_x", List.of("also_x", "x"), ElementType.F32, PartialShape.of(2, 3)));
      assertThat(model.outputs())
          .containsExactly(
              new TensorInfo("sum", List.of(), ElementType.F32, PartialShape.of(2, 3)));
    }
  }

  @Test
  void takesInputsOfAnyRows() {
    try (CompiledModel model =
            runtime.compile(TestModels.affine("?"), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      assertThat(model.inputs().get(0).shape()).isEqualTo(PartialShape.parse("?,3"));
      for (int rows = 3; rows >= 0; rows--) {
        Tensor input = Tensor.allocate(ElementType.F32, Shape.of(rows, 3));
        request.setInput(0, input);
        request.infer();
        assertThat(request.output(0).shape()).isEqualTo(Shape.of(rows, 3));
        if (rows > 0) {
          assertThat(request.output(0).toFloats()).startsWith(10, 20, 30);
        }
      }
    }
  }

  @Test
  void usesOneThreadPerRequestAndSaysSo() {
    for (int n = 1; n <= 2; n++) {
      try (CompiledModel model =
          runtime.compile(TestModels.affine("2"), CompileOptions.of("CPU", n))) {
        assertThat(model.properties())
            .containsEntry("NUM_STREAMS", Integer.toString(n))
            .containsEntry("INFERENCE_NUM_THREADS", Integer.toString(n))
            .containsEntry("INFERENCE_PRECISION_HINT", "f32")
            .containsEntry("PERF_COUNT", "NO");
      }
    }
  }

  @Test
  void passesPropertiesOfTheUserLast() {
    CompileOptions options =
        new CompileOptions(
            "CPU",
            1,
            "f32",
            Map.of("NUM_STREAMS", "2", "INFERENCE_NUM_THREADS", "2", "PERF_COUNT", "YES"));
    try (CompiledModel model = runtime.compile(TestModels.affine("2"), options)) {
      assertThat(model.properties())
          .containsEntry("NUM_STREAMS", "2")
          .containsEntry("PERF_COUNT", "YES");
    }
  }

  @Test
  void showsTheExecutedGraph() {
    try (CompiledModel model =
        runtime.compile(TestModels.affine("2"), CompileOptions.of("CPU", 1))) {
      List<ExecutedLayer> layers = model.executedGraph();
      assertThat(layers).extracting(ExecutedLayer::order).isSorted();
      assertThat(layers).flatExtracting(ExecutedLayer::originalNames).contains("mul", "sum");
      assertThat(layers)
          .filteredOn(l -> l.originalNames().contains("sum"))
          .allSatisfy(
              l -> {
                assertThat(l.precision()).isEqualTo("f32");
                assertThat(l.type()).isNotBlank();
                assertThat(l.implementation()).isNotBlank();
              });
    }
  }

  @Test
  void runsSeveralRequestsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (CompiledModel model =
        runtime.compile(TestModels.affine("1"), CompileOptions.of("CPU", 4))) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        all.add(threads.submit(() -> inferMany(model, thread)));
      }
      for (Future<Boolean> done : all) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static boolean inferMany(CompiledModel model, int thread) {
    try (InferRequest request = model.createRequest();
        Tensor input = Tensor.allocate(ElementType.F32, Shape.of(1, 3))) {
      request.setInput(0, input);
      for (int i = 0; i < 500; i++) {
        float x = thread * 1000 + i;
        input.floats().put(new float[] {x, x, x});
        request.infer();
        assertThat(request.output(0).toFloats()).containsExactly(x + 10, 2 * x + 20, 3 * x + 30);
      }
      return true;
    }
  }

  @Test
  void keepsTheWeightsOfAModelInMemory() {
    try (CompiledModel model =
            runtime.compile(TestModels.affine("1"), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      request.setInput(0, floats(Shape.of(1, 3), 1, 1, 1));
      for (int i = 0; i < 3; i++) {
        System.gc();
        ByteBuffer.allocateDirect(1 << 20);
        request.infer();
        assertThat(request.output(0).toFloats()).containsExactly(11, 22, 33);
      }
    }
  }

  @Test
  void requestsOutliveTheirModel() {
    CompiledModel model = runtime.compile(TestModels.affine("1"), CompileOptions.of("CPU", 1));
    try (InferRequest request = model.createRequest()) {
      model.close();
      model.close();
      request.setInput(0, floats(Shape.of(1, 3), 1, 1, 1));
      request.infer();
      assertThat(request.output(0).toFloats()).containsExactly(11, 22, 33);
      assertThatThrownBy(model::createRequest)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void refusesUseAfterClose() {
    try (CompiledModel model =
        runtime.compile(TestModels.affine("1"), CompileOptions.of("CPU", 1))) {
      InferRequest request = model.createRequest();
      request.close();
      request.close();
      assertThatThrownBy(request::infer).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> request.output(0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void readsFilesAndWritesNothingBesideThem(@TempDir Path folder) throws IOException {
    ModelFiles files = write(TestModels.affine("1"), folder);
    try (CompiledModel model = runtime.compile(files, CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      request.setInput(0, floats(Shape.of(1, 3), 1, 1, 1));
      request.infer();
      assertThat(request.output(0).toFloats()).containsExactly(11, 22, 33);
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(NAME + ".xml", NAME + ".bin");
  }

  @Test
  void importsAsUncompressedIr(@TempDir Path folder) throws IOException {
    ModelFiles source = write(TestModels.affine("1"), folder);
    Path target = Files.createDirectory(folder.resolve("imported"));
    ModelFiles imported = runtime.importModel(source.model(), target);
    assertThat(imported)
        .isEqualTo(new ModelFiles(target.resolve(NAME + ".xml"), target.resolve(NAME + ".bin")));
    assertThat(Files.size(imported.weights())).isEqualTo(24);
    assertThat(Files.readString(imported.model())).contains("element_type=\"f32\"");
  }

  private static ModelFiles write(ModelInMemory model, Path folder) throws IOException {
    Path xml = Files.write(folder.resolve(NAME + ".xml"), model.xml());
    byte[] weights = new byte[24];
    model.weights().duplicate().get(weights);
    return new ModelFiles(xml, Files.write(folder.resolve(NAME + ".bin"), weights));
  }

  @Test
  void saysWhatIsWrong(@TempDir Path folder) throws IOException {
    CompileOptions options = CompileOptions.of("CPU", 1);
    assertThatThrownBy(() -> runtime.compile(TestModels.affine("1"), CompileOptions.of("XPU", 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'XPU'")
        .hasMessageContaining("CPU");
    assertThatThrownBy(
            () -> runtime.compile(new ModelFiles(folder.resolve("no.xml"), null), options))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no.xml");
    assertThatThrownBy(
            () ->
                runtime.compile(
                    new ModelInMemory("<net>".getBytes(StandardCharsets.UTF_8), null), options))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("reading a model in memory failed");
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model at all");
    assertThatThrownBy(() -> runtime.importModel(text, folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("text.onnx")
        .hasMessageContaining("Unable to read the model");
    CompileOptions misspelt = new CompileOptions("CPU", 1, "f32", Map.of("NUM_STREEMS", "1"));
    assertThatThrownBy(() -> runtime.compile(TestModels.affine("1"), misspelt))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("NUM_STREEMS");
    try (CompiledModel model = runtime.compile(TestModels.affine("2"), options);
        InferRequest request = model.createRequest()) {
      assertThatThrownBy(() -> request.setInput(0, floats(Shape.of(1, 4), 1, 2, 3, 4)))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("input 'also_x' of f32[2,3] does not take a tensor f32[1,4]");
      assertThatThrownBy(() -> request.setInput(1, floats(Shape.of(1, 3), 1, 2, 3)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void blamesTheOutputWhenAnImportCannotBeWritten(@TempDir Path folder) throws IOException {
    ModelFiles source = write(TestModels.affine("1"), folder);
    Path file = Files.createFile(folder.resolve("not-a-folder"));
    assertThatThrownBy(() -> runtime.importModel(source.model(), file))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("not-a-folder");
  }

  @Test
  void worksWithoutCppFunctions(@TempDir Path folder) throws IOException {
    Natives real = Natives.load();
    Natives bare = new Natives(real.version(), real.library(), "undefined symbol: x");
    try (OvRuntime other = new OvRuntime(bare);
        CompiledModel model = other.compile(TestModels.affine("1"), CompileOptions.of("CPU", 1))) {
      assertThat(model.inputs()).extracting(TensorInfo::name).containsExactly("also_x");
      assertThat(model.outputs()).extracting(TensorInfo::name).containsExactly("output0");
      assertThatThrownBy(model::executedGraph).isInstanceOf(InferenceException.class);
      ModelFiles source = write(TestModels.affine("1"), folder);
      assertThatThrownBy(() -> other.importModel(source.model(), folder))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("undefined symbol: x");
    }
    assertThat(new Natives("2027.0.0-1", real.library(), null).showsModels()).isFalse();
  }

  private static Tensor floats(Shape shape, float... values) {
    return Tensor.of(shape, values);
  }
}
