package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;
import org.octet.api.model.SubGraph;
import org.octet.api.tensor.Tensor;

/**
 * Everything that is in a model, one line a fact, in the order that files have: two models with
 * equal descriptions are structurally equal.
 */
final class ModelDescription {
  private final List<String> lines = new ArrayList<>();

  private ModelDescription() {}

  static List<String> of(Model model) {
    ModelDescription description = new ModelDescription();
    description.add("", model);
    return description.lines;
  }

  private void add(String indent, Model model) {
    lines.add(indent + "model " + model.name() + " v" + model.irVersion());
    lines.add(indent + model.runtimeInfo().entries() + " " + model.extensions().entries());
    Map<Operation, Integer> ids = ids(model);
    ids.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(e -> add(indent, e.getKey(), ids));
  }

  private static Map<Operation, Integer> ids(Model model) {
    Map<Operation, Integer> ids = new IdentityHashMap<>();
    LayerOrder.of(model).forEach(op -> ids.put(op, ids.size()));
    return ids;
  }

  private void add(String indent, Operation op, Map<Operation, Integer> ids) {
    lines.add(indent + ids.get(op) + " " + op.opset() + " " + op);
    lines.add(indent + "  " + List.copyOf(op.attributes().entrySet()));
    lines.add(indent + "  " + List.copyOf(op.layerAttributes().entrySet()));
    lines.add(indent + "  " + op.runtimeInfo().entries() + " " + op.extensions().entries());
    for (Input input : op.inputs()) {
      Output source = input.source();
      lines.add(
          indent
              + "  < %d:%d %s"
                  .formatted(
                      ids.get(source.operation()), source.index(), input.runtimeInfo().entries()));
    }
    for (Output o : op.outputs()) {
      lines.add(
          indent
              + "  > %s %s %s %s"
                  .formatted(o.type(), o.shape(), o.names(), o.runtimeInfo().entries()));
    }
    if (op.isConstant()) {
      Tensor value = op.value();
      byte[] bytes = new byte[value.bytes().remaining()];
      value.bytes().get(bytes);
      lines.add(indent + "  = " + value + " " + HexFormat.of().formatHex(bytes));
    }
    for (SubGraph sub : op.subGraphs()) {
      addBody(indent + "    ", sub);
    }
  }

  private void addBody(String indent, SubGraph sub) {
    lines.add(indent + sub.role());
    add(indent, sub.body());
    Map<Operation, Integer> ids = ids(sub.body());
    for (SubGraph.Link l : sub.links()) {
      lines.add(
          indent
              + "link %s %d %s %s %s"
                  .formatted(
                      l.kind(),
                      l.externalPort(),
                      ids.get(l.from()),
                      ids.get(l.to()),
                      l.attributes()));
    }
  }
}
