package org.octet.core.internal.ir;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;

/**
 * The order of layers in a file. OpenVINO takes the order of Parameters and Results from the file,
 * so they come first and last, in the model's order; the others are sorted topologically.
 */
final class LayerOrder {
  private LayerOrder() {}

  /** All operations of the graph, nested ones excluded. */
  static List<Operation> of(Model model) {
    List<Operation> order = new ArrayList<>(model.parameters());
    for (Operation op : model.topologicalOrder()) {
      if (!op.type().equals(OperationTypes.PARAMETER) && !op.type().equals(OperationTypes.RESULT)) {
        order.add(op);
      }
    }
    order.addAll(model.results());
    return order;
  }
}
