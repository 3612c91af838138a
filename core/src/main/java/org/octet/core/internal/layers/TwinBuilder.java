package org.octet.core.internal.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Takes a second network into a graph and adds what measures both. Used once. */
final class TwinBuilder {
  /** Names the memory that ReadValue and Assign share; the second network has its own. */
  private static final String VARIABLE = "variable_id";

  private final Model model;
  private final String prefix;
  private final String measures;
  private final List<Output> parts = new ArrayList<>();
  private int count;

  /**
   * @param model the first network; gets everything else
   */
  TwinBuilder(Model model) {
    this.model = model;
    this.prefix = model.uniqueName("octet.second") + "/";
    this.measures = model.uniqueName("octet.layers");
  }

  /** What the names of the second network's operations begin with. */
  String prefix() {
    return prefix;
  }

  /** Moves the operations of a network into the graph, where they read the first one's inputs. */
  void takeIn(Model second) {
    List<Operation> inputs = second.parameters();
    // in order before its edges lead out of it
    List<Operation> own =
        second.topologicalOrder().stream()
            .filter(op -> !op.is(OperationTypes.PARAMETER, OperationTypes.RESULT))
            .toList();
    for (int i = 0; i < inputs.size(); i++) {
      Output input = inputs.get(i).output(0);
      input.moveConsumers(input.consumers(), model.parameters().get(i).output(0));
    }
    second.results().forEach(second::remove);
    inputs.forEach(second::remove);
    for (Operation op : own) {
      second.rename(op, prefix + op.name());
      op.attribute(VARIABLE).ifPresent(id -> op.with(VARIABLE, prefix + id));
      // names of tensors are the first network's
      op.outputs().forEach(output -> output.names().clear());
      model.add(op);
    }
  }

  /** Measures the norm of a tensor and that of its difference from another. */
  void difference(Output reference, Output candidate) {
    String name = next();
    Output ref = asFloat(reference, name + "/ref");
    Output out = asFloat(candidate, name + "/out");
    part(norm(ref, name + "/norm"), name + "/norm");
    Output difference = binary("Subtract", ref, out, ref.shape(), name + "/difference");
    part(norm(difference, name + "/noise"), name + "/noise");
  }

  /** Measures the share of a quantizer's input that is outside its range. */
  void clipped(Operation quantizer) {
    String name = next();
    Output x = asFloat(quantizer.input(0).source(), name + "/x");
    Output low = asFloat(quantizer.input(1).source(), name + "/low");
    Output high = asFloat(quantizer.input(2).source(), name + "/high");
    Output raised = binary("Maximum", x, low, x.shape(), name + "/raised");
    Output kept = binary("Minimum", raised, high, x.shape(), name + "/kept");
    Operation differs = operation("NotEqual", name + "/outside").with("auto_broadcast", "numpy");
    differs.addInput(kept);
    differs.addInput(x);
    Output outside = differs.addOutput(ElementType.BOOLEAN, x.shape());
    Output share =
        reduce("ReduceMean", "opset1", asFloat(outside, name + "/as_f32"), name + "/share");
    part(share, name + "/share");
  }

  /** Lets all measures leave the graph, before the first network's own results. */
  void finish() {
    List<Operation> results = model.results();
    List<Output> sources = results.stream().map(r -> r.input(0).source()).toList();
    results.forEach(model::remove);
    Operation concat = operation("Concat", measures).with("axis", "0");
    parts.forEach(concat::addInput);
    Output vector = concat.addOutput(ElementType.F32, PartialShape.of(parts.size()));
    operation(OperationTypes.RESULT, measures + "/result").addInput(vector);
    for (int i = 0; i < results.size(); i++) {
      model.add(results.get(i));
      results.get(i).input(0).connect(sources.get(i));
    }
  }

  private String next() {
    return measures + "/" + count++;
  }

  private void part(Output scalar, String name) {
    Operation reshape = operation(OperationTypes.RESHAPE, name + "/part");
    reshape.with("special_zero", "false").addInput(scalar);
    reshape.addInput(longs(name + "/shape", 1));
    parts.add(reshape.addOutput(ElementType.F32, PartialShape.of(1)));
  }

  private Output norm(Output tensor, String name) {
    return reduce("ReduceL2", "opset4", tensor, name);
  }

  private Output reduce(String type, String opset, Output tensor, String name) {
    int rank = tensor.shape().rank();
    Operation reduce = model.add(new Operation(type, opset, name)).with("keep_dims", "true");
    reduce.addInput(tensor);
    reduce.addInput(longs(name + "/axes", LongStream.range(0, rank).toArray()));
    return reduce.addOutput(
        ElementType.F32, PartialShape.of(LongStream.range(0, rank).map(i -> 1).toArray()));
  }

  private Output binary(String type, Output a, Output b, PartialShape shape, String name) {
    Operation op = operation(type, name).with("auto_broadcast", "numpy");
    op.addInput(a);
    op.addInput(b);
    return op.addOutput(ElementType.F32, shape);
  }

  private Output asFloat(Output tensor, String name) {
    if (tensor.type() == ElementType.F32) {
      return tensor;
    }
    Operation convert = operation(OperationTypes.CONVERT, name);
    convert.with("destination_type", ElementType.F32.irName()).addInput(tensor);
    return convert.addOutput(ElementType.F32, tensor.shape());
  }

  private Output longs(String name, long... values) {
    return model
        .add(Operation.constant(name, Tensor.ofLongs(Shape.of(values.length), values)))
        .output(0);
  }

  private Operation operation(String type, String name) {
    return model.add(new Operation(type, "opset1", name));
  }
}
