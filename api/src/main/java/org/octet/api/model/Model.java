package org.octet.api.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph of one model. The order of Parameters and Results among the operations is the user's
 * contract. Mutable, not thread-safe; constants are shared between copies and never written.
 */
public final class Model {
  private final Map<Operation, Operation> operations = new LinkedHashMap<>();
  private final RuntimeInfo runtimeInfo = new RuntimeInfo();
  private final RuntimeInfo extensions = new RuntimeInfo();
  private final int irVersion;
  private final Map<String, Integer> lastSuffix = new HashMap<>();
  private final Set<String> duplicates = new HashSet<>();
  private String name;
  private Map<String, Operation> byName;

  /**
   * @param name the network's name
   * @param irVersion IR version, 10 or 11
   */
  public Model(String name, int irVersion) {
    this.name = name;
    this.irVersion = irVersion;
  }

  /** The network's name. */
  public String name() {
    return name;
  }

  /** Renames the network. */
  public void setName(String newName) {
    name = newName;
  }

  /** IR version as it was read. */
  public int irVersion() {
    return irVersion;
  }

  /** Metadata of the model. */
  public RuntimeInfo runtimeInfo() {
    return runtimeInfo;
  }

  /**
   * Elements of the IR beside layers, edges and {@code rt_info}, such as {@code meta_data} of
   * version 10; carried through.
   */
  public RuntimeInfo extensions() {
    return extensions;
  }

  /** All operations in the order of the file, then of addition; a copy. */
  public List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  /** The Parameters in the user's order. */
  public List<Operation> parameters() {
    return ofType(OperationTypes.PARAMETER);
  }

  /** The Results in the user's order. */
  public List<Operation> results() {
    return ofType(OperationTypes.RESULT);
  }

  /** The operations of one type in order. */
  public List<Operation> ofType(String type) {
    return operations.values().stream().filter(op -> op.type().equals(type)).toList();
  }

  /** The first operation with this friendly name. */
  public Optional<Operation> operation(String operationName) {
    if (byName == null) {
      byName = new HashMap<>();
      duplicates.clear();
      operations.values().forEach(this::index);
    }
    return Optional.ofNullable(byName.get(operationName));
  }

  /** Whether the operation belongs to this graph. */
  public boolean contains(Operation operation) {
    return operations.containsKey(operation);
  }

  /** Adds an operation and returns it. */
  public Operation add(Operation operation) {
    operations.put(operation, operation);
    if (byName != null) {
      index(operation);
    }
    return operation;
  }

  private void index(Operation operation) {
    if (byName.putIfAbsent(operation.name(), operation) != null) {
      duplicates.add(operation.name());
    }
  }

  // with duplicates the next of that name is the one to find: the index is made anew when asked for
  private void unindex(Operation operation) {
    lastSuffix.clear();
    if (byName == null) {
      return;
    }
    if (duplicates.contains(operation.name())) {
      byName = null;
    } else {
      byName.remove(operation.name());
    }
  }

  /**
   * Removes an operation and disconnects its inputs.
   *
   * @throws IllegalStateException when one of its outputs is still read
   */
  public void remove(Operation operation) {
    for (Output output : operation.outputs()) {
      if (!output.consumers().isEmpty()) {
        throw new IllegalStateException(
            operation + " is still read by " + output.consumers().get(0).operation());
      }
    }
    operation.disconnect();
    unindex(operation);
    operations.remove(operation);
  }

  /**
   * Removes an operation that nothing reads, and then what nothing reads any more of what it read,
   * and so on. Parameters and Results stay, and so does what is not in this model.
   */
  public void removeUnread(Operation operation) {
    Deque<Operation> queue = new ArrayDeque<>(List.of(operation));
    while (!queue.isEmpty()) {
      Operation op = queue.remove();
      boolean removable = contains(op) && !op.is(OperationTypes.PARAMETER, OperationTypes.RESULT);
      if (removable && op.outputs().stream().allMatch(o -> o.consumers().isEmpty())) {
        op.inputs().forEach(input -> queue.add(input.source().operation()));
        remove(op);
      }
    }
  }

  /** Removes the Constants that no operation reads. */
  public void removeDeadConstants() {
    for (Operation op : operations()) {
      if (op.isConstant() && op.output(0).consumers().isEmpty()) {
        remove(op);
      }
    }
  }

  /** Renames an operation. */
  public void rename(Operation operation, String newName) {
    unindex(operation);
    operation.setName(newName);
    if (byName != null && byName.containsKey(newName)) {
      byName = null;
    } else if (byName != null) {
      byName.put(newName, operation);
    }
  }

  /** {@code wanted}, or with the first free number appended. */
  public String uniqueName(String wanted) {
    if (operation(wanted).isEmpty()) {
      return wanted;
    }
    int suffix = lastSuffix.getOrDefault(wanted, 1);
    while (operation(wanted + "_" + suffix).isPresent()) {
      suffix++;
    }
    lastSuffix.put(wanted, suffix);
    return wanted + "_" + suffix;
  }

  private enum Mark {
    OPEN,
    DONE
  }

  /**
   * All operations, each after those it reads; deterministic: depth first in the order of {@link
   * #operations}.
   *
   * @throws IllegalStateException when the graph has a cycle
   */
  public List<Operation> topologicalOrder() {
    List<Operation> order = new ArrayList<>(operations.size());
    Map<Operation, Mark> marks = new IdentityHashMap<>();
    Deque<Operation> stack = new ArrayDeque<>();
    for (Operation root : operations.values()) {
      stack.push(root);
      while (!stack.isEmpty()) {
        visit(stack, marks, order);
      }
    }
    return order;
  }

  private static void visit(
      Deque<Operation> stack, Map<Operation, Mark> marks, List<Operation> order) {
    Operation op = stack.peek();
    Mark mark = marks.putIfAbsent(op, Mark.OPEN);
    if (mark != null) {
      stack.pop();
      if (mark == Mark.OPEN) {
        marks.put(op, Mark.DONE);
        order.add(op);
      }
      return;
    }
    List<Input> inputs = op.inputs();
    for (int i = inputs.size() - 1; i >= 0; i--) {
      Operation producer = inputs.get(i).source().operation();
      Mark seen = marks.get(producer);
      if (seen == Mark.OPEN) {
        throw new IllegalStateException("cycle through " + producer);
      }
      if (seen == null) {
        stack.push(producer);
      }
    }
  }

  /** A deep copy of the graph; constants' values are shared. */
  public Model copy() {
    return copyWithMap().model();
  }

  /**
   * A copy and where each operation went.
   *
   * @param model the copy
   * @param operations the copy's operation by the original's, identity keys
   */
  public record Copy(Model model, Map<Operation, Operation> operations) {}

  /**
   * A deep copy of the graph with the correspondence of operations; constants' values are shared.
   */
  public Copy copyWithMap() {
    Model copy = new Model(name, irVersion);
    copy.runtimeInfo.setAll(runtimeInfo.entries());
    copy.extensions.setAll(extensions.entries());
    Map<Operation, Operation> map = new IdentityHashMap<>();
    for (Operation op : operations.values()) {
      map.put(op, copy.add(shallowCopy(op)));
    }
    for (Operation op : operations.values()) {
      for (Input input : op.inputs()) {
        Output source = input.source();
        Operation target = map.get(op);
        target.addInput(map.get(source.operation()).output(source.index()));
        target.input(input.index()).runtimeInfo().setAll(input.runtimeInfo().entries());
      }
    }
    return new Copy(copy, Collections.unmodifiableMap(map));
  }

  private static Operation shallowCopy(Operation op) {
    Operation copy =
        op.isConstant()
            ? Operation.constant(op.name(), op.value())
            : new Operation(op.type(), op.opset(), op.name());
    copy.attributes().putAll(op.attributes());
    copy.runtimeInfo().setAll(op.runtimeInfo().entries());
    copy.extensions().setAll(op.extensions().entries());
    copy.layerAttributes().putAll(op.layerAttributes());
    for (Output output : op.outputs()) {
      Output to =
          copy.outputs().size() > output.index()
              ? copy.output(output.index())
              : copy.addOutput(output.type(), output.shape());
      to.retype(output.type(), output.shape());
      to.names().addAll(output.names());
      to.runtimeInfo().setAll(output.runtimeInfo().entries());
    }
    op.subGraphs().forEach(sub -> copy.subGraphs().add(copy(sub)));
    return copy;
  }

  private static SubGraph copy(SubGraph sub) {
    Copy body = sub.body().copyWithMap();
    List<SubGraph.Link> links =
        sub.links().stream()
            .map(
                l ->
                    new SubGraph.Link(
                        l.kind(),
                        l.externalPort(),
                        body.operations().get(l.from()),
                        body.operations().get(l.to()),
                        l.attributes()))
            .toList();
    return new SubGraph(sub.role(), body.model(), links);
  }

  /** Whether two operations share a friendly name. */
  public boolean hasDuplicateNames() {
    Set<String> seen = new HashSet<>();
    return operations.values().stream().anyMatch(op -> !seen.add(op.name()));
  }
}
