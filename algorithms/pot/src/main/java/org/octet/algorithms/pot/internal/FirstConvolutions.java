package org.octet.algorithms.pot.internal;

import java.util.HashSet;
import java.util.Set;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;

/** The convolutions that come first on a path from an input. Stateless. */
final class FirstConvolutions {
  private FirstConvolutions() {}

  static Set<Operation> of(Model model) {
    Set<Operation> before = new HashSet<>(model.parameters());
    Set<Operation> first = new HashSet<>();
    for (Operation op : model.topologicalOrder()) {
      boolean reached = op.inputs().stream().anyMatch(i -> before.contains(i.source().operation()));
      if (reached && OperationTraits.isConvolution(op)) {
        first.add(op);
      } else if (reached) {
        before.add(op);
      }
    }
    return first;
  }
}
