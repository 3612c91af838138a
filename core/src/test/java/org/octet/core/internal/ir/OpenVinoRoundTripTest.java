package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.runtime.ModelSource;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** What is written is for OpenVINO what was read: same ports, same order, same bits computed. */
class OpenVinoRoundTripTest {
  private static final Path DATA = Path.of(System.getProperty("octet.data", "no-octet.data"));
  private static InferenceRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = OpenVino.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  static List<Path> models() throws IOException {
    assumeTrue(Files.isDirectory(DATA), "no folder " + DATA + " (octet.data)");
    try (Stream<Path> files = Files.walk(DATA)) {
      return files.filter(f -> f.toString().matches(".*\\.(onnx|xml)")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void realModelsSurvive(Path source, @TempDir Path folder) {
    ModelFiles original =
        source.toString().endsWith(".xml")
            ? new ModelFiles(source, null)
            : runtime.importModel(source, folder);
    Model model = IrReader.read(original.model(), original.weights());
    Path xml = folder.resolve("written.xml");
    ModelFiles written = IrWriter.toFiles(model, xml, folder.resolve("written.bin"));
    Model again = IrReader.read(written.model(), written.weights());

    assertThat(ModelDescription.of(again)).isEqualTo(ModelDescription.of(model));
    Results expected = run(original);
    assertThat(run(written)).isEqualTo(expected);
    assertThat(run(IrWriter.toMemory(again))).isEqualTo(expected);
    CanonicalNames.apply(again);
    assertThat(run(IrWriter.toMemory(again)).outputs()).isEqualTo(expected.outputs());
  }

  static List<Path> foreignModels() throws IOException {
    return models().stream().filter(f -> f.toString().endsWith(".onnx")).toList();
  }

  @ParameterizedTest
  @MethodSource("foreignModels")
  void twoImportsGiveTheSameBytes(Path source, @TempDir Path folder) throws IOException {
    ModelInMemory first = canonical(source, Files.createDirectory(folder.resolve("a")));
    ModelInMemory second = canonical(source, Files.createDirectory(folder.resolve("b")));
    assertThat(new String(second.xml(), StandardCharsets.UTF_8))
        .isEqualTo(new String(first.xml(), StandardCharsets.UTF_8));
    assertThat(second.weights()).isEqualTo(first.weights());
  }

  private static ModelInMemory canonical(Path source, Path folder) {
    ModelFiles imported = runtime.importModel(source, folder);
    Model model = IrReader.read(imported.model(), imported.weights());
    CanonicalNames.apply(model);
    assertThat(model.hasDuplicateNames()).isFalse();
    return IrWriter.toMemory(model);
  }

  @Test
  void portsKeepTheirOrderAndNames() {
    Model model = new Model("order", 11);
    Output b = parameter(model, "b");
    Output a = parameter(model, "a");
    for (String name : List.of("first", "second", "third,1")) {
      Operation relu = model.add(new Operation(OperationTypes.RELU, "opset1", name + "_relu"));
      Output out = relu.addInput(name.equals("second") ? a : b).addOutput(b.type(), b.shape());
      out.names().add(name);
      model.add(new Operation(OperationTypes.RESULT, "opset1", name)).addInput(out);
    }
    try (CompiledModel compiled =
        runtime.compile(IrWriter.toMemory(model), CompileOptions.of("CPU", 1))) {
      assertThat(compiled.inputs()).extracting(TensorInfo::name).containsExactly("b", "a");
      assertThat(compiled.outputs())
          .extracting(TensorInfo::name)
          .containsExactly("first", "second", "third,1");
      assertThat(compiled.inputs().get(0).shape()).hasToString("1..4,3");
    }
  }

  private static Output parameter(Model model, String name) {
    Operation op = model.add(new Operation(OperationTypes.PARAMETER, "opset1", name));
    Output output = op.addOutput(ElementType.F32, PartialShape.parse("1..4,3"));
    output.names().add(name);
    return output;
  }

  /** Element types, empty and scalar constants as OpenVINO computes with them. */
  @Test
  void constantsOfManyTypesAreRead() {
    Model model = new Model("constants", 11);
    List<ElementType> types =
        List.of(
            ElementType.I4,
            ElementType.U4,
            ElementType.I8,
            ElementType.U8,
            ElementType.F16,
            ElementType.I64,
            ElementType.BOOLEAN,
            ElementType.F32,
            ElementType.F64);
    List<Shape> shapes = List.of(Shape.of(3), Shape.of(0, 2), Shape.of(1, 2, 3));
    for (ElementType type : types) {
      for (Shape shape : shapes) {
        Output values = converted(model, type, shape);
        Output scalar = converted(model, type, Shape.of());
        Operation add = new Operation("Add", "opset1", model.uniqueName("sum"));
        model.add(add).addInput(values).addInput(scalar).with("auto_broadcast", "numpy");
        Output out = add.addOutput(ElementType.F32, PartialShape.of(shape));
        out.names().add(add.name());
        model.add(new Operation(OperationTypes.RESULT, "opset1", add.name() + "r")).addInput(out);
      }
    }
    parameter(model, "unused");
    try (CompiledModel compiled =
            runtime.compile(IrWriter.toMemory(model), CompileOptions.of("CPU", 1));
        InferRequest request = compiled.createRequest()) {
      request.setInput(0, Tensor.allocate(ElementType.F32, Shape.of(1, 3)));
      request.infer();
      for (int i = 0; i < compiled.outputs().size(); i++) {
        assertThat(request.output(i).shape()).isEqualTo(shapes.get(i % shapes.size()));
        float[] expected = new float[(int) shapes.get(i % shapes.size()).elements()];
        Arrays.fill(expected, types.get(i / shapes.size()) == ElementType.F32 ? 2 : 0);
        assertThat(request.output(i).toFloats()).isEqualTo(expected);
      }
    }
  }

  private static Output converted(Model model, ElementType type, Shape shape) {
    Tensor ones = Tensor.allocate(type, shape);
    for (int i = 0; type == ElementType.F32 && i < shape.elements(); i++) {
      ones.floats().put(i, 1);
    }
    String name = model.uniqueName(type.irName());
    Operation constant = model.add(Operation.constant(name, ones));
    Operation convert = new Operation(OperationTypes.CONVERT, "opset1", name + "_float");
    model.add(convert).addInput(constant.output(0)).with("destination_type", "f32");
    return convert.addOutput(ElementType.F32, PartialShape.of(shape));
  }

  private record Results(List<TensorInfo> ports, List<ByteBuffer> outputs) {}

  private static Results run(ModelSource source) {
    try (CompiledModel model = runtime.compile(source, CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      Random random = new Random(7);
      for (int i = 0; i < model.inputs().size(); i++) {
        request.setInput(i, random(model.inputs().get(i), random));
      }
      request.infer();
      List<TensorInfo> ports = new ArrayList<>(model.inputs());
      ports.addAll(model.outputs());
      List<ByteBuffer> outputs = new ArrayList<>();
      for (int i = 0; i < model.outputs().size(); i++) {
        outputs.add(request.output(i).copy().bytes());
      }
      return new Results(ports, outputs);
    }
  }

  /**
   * Axes of unknown extent get 1 for the batch, else 24, which is enough for all windows; whole
   * numbers are small, as they may be indices.
   */
  private static Tensor random(TensorInfo input, Random random) {
    long[] dims = new long[input.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = input.shape().dim(i).isStatic() ? input.shape().dim(i).min() : i == 0 ? 1 : 24;
    }
    Tensor tensor = Tensor.allocate(input.type(), Shape.of(dims));
    int elements = (int) tensor.shape().elements();
    switch (input.type()) {
      case F32 -> {
        for (int i = 0; i < elements; i++) {
          tensor.floats().put(i, random.nextFloat());
        }
      }
      case I64 -> {
        for (int i = 0; i < elements; i++) {
          tensor.bytes().putLong(8 * i, random.nextInt(10));
        }
      }
      default -> throw new IllegalStateException("no values for " + input);
    }
    return tensor;
  }
}
