package org.octet.algorithms.minmax.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.Output;

/**
 * Which tensors share one range: those whose quantizers are read by one operation that joins them,
 * and so on from operation to operation. Every operation is looked at once: where the search comes
 * to one that an earlier search has seen, all above it are in one group already.
 */
final class SharedRanges {
  private final Propagation propagation;
  private final Map<Output, Output> parents = new HashMap<>();
  private final Map<Operation, Output> seen = new HashMap<>();
  private final Set<Output> joined = new LinkedHashSet<>();

  /**
   * Finds them.
   *
   * @param joining operations all of whose inputs share one range
   */
  SharedRanges(Collection<Operation> joining, Propagation propagation) {
    this.propagation = propagation;
    joining.forEach(this::join);
  }

  /** The tensors that share a range with others. */
  Set<Output> joined() {
    return joined;
  }

  /**
   * The groups.
   *
   * @param tensors all quantized tensors in order
   * @return for each the index of the first one with which it shares a range
   */
  Map<Output, Integer> groups(Collection<Output> tensors) {
    Map<Output, Integer> firsts = new HashMap<>();
    Map<Output, Integer> groups = new HashMap<>();
    int index = 0;
    for (Output tensor : tensors) {
      groups.put(tensor, firsts.merge(find(tensor), index++, Math::min));
    }
    return groups;
  }

  private void join(Operation joining) {
    Output group = null;
    Set<Operation> fresh = new LinkedHashSet<>();
    Deque<Operation> queue = new ArrayDeque<>();
    queue.add(joining);
    while (!queue.isEmpty()) {
      Operation op = queue.remove();
      if (!fresh.add(op)) {
        continue;
      }
      for (Input input : op.inputs()) {
        if (!propagation.isDataInput(input)) {
          continue;
        }
        Output tensor = input.source();
        Operation producer = tensor.operation();
        if (propagation.through(producer).isEmpty()) {
          joined.add(tensor);
          group = unite(group, tensor);
        } else if (seen.containsKey(producer)) {
          group = unite(group, seen.get(producer));
        } else {
          queue.add(producer);
        }
      }
    }
    for (Operation op : fresh) {
      seen.put(op, group);
    }
  }

  private Output unite(Output group, Output tensor) {
    Output root = find(tensor);
    if (group != null && root != find(group)) {
      parents.put(root, find(group));
    }
    return group == null ? root : group;
  }

  private Output find(Output tensor) {
    Output root = tensor;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    for (Output at = tensor; at != root; ) {
      Output next = parents.put(at, root);
      at = next;
    }
    return root;
  }
}
