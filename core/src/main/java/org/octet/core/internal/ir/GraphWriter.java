package org.octet.core.internal.ir;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.model.Dimension;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.api.model.RuntimeInfo;
import org.octet.api.model.SubGraph;
import org.octet.api.model.SubGraph.Link;
import org.octet.api.model.SubGraph.LinkKind;
import org.octet.api.model.XmlElement;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** Writes layers, edges and metadata of a graph and of the graphs nested in it. */
final class GraphWriter {
  private final XmlEmitter xml;
  private final ConstantPool constants;

  GraphWriter(XmlEmitter xml, ConstantPool constants) {
    this.xml = xml;
    this.constants = constants;
  }

  /** Writes the root element with everything in it. */
  void writeNet(Model model) throws IOException {
    xml.start("net").attribute("name", model.name()).attribute("version", model.irVersion());
    writeGraph(model);
    xml.end();
    xml.flush();
  }

  /** Writes the content of the current element. */
  private void writeGraph(Model model) throws IOException {
    List<Operation> order = LayerOrder.of(model);
    Map<Operation, Integer> ids = ids(order);
    xml.start("layers");
    for (Operation op : order) {
      writeLayer(op, ids.get(op));
    }
    xml.end();
    xml.start("edges");
    for (Operation op : order) {
      for (Input input : op.inputs()) {
        writeEdge(input, ids);
      }
    }
    xml.end();
    // OpenVINO takes a graph without it for one of version 10 and makes up metadata
    if (model.irVersion() > 10 && model.runtimeInfo().entries().isEmpty()) {
      xml.start("rt_info").end();
    }
    writeRuntimeInfo(model.runtimeInfo());
    for (XmlElement extension : model.extensions().entries()) {
      xml.element(extension);
    }
  }

  private static Map<Operation, Integer> ids(List<Operation> order) {
    Map<Operation, Integer> ids = new IdentityHashMap<>();
    order.forEach(op -> ids.put(op, ids.size()));
    return ids;
  }

  private void writeEdge(Input input, Map<Operation, Integer> ids) throws IOException {
    Output source = input.source();
    xml.start("edge")
        .attribute("from-layer", ids.get(source.operation()))
        .attribute("from-port", portId(source))
        .attribute("to-layer", ids.get(input.operation()))
        .attribute("to-port", input.index())
        .end();
  }

  // inputs are numbered first, outputs go on
  private static int portId(Output output) {
    return output.operation().inputs().size() + output.index();
  }

  private void writeLayer(Operation op, int id) throws IOException {
    xml.start("layer")
        .attribute("id", id)
        .attribute("name", op.name())
        .attribute("type", op.type())
        .attribute("version", op.opset());
    writeAttributes(op.layerAttributes());
    Map<String, String> data = data(op);
    if (!data.isEmpty()) {
      xml.start("data");
      writeAttributes(data);
      xml.end();
    }
    writeRuntimeInfo(op.runtimeInfo());
    for (SubGraph sub : op.subGraphs()) {
      writeLinks(op, sub);
    }
    writePorts(op);
    for (SubGraph sub : op.subGraphs()) {
      xml.start(sub.role());
      writeGraph(sub.body());
      xml.end();
    }
    for (XmlElement extension : op.extensions().entries()) {
      xml.element(extension);
    }
    xml.end();
  }

  private void writeAttributes(Map<String, String> attributes) throws IOException {
    for (var attribute : attributes.entrySet()) {
      xml.attribute(attribute.getKey(), attribute.getValue());
    }
  }

  private Map<String, String> data(Operation op) {
    if (op.isConstant()) {
      return constantData(op);
    }
    return op.type().equals(OperationTypes.PARAMETER) ? parameterData(op) : op.attributes();
  }

  private Map<String, String> constantData(Operation op) {
    Tensor value = op.value();
    ConstantPool.Place place = constants.place(value);
    Map<String, String> data = new LinkedHashMap<>();
    data.put("element_type", value.type().irName());
    data.put("shape", PartialShape.of(value.shape()).toString());
    data.put("offset", Long.toString(place.offset()));
    data.put("size", Integer.toString(place.bytes().remaining()));
    op.attributes().forEach(data::putIfAbsent);
    return data;
  }

  // the port is the truth; the attributes' own spelling stays where it says the same
  private static Map<String, String> parameterData(Operation op) {
    Output output = op.output(0);
    Map<String, String> data = new LinkedHashMap<>(op.attributes());
    String shape = data.get("shape");
    if (shape == null || !PartialShape.parse(shape).equals(output.shape())) {
      data.put("shape", output.shape().toString());
    }
    String type = data.get("element_type");
    if (type == null || ElementType.ofIrName(type) != output.type()) {
      data.put("element_type", output.type().irName());
    }
    return data;
  }

  private void writePorts(Operation op) throws IOException {
    if (!op.inputs().isEmpty()) {
      xml.start("input");
      for (Input input : op.inputs()) {
        xml.start("port")
            .attribute("id", input.index())
            .attribute("precision", input.source().type().precision());
        writePort(input.source().shape(), input.runtimeInfo());
      }
      xml.end();
    }
    if (!op.outputs().isEmpty()) {
      xml.start("output");
      for (Output output : op.outputs()) {
        xml.start("port")
            .attribute("id", portId(output))
            .attribute("precision", output.type().precision());
        String names = TensorNames.format(output.names());
        if (!names.isEmpty()) {
          xml.attribute("names", names);
        }
        writePort(output.shape(), output.runtimeInfo());
      }
      xml.end();
    }
  }

  // ports know no intervals: only a Parameter's attribute does
  private void writePort(PartialShape shape, RuntimeInfo info) throws IOException {
    List<Dimension> dimensions = shape.hasRank() ? shape.dimensions() : List.of();
    for (Dimension d : dimensions) {
      xml.start("dim").endWith(d.isStatic() ? Long.toString(d.min()) : "-1");
    }
    writeRuntimeInfo(info);
    xml.end();
  }

  private void writeRuntimeInfo(RuntimeInfo info) throws IOException {
    if (info.entries().isEmpty()) {
      return;
    }
    xml.start("rt_info");
    for (XmlElement entry : info.entries()) {
      xml.element(entry);
    }
    xml.end();
  }

  private void writeLinks(Operation op, SubGraph sub) throws IOException {
    String prefix = sub.role().substring(0, sub.role().length() - "body".length());
    Map<Operation, Integer> ids = ids(LayerOrder.of(sub.body()));
    writeLinks(prefix + "port_map", op, sub, ids, false);
    writeLinks(prefix + "back_edges", op, sub, ids, true);
  }

  private void writeLinks(
      String tag, Operation op, SubGraph sub, Map<Operation, Integer> ids, boolean backEdges)
      throws IOException {
    List<Link> links =
        sub.links().stream().filter(l -> (l.kind() == LinkKind.BACK_EDGE) == backEdges).toList();
    if (links.isEmpty()) {
      return;
    }
    xml.start(tag);
    for (Link link : links) {
      writeLink(op, link, ids);
    }
    xml.end();
  }

  private void writeLink(Operation op, Link link, Map<Operation, Integer> ids) throws IOException {
    int port = link.externalPort();
    switch (link.kind()) {
      case INPUT ->
          xml.start("input")
              .attribute("external_port_id", port)
              .attribute("internal_layer_id", ids.get(link.to()));
      case OUTPUT ->
          xml.start("output")
              .attribute("external_port_id", port < 0 ? port : portId(op.output(port)))
              .attribute("internal_layer_id", ids.get(link.from()));
      case BACK_EDGE ->
          xml.start("edge")
              .attribute("from-layer", ids.get(link.from()))
              .attribute("to-layer", ids.get(link.to()));
    }
    writeAttributes(link.attributes());
    xml.end();
  }
}
