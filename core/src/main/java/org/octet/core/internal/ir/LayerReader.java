package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.octet.api.model.Dimension;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.XmlElement;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.ir.Layer.Port;
import org.octet.core.internal.ir.XmlCursor.Position;

/** Reads one {@code layer} element after the other. */
final class LayerReader {
  private static final Set<String> OWN_ATTRIBUTES = Set.of("id", "name", "type", "version");

  private final XmlCursor cursor;
  private final Weights weights;
  private final GraphReader graphs;

  /**
   * @param graphs reads nested bodies
   */
  LayerReader(XmlCursor cursor, Weights weights, GraphReader graphs) {
    this.cursor = cursor;
    this.weights = weights;
    this.graphs = graphs;
  }

  private record OutputPort(Port port, ElementType type, PartialShape shape, Set<String> names) {}

  /** What a layer element holds, before it becomes an operation. */
  private final class Content {
    private final Position at = cursor.position();
    private final String name = cursor.require("name");
    private final String type = cursor.require("type");
    private final String opset = cursor.require("version");
    private final Map<String, String> layerAttributes = cursor.attributes();
    private final Map<String, String> data = new LinkedHashMap<>();
    private final List<Port> inputs = new ArrayList<>();
    private final List<OutputPort> outputs = new ArrayList<>();
    private final List<XmlElement> runtimeInfo = new ArrayList<>();
    private final List<XmlElement> extensions = new ArrayList<>();
    private final BodiesReader bodies = new BodiesReader(cursor);

    @Override
    public String toString() {
      return type + " '" + name + "'";
    }
  }

  /** Reads the current element. */
  Layer read() {
    Content c = new Content();
    c.layerAttributes.keySet().removeAll(OWN_ATTRIBUTES);
    while (cursor.nextChild()) {
      readChild(c);
    }
    Operation operation = operation(c);
    operation.attributes().putAll(c.data);
    operation.layerAttributes().putAll(c.layerAttributes);
    operation.runtimeInfo().setAll(c.runtimeInfo);
    operation.extensions().setAll(c.extensions);
    addOutputs(operation, c);
    List<Port> outputs = c.outputs.stream().map(OutputPort::port).toList();
    Layer layer = new Layer(operation, c.inputs, outputs, c.at);
    c.bodies.link(layer);
    return layer;
  }

  private void readChild(Content c) {
    String tag = cursor.tag();
    switch (tag) {
      case "data" -> {
        c.data.putAll(cursor.attributes());
        cursor.finish();
      }
      case "input" -> readPorts(c, true);
      case "output" -> readPorts(c, false);
      case "rt_info" -> c.runtimeInfo.addAll(cursor.elements());
      default -> {
        if (BodiesReader.isBody(tag)) {
          c.bodies.addBody(tag, graphs.read("", cursor.position()));
        } else if (BodiesReader.isMap(tag)) {
          c.bodies.readMap();
        } else {
          c.extensions.add(cursor.element());
        }
      }
    }
  }

  private void readPorts(Content c, boolean input) {
    while (cursor.nextChild()) {
      if (!cursor.tag().equals("port")) {
        throw cursor.error("<%s> is not expected in the ports of %s".formatted(cursor.tag(), c));
      }
      long id = cursor.requireLong("id");
      ElementType type = input ? ElementType.DYNAMIC : precision(c);
      String names = cursor.attribute("names");
      List<Dimension> dims = new ArrayList<>();
      List<XmlElement> runtimeInfo = readPort(c, dims);
      Port port = new Port(id, runtimeInfo);
      if (input) {
        c.inputs.add(port);
      } else {
        Set<String> tensorNames = names == null ? Set.of() : TensorNames.parse(names);
        c.outputs.add(new OutputPort(port, type, PartialShape.of(dims), tensorNames));
      }
    }
  }

  private List<XmlElement> readPort(Content c, List<Dimension> dims) {
    List<XmlElement> runtimeInfo = List.of();
    while (cursor.nextChild()) {
      switch (cursor.tag()) {
        case "dim" ->
            dims.add(
                cursor.parse(
                    "a dimension of " + c,
                    cursor.text(),
                    "a whole number of at least 0, -1 or a range",
                    Dimension::parse));
        case "rt_info" -> runtimeInfo = cursor.elements();
        default -> throw cursor.error("<%s> is not expected in a port".formatted(cursor.tag()));
      }
    }
    return runtimeInfo;
  }

  private ElementType precision(Content c) {
    String name = cursor.require("precision");
    try {
      return ElementType.ofPrecision(name);
    } catch (IllegalArgumentException e) {
      throw cursor.unsupported("%s of %s".formatted(e.getMessage(), c), cursor.position());
    }
  }

  private Operation operation(Content c) {
    if (c.type.equals(OperationTypes.CONSTANT)) {
      if (c.outputs.size() != 1) {
        throw at(c, "it has %d outputs, a constant has one".formatted(c.outputs.size()), null);
      }
      return Operation.constant(c.name, value(c));
    }
    return new Operation(c.type, c.opset, c.name);
  }

  private void addOutputs(Operation operation, Content c) {
    for (int i = 0; i < c.outputs.size(); i++) {
      OutputPort port = c.outputs.get(i);
      Output output =
          operation.isConstant()
              ? operation.output(0)
              : operation.addOutput(port.type(), port.shape());
      output.names().addAll(port.names());
      output.runtimeInfo().setAll(port.port().runtimeInfo());
    }
    if (c.type.equals(OperationTypes.PARAMETER)) {
      if (c.outputs.size() != 1) {
        throw at(c, "it has %d outputs, a Parameter has one".formatted(c.outputs.size()), null);
      }
      PartialShape shape = parse(c, "shape", PartialShape::parse);
      operation.output(0).retype(elementType(c), shape);
    }
  }

  private Tensor value(Content c) {
    ElementType type = elementType(c);
    Shape shape = parse(c, "shape", LayerReader::staticShape);
    long offset = parse(c, "offset", LayerReader::natural);
    long size = parse(c, "size", LayerReader::natural);
    List.of("element_type", "shape", "offset", "size").forEach(c.data::remove);
    if (type != ElementType.STRING) {
      size = checkSize(c, type, shape, size);
    }
    if (size > Integer.MAX_VALUE) {
      throw cursor.unsupported(
          "%s has %d bytes, the limit for one constant is 2 GiB".formatted(c, size), c.at);
    }
    return Tensor.of(type, shape, weights.slice(offset, (int) size, c.toString()));
  }

  private long checkSize(Content c, ElementType type, Shape shape, long size) {
    if (type == ElementType.DYNAMIC) {
      throw at(c, "a constant needs an element type", null);
    }
    long expected;
    try {
      expected = type.byteSize(shape.elements());
    } catch (ArithmeticException e) {
      throw at(c, "its shape %s is too large".formatted(shape), e);
    }
    // OpenVINO gives empty constants one byte
    if (size < expected) {
      throw at(
          c,
          "its size is %d bytes, %s%s needs %d".formatted(size, type.irName(), shape, expected),
          null);
    }
    return expected;
  }

  private ElementType elementType(Content c) {
    String name = attribute(c, "element_type");
    try {
      return ElementType.ofIrName(name);
    } catch (IllegalArgumentException e) {
      throw cursor.unsupported("%s of %s".formatted(e.getMessage(), c), c.at);
    }
  }

  private <T> T parse(Content c, String key, Function<String, T> parser) {
    String text = attribute(c, key);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
      throw at(c, "attribute %s='%s' is not valid".formatted(key, shown), e);
    }
  }

  private String attribute(Content c, String key) {
    String value = c.data.get(key);
    if (value == null) {
      throw at(c, "it has no attribute '%s'".formatted(key), null);
    }
    return value;
  }

  private RuntimeException at(Content c, String reason, Exception cause) {
    return cursor.error(c + ": " + reason, c.at, cause);
  }

  private static Shape staticShape(String text) {
    return PartialShape.parse(text)
        .toShape()
        .orElseThrow(() -> new IllegalArgumentException("not a static shape"));
  }

  private static long natural(String text) {
    long value = Long.parseLong(text);
    if (value < 0) {
      throw new IllegalArgumentException("negative");
    }
    return value;
  }
}
