package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.PartialShape;
import org.octet.core.internal.ir.XmlCursor.Position;

/** Reads the content of {@code net} or of a nested body: layers, edges, metadata. */
final class GraphReader {
  private final XmlCursor cursor;
  private final Weights weights;
  private final int irVersion;

  GraphReader(XmlCursor cursor, Weights weights, int irVersion) {
    this.cursor = cursor;
    this.weights = weights;
    this.irVersion = irVersion;
  }

  private record Edge(long fromLayer, long fromPort, long toLayer, long toPort, Position at) {}

  /**
   * Reads the children of the current element.
   *
   * @param name the model's name
   * @param start where the graph starts
   */
  Graph read(String name, Position start) {
    Model model = new Model(name, irVersion);
    Map<Long, Layer> layers = new LinkedHashMap<>();
    List<Edge> edges = new ArrayList<>();
    boolean hasLayers = false;
    while (cursor.nextChild()) {
      switch (cursor.tag()) {
        case "layers" -> {
          hasLayers = true;
          readLayers(model, layers);
        }
        case "edges" -> readEdges(edges);
        case "rt_info" -> cursor.elements().forEach(model.runtimeInfo()::add);
        default -> model.extensions().add(cursor.element());
      }
    }
    if (!hasLayers) {
      throw cursor.error("a graph without <layers>", start, null);
    }
    connect(layers, edges);
    checkCycles(model, start);
    return new Graph(model, layers);
  }

  private void readLayers(Model model, Map<Long, Layer> layers) {
    LayerReader reader = new LayerReader(cursor, weights, this);
    while (cursor.nextChild()) {
      if (!cursor.tag().equals("layer")) {
        throw cursor.error("<%s> is not expected inside <layers>".formatted(cursor.tag()));
      }
      long id = cursor.requireLong("id");
      Layer layer = reader.read();
      Layer other = layers.putIfAbsent(id, layer);
      if (other != null) {
        throw cursor.error(
            "%s and %s have the same layer id %d"
                .formatted(other.operation(), layer.operation(), id),
            layer.at(),
            null);
      }
      model.add(layer.operation());
    }
  }

  private void readEdges(List<Edge> edges) {
    while (cursor.nextChild()) {
      if (!cursor.tag().equals("edge")) {
        throw cursor.error("<%s> is not expected inside <edges>".formatted(cursor.tag()));
      }
      edges.add(
          new Edge(
              cursor.requireLong("from-layer"),
              cursor.requireLong("from-port"),
              cursor.requireLong("to-layer"),
              cursor.requireLong("to-port"),
              cursor.position()));
      cursor.finish();
    }
  }

  private void connect(Map<Long, Layer> layers, List<Edge> edges) {
    Map<Operation, Output[]> byOperation = new IdentityHashMap<>();
    layers.values().forEach(l -> byOperation.put(l.operation(), new Output[l.inputs().size()]));
    for (Edge edge : edges) {
      Output from = source(layers, edge);
      Layer to = layer(layers, edge.toLayer(), edge);
      int input = Layer.indexOf(to.inputs(), edge.toPort());
      if (input < 0) {
        throw cursor.error(
            "the edge goes to input port %d, which %s does not have"
                .formatted(edge.toPort(), to.operation()),
            edge.at(),
            null);
      }
      Output[] inputs = byOperation.get(to.operation());
      if (inputs[input] != null) {
        throw cursor.error(
            "input port %d of %s has a second edge".formatted(edge.toPort(), to.operation()),
            edge.at(),
            null);
      }
      inputs[input] = from;
    }
    layers.values().forEach(l -> addInputs(l, byOperation.get(l.operation())));
  }

  private Output source(Map<Long, Layer> layers, Edge edge) {
    Layer from = layer(layers, edge.fromLayer(), edge);
    int output = Layer.indexOf(from.outputs(), edge.fromPort());
    if (output < 0) {
      throw cursor.error(
          "the edge comes from output port %d, which %s does not have"
              .formatted(edge.fromPort(), from.operation()),
          edge.at(),
          null);
    }
    return from.operation().output(output);
  }

  private Layer layer(Map<Long, Layer> layers, long id, Edge edge) {
    Layer layer = layers.get(id);
    if (layer == null) {
      throw cursor.error(
          "the edge names layer %d, which is not there".formatted(id), edge.at(), null);
    }
    return layer;
  }

  private void addInputs(Layer layer, Output[] sources) {
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] == null) {
        throw cursor.error(
            "no edge goes to input port %d of %s"
                .formatted(layer.inputs().get(i).id(), layer.operation()),
            layer.at(),
            null);
      }
      layer.operation().addInput(sources[i]);
      layer.operation().input(i).runtimeInfo().setAll(layer.inputs().get(i).runtimeInfo());
    }
  }

  private void checkCycles(Model model, Position start) {
    List<Operation> order;
    try {
      order = model.topologicalOrder();
    } catch (IllegalStateException e) {
      throw cursor.error("the graph has a " + e.getMessage(), start, e);
    }
    order.forEach(GraphReader::spreadDynamicRank);
  }

  // a port without dimensions is a scalar or of unknown rank: the latter where an input is so
  private static void spreadDynamicRank(Operation op) {
    if (op.isConstant()
        || op.type().equals(OperationTypes.PARAMETER)
        || op.inputs().stream().map(Input::source).allMatch(s -> s.shape().hasRank())) {
      return;
    }
    for (Output output : op.outputs()) {
      if (output.shape().hasRank() && output.shape().rank() == 0) {
        output.retype(output.type(), PartialShape.DYNAMIC_RANK);
      }
    }
  }
}
