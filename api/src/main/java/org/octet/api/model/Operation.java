package org.octet.api.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * One operation of a model: type, attributes, ports. Unknown types are carried through. Mutable,
 * not thread-safe.
 */
public final class Operation {
  private final String type;
  private final String opset;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Input> inputs = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<SubGraph> subGraphs = new ArrayList<>();
  private final RuntimeInfo runtimeInfo = new RuntimeInfo();
  private final RuntimeInfo extensions = new RuntimeInfo();
  private final Map<String, String> layerAttributes = new LinkedHashMap<>();
  private String name;
  private Tensor value;

  /**
   * @param type operation type as in OpenVINO, such as {@code Convolution}
   * @param opset the operation set, such as {@code opset1}
   * @param name friendly name
   */
  public Operation(String type, String opset, String name) {
    this.type = type;
    this.opset = opset;
    this.name = name;
  }

  /**
   * A Constant.
   *
   * @param value its value; kept, not copied
   */
  public static Operation constant(String name, Tensor value) {
    Operation op = new Operation(OperationTypes.CONSTANT, "opset1", name);
    op.value = value;
    op.addOutput(value.type(), PartialShape.of(value.shape()));
    return op;
  }

  /** Operation type. */
  public String type() {
    return type;
  }

  /** Whether the operation is of one of these types. */
  public boolean is(String... types) {
    for (String each : types) {
      if (each.equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** Operation set. */
  public String opset() {
    return opset;
  }

  /** Friendly name. */
  public String name() {
    return name;
  }

  void setName(String newName) {
    name = newName;
  }

  /**
   * Attributes as in the IR, in their order; mutable. A Constant's element type and shape are those
   * of its value, and its place in the {@code .bin} is the writer's business: neither is found
   * here.
   */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** One attribute. */
  public Optional<String> attribute(String key) {
    return Optional.ofNullable(attributes.get(key));
  }

  /** Sets an attribute and returns this operation. */
  public Operation with(String key, String attribute) {
    attributes.put(key, attribute);
    return this;
  }

  /** Inputs, a read-only view. */
  public List<Input> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  /** One input. */
  public Input input(int index) {
    return inputs.get(index);
  }

  /** Outputs, a read-only view. */
  public List<Output> outputs() {
    return Collections.unmodifiableList(outputs);
  }

  /** One output. */
  public Output output(int index) {
    return outputs.get(index);
  }

  /** Appends an input that reads {@code source}; returns this operation. */
  public Operation addInput(Output source) {
    inputs.add(new Input(this, inputs.size(), source));
    return this;
  }

  /** Appends an output. */
  public Output addOutput(ElementType elementType, PartialShape shape) {
    Output output = new Output(this, outputs.size(), elementType, shape);
    outputs.add(output);
    return output;
  }

  /**
   * Nested graphs of {@code TensorIterator}, {@code Loop}, {@code If}; mutable, empty for others.
   */
  public List<SubGraph> subGraphs() {
    return subGraphs;
  }

  /** Metadata. */
  public RuntimeInfo runtimeInfo() {
    return runtimeInfo;
  }

  /**
   * Attributes of the IR's {@code layer} element beside id, name, type and version, such as a
   * Result's {@code output_names}; carried through, mutable.
   */
  public Map<String, String> layerAttributes() {
    return layerAttributes;
  }

  /** Elements of the IR's {@code layer} that Octet does not interpret; carried through. */
  public RuntimeInfo extensions() {
    return extensions;
  }

  /** Whether this is a Constant. */
  public boolean isConstant() {
    return value != null;
  }

  /**
   * The value of a Constant.
   *
   * @throws IllegalStateException for any other operation
   */
  public Tensor value() {
    if (value == null) {
      throw new IllegalStateException(this + " is not a constant");
    }
    return value;
  }

  /** Gives a Constant another value; its output follows. */
  public void setValue(Tensor newValue) {
    value = newValue;
    outputs.get(0).retype(newValue.type(), PartialShape.of(newValue.shape()));
  }

  void disconnect() {
    inputs.forEach(Input::disconnect);
  }

  /** Such as {@code Convolution 'conv1'}. */
  @Override
  public String toString() {
    return type + " '" + name + "'";
  }
}
