package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.OutputException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.ModelInMemory;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

class IrWriterTest {
  private static Model twoResults() {
    Model model = new Model("two", 11);
    Output in = parameter(model, "in");
    Output relu = relu(model, "relu", in);
    result(model, "original", relu);
    return model;
  }

  private static Output parameter(Model model, String name) {
    return model
        .add(new Operation(OperationTypes.PARAMETER, "opset1", name))
        .addOutput(ElementType.F32, PartialShape.of(-1, 3));
  }

  private static Output relu(Model model, String name, Output in) {
    Operation op = model.add(new Operation(OperationTypes.RELU, "opset1", name)).addInput(in);
    return op.addOutput(in.type(), in.shape());
  }

  private static void result(Model model, String name, Output in) {
    model.add(new Operation(OperationTypes.RESULT, "opset1", name)).addInput(in);
  }

  private static String text(ModelInMemory written) {
    return new String(written.xml(), StandardCharsets.UTF_8);
  }

  @Test
  void resultsAndParametersKeepTheModelsOrder() {
    Model model = new Model("order", 11);
    Output b = parameter(model, "b");
    result(model, "last", relu(model, "deep", relu(model, "shallow", b)));
    result(model, "first", b);
    result(model, "inner", parameter(model, "a"));
    ModelInMemory written = IrWriter.toMemory(model);
    Model read = IrReader.read(written.xml(), written.weights(), "memory");
    assertThat(read.results())
        .extracting(Operation::name)
        .containsExactly("last", "first", "inner");
    assertThat(read.parameters()).extracting(Operation::name).containsExactly("b", "a");
  }

  @Test
  void anOperationAddedLastIsWrittenBeforeItsReader() {
    Model model = twoResults();
    Operation relu = model.operation("relu").orElseThrow();
    Output inserted = relu(model, "inserted", model.parameters().get(0).output(0));
    relu.input(0).connect(inserted);
    String xml = text(IrWriter.toMemory(model));
    assertThat(xml.indexOf("\"inserted\"")).isLessThan(xml.indexOf("\"relu\""));
  }

  @Test
  void equalConstantsAreStoredOnceAndAligned() {
    Model model = twoResults();
    model.add(Operation.constant("a", Tensor.of(Shape.of(3), 1f, 2f, 3f)));
    model.add(Operation.constant("b", Tensor.of(Shape.of(1, 3), 1f, 2f, 3f)));
    model.add(Operation.constant("c", Tensor.of(Shape.of(3), 1f, 2f, 4f)));
    ByteBuffer same = ByteBuffer.allocateDirect(12).put(Tensor.of(Shape.of(3), 1f, 2f, 3f).bytes());
    model.add(Operation.constant("d", Tensor.of(ElementType.I32, Shape.of(3), same.flip())));
    ModelInMemory written = IrWriter.toMemory(model);
    assertThat(written.weights().remaining()).isEqualTo(128 + 12);
    assertThat(text(written).split("offset=\"0\"", -1)).hasSize(3);
    assertThat(text(written)).contains("offset=\"64\"", "offset=\"128\"");
  }

  @Test
  void aParameterWithoutAttributesGetsThemFromItsPort() {
    assertThat(text(IrWriter.toMemory(twoResults())))
        .contains("<data shape=\"?,3\" element_type=\"f32\" />");
  }

  @Test
  void whatAnIrCannotHoldIsRefused() {
    Model control = twoResults();
    control.rename(control.operation("relu").orElseThrow(), "re\u0001lu");
    assertThatThrownBy(() -> IrWriter.toMemory(control))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("U+0001");
    Model slashes = twoResults();
    slashes.parameters().get(0).output(0).names().addAll(Set.of("a\\", "b\\"));
    assertThatThrownBy(() -> IrWriter.toMemory(slashes))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("backslash");
  }

  @Test
  void aFolderThatIsMissingIsNamed(@TempDir Path folder) {
    Path bin = folder.resolve("no/m.bin");
    assertThatThrownBy(() -> IrWriter.toFiles(twoResults(), folder.resolve("m.xml"), bin))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining(bin.toString());
  }

  /** Time of the processor, so that other work on the machine does not count. */
  @Test
  void twentyThousandOperationsTakeSeconds() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    Model model = large();
    ModelInMemory written = IrWriter.toMemory(model);
    Model read = IrReader.read(written.xml(), written.weights(), "large");
    CanonicalNames.apply(read);
    long used = threads.getCurrentThreadCpuTime() - start;
    assertThat(read.operations()).hasSize(20_002);
    assertThat(Duration.ofNanos(used)).isLessThan(Duration.ofSeconds(5));
  }

  private static Model large() {
    Model model = new Model("large", 11);
    Output last = parameter(model, "in");
    for (int i = 0; i < 10_000; i++) {
      Tensor value = Tensor.of(Shape.of(1, 3), i, i, i);
      Operation constant = model.add(Operation.constant(model.uniqueName("Constant"), value));
      Operation add = new Operation("Add", "opset1", model.uniqueName("Add"));
      model.add(add).addInput(last).addInput(constant.output(0)).with("auto_broadcast", "numpy");
      last = add.addOutput(ElementType.F32, last.shape());
    }
    result(model, "out", last);
    return model;
  }
}
