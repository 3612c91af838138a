package org.octet.core.internal.ir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.XmlElement;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A process that reads a graph, puts FakeQuantize into it and writes it: {@code LargeGraph FOLDER}
 * with {@code large.xml} in it. Prints the processor time of its thread.
 */
public final class LargeGraph {
  /** Operations of the graph. */
  static final int OPERATIONS = 20_000;

  /** FakeQuantize operations that are inserted. */
  static final int QUANTIZERS = 2_000;

  private LargeGraph() {}

  /** A chain of multiplications and ReLUs with constants of their own. */
  static Model model() {
    Model model = new Model("large", 11);
    PartialShape shape = PartialShape.of(1, 16, 32, 32);
    Operation input = model.add(new Operation(OperationTypes.PARAMETER, "opset1", "input"));
    Output last = input.addOutput(ElementType.F32, shape);
    int layers = (OPERATIONS - 2) / 3;
    for (int i = 0; i < layers; i++) {
      Tensor scale = Tensor.allocate(ElementType.F32, Shape.of(1, 16, 1, 1));
      scale.floats().put(0, i);
      Operation constant = model.add(Operation.constant("block/" + i + "/scale", scale));
      Operation product =
          model.add(new Operation(OperationTypes.MULTIPLY, "opset1", "block/" + i + "/product"));
      product.addInput(last).addInput(constant.output(0)).with("auto_broadcast", "numpy");
      product.runtimeInfo().add(XmlElement.value("fused_names", product.name()));
      Operation relu = new Operation(OperationTypes.RELU, "opset1", "block/" + i + "/relu");
      model.add(relu).addInput(product.addOutput(ElementType.F32, shape));
      last = relu.addOutput(ElementType.F32, shape);
      last.names().add("block_" + i);
    }
    while (model.operations().size() < OPERATIONS - 1) {
      Operation relu = new Operation(OperationTypes.RELU, "opset1", "relu");
      last = model.add(relu).addInput(last).addOutput(ElementType.F32, shape);
    }
    model.add(new Operation(OperationTypes.RESULT, "opset1", "result")).addInput(last);
    return model;
  }

  /** Runs as a process of its own. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Model model = IrReader.read(folder.resolve("large.xml"), null);
    List<Operation> products = model.ofType(OperationTypes.MULTIPLY);
    for (Operation op : products.subList(0, QUANTIZERS)) {
      Output tensor = op.output(0);
      List<Input> consumers = List.copyOf(tensor.consumers());
      FakeQuantize.Range range = FakeQuantize.Range.scalar(0, op.name().length());
      FakeQuantize.insert(model, op.name() + "/fq_output_0", tensor, consumers, 256, range);
    }
    IrWriter.toFiles(model, folder.resolve("out.xml"), folder.resolve("out.bin"));
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    System.out.println("milliseconds " + nanos / 1_000_000);
    System.out.println("operations " + model.operations().size());
    Files.delete(folder.resolve("out.bin"));
  }
}
