package org.octet.algorithms.minmax.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;

/** The quantized convolutions that come first on a path from an input. Stateless. */
final class FirstLayers {
  private FirstLayers() {}

  /**
   * Searches breadth first from every Parameter.
   *
   * @param last tells the operations at which the search ends
   * @return names of the operations found
   */
  static Set<String> of(Model model, Predicate<Operation> last) {
    Set<String> found = new HashSet<>();
    Set<Operation> seen = new HashSet<>(model.parameters());
    Deque<Operation> queue = new ArrayDeque<>(model.parameters());
    while (!queue.isEmpty()) {
      Operation op = queue.remove();
      if (last.test(op)) {
        found.add(op.name());
        continue;
      }
      for (Output output : op.outputs()) {
        for (Input consumer : output.consumers()) {
          if (seen.add(consumer.operation())) {
            queue.add(consumer.operation());
          }
        }
      }
    }
    return Set.copyOf(found);
  }
}
