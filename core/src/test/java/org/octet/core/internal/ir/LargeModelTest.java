package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Many operations, and more bytes of weights than one buffer holds. */
class LargeModelTest {
  private static final int CONSTANTS = 6;

  /** Bytes of one constant; not a divisor of the segments in which files are mapped. */
  private static final int BYTES = 400 << 20;

  private static final int HEAP_MIB = 300;
  private static final int MILLISECONDS = 3_000;

  @TempDir Path folder;

  @Test
  void twentyThousandOperationsTakeThreeSecondsAndThreeHundredMegabytes() throws Exception {
    Model model = LargeGraph.model();
    assertThat(model.operations()).hasSize(LargeGraph.OPERATIONS);
    IrWriter.toFiles(model, folder.resolve("large.xml"), folder.resolve("large.bin"));

    String log = run(LargeGraph.class, HEAP_MIB, folder.toString());
    assertThat(number(log, "milliseconds (\\d+)")).as(log).isLessThan(MILLISECONDS);
    // each has four constants
    assertThat(number(log, "operations (\\d+)"))
        .isEqualTo(LargeGraph.OPERATIONS + 5 * LargeGraph.QUANTIZERS);
    String written = Files.readString(folder.resolve("out.xml"));
    assertThat(written.split("type=\"FakeQuantize\"", -1)).hasSize(LargeGraph.QUANTIZERS + 1);
  }

  private String run(Class<?> main, int heap, String argument) throws Exception {
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                argument)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(log);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private static long number(String log, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(log);
    assertThat(matcher.find()).as(log).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void weightsBeyondTwoGigabytesAreReadAndEdited() throws IOException {
    Model model = sparse();
    List<Operation> constants = model.ofType(OperationTypes.CONSTANT);
    assertThat(constants).hasSize(CONSTANTS);
    for (int i = 0; i < CONSTANTS; i++) {
      marked(constants.get(i).value(), i);
    }
    quantize(model);
    assertThat(ConstantPool.of(model).size()).isGreaterThan(1L << 31);
    assertThat(catchThrowable(() -> IrWriter.toMemory(model)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("2 GiB", "write it to files");
  }

  /** Needs 2.4 GB of disk. */
  @Tag("full")
  @Test
  void weightsBeyondTwoGigabytesAreWritten() throws IOException {
    Model model = sparse();
    quantize(model);
    Path xml = folder.resolve("out.xml");
    Path bin = folder.resolve("out.bin");
    IrWriter.toFiles(model, xml, bin);
    assertThat(Files.size(bin)).isGreaterThan((long) CONSTANTS * BYTES);
    Model again = IrReader.read(xml, bin);
    for (int i = 0; i < CONSTANTS; i++) {
      marked(again.operation("weights" + i).orElseThrow().value(), i);
    }
    assertThat(again.ofType(OperationTypes.FAKE_QUANTIZE)).hasSize(CONSTANTS);
  }

  private static void marked(Tensor value, int i) {
    assertThat(value.bytes().remaining()).isEqualTo(BYTES);
    assertThat(value.bytes().get(0)).isEqualTo((byte) (i + 1));
    assertThat(value.bytes().get(BYTES - 1)).isEqualTo((byte) -(i + 1));
    assertThat(value.bytes().get(BYTES / 2)).isZero();
  }

  private static void quantize(Model model) {
    for (Operation constant : model.ofType(OperationTypes.CONSTANT)) {
      Output weights = constant.output(0);
      FakeQuantize.insert(
          model,
          constant.name() + "/fq",
          weights,
          List.copyOf(weights.consumers()),
          255,
          FakeQuantize.Range.scalar(-1, 1));
    }
  }

  /** Constants in a file of holes, their first and last bytes marked, added to an input. */
  private Model sparse() throws IOException {
    Path xml = folder.resolve("sparse.xml");
    Path bin = folder.resolve("sparse.bin");
    try (FileChannel channel =
        FileChannel.open(
            bin,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      for (int i = 0; i < CONSTANTS; i++) {
        long start = (long) i * BYTES;
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (i + 1)}), start);
        channel.write(ByteBuffer.wrap(new byte[] {(byte) -(i + 1)}), start + BYTES - 1);
      }
    }
    Files.writeString(xml, xml(), StandardCharsets.UTF_8);
    return IrReader.read(xml, bin);
  }

  // the small model says how the XML looks, the offsets are those of the file with holes
  private static String xml() {
    Model model = new Model("sparse", 11);
    PartialShape shape = PartialShape.of(BYTES / 4);
    Operation input = model.add(new Operation(OperationTypes.PARAMETER, "opset1", "input"));
    Output sum = input.addOutput(ElementType.F32, shape);
    for (int i = 0; i < CONSTANTS; i++) {
      Tensor small = Tensor.of(Shape.of(1), i);
      Operation constant = model.add(Operation.constant("weights" + i, small));
      Operation add = model.add(new Operation(OperationTypes.ADD, "opset1", "add" + i));
      add.addInput(sum).addInput(constant.output(0)).with("auto_broadcast", "numpy");
      sum = add.addOutput(ElementType.F32, shape);
    }
    model.add(new Operation(OperationTypes.RESULT, "opset1", "result")).addInput(sum);
    String xml = new String(IrWriter.toMemory(model).xml(), StandardCharsets.UTF_8);
    for (int i = 0; i < CONSTANTS; i++) {
      xml =
          xml.replace(
              "shape=\"1\" offset=\"%d\" size=\"4\"".formatted(i * ConstantPool.ALIGNMENT),
              "shape=\"%d\" offset=\"%d\" size=\"%d\""
                  .formatted(BYTES / 4, (long) i * BYTES, BYTES));
    }
    return xml;
  }
}
