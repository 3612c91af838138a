package org.octet.algorithms.minmax.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.octet.api.error.InputException;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;

/**
 * All operations on the paths from some operations to others, both ends included: {@code a;b ->
 * c;d}.
 *
 * @param inputs friendly names of the operations at which the sub-graph begins
 * @param outputs friendly names of those at which it ends
 */
record SubGraphSelection(List<String> inputs, List<String> outputs) implements Selection {
  private static final String ARROW = "->";

  static SubGraphSelection of(String text) {
    String[] ends = text.split(ARROW, -1);
    if (ends.length != 2 || ends[0].isBlank() || ends[1].isBlank()) {
      throw new InputException(
          "ignored-subgraphs: '%s' must be names of operations, an arrow, and names, such as"
                  .formatted(text)
              + " 'conv1 -> add3' or 'conv1;conv2 -> add3;add4'");
    }
    return new SubGraphSelection(names(ends[0]), names(ends[1]));
  }

  private static List<String> names(String text) {
    return Arrays.stream(text.split(";", -1)).map(String::strip).toList();
  }

  @Override
  public List<Operation> select(List<Operation> operations) {
    Set<String> present = new HashSet<>();
    operations.forEach(op -> present.add(op.name()));
    if (!present.containsAll(inputs) || !present.containsAll(outputs)) {
      return List.of();
    }
    Set<Operation> below = reached(named(operations, inputs), SubGraphSelection::readers);
    Set<Operation> above = reached(named(operations, outputs), SubGraphSelection::producers);
    boolean connected =
        above.containsAll(named(operations, inputs))
            && below.containsAll(named(operations, outputs));
    return connected
        ? operations.stream().filter(op -> below.contains(op) && above.contains(op)).toList()
        : List.of();
  }

  private static List<Operation> named(List<Operation> operations, List<String> names) {
    return operations.stream().filter(op -> names.contains(op.name())).toList();
  }

  private static Set<Operation> reached(
      Collection<Operation> start, Function<Operation, Stream<Operation>> next) {
    Set<Operation> reached = new HashSet<>(start);
    Deque<Operation> queue = new ArrayDeque<>(start);
    while (!queue.isEmpty()) {
      next.apply(queue.remove()).filter(reached::add).forEach(queue::add);
    }
    return reached;
  }

  private static Stream<Operation> readers(Operation op) {
    return op.outputs().stream().flatMap(o -> o.consumers().stream()).map(Input::operation);
  }

  private static Stream<Operation> producers(Operation op) {
    return op.inputs().stream().map(i -> i.source().operation());
  }

  @Override
  public String complaint(List<Operation> operations) {
    List<String> present = operations.stream().map(Operation::name).toList();
    for (String name : Stream.concat(inputs.stream(), outputs.stream()).toList()) {
      if (!present.contains(name)) {
        return "ignored-subgraphs: the model has no '"
            + name
            + "'"
            + Selection.nearest(name, present.stream());
      }
    }
    return "ignored-subgraphs: '%s': every name on the left must lead to one on the right, and every"
            .formatted(text())
        + " name on the right be reached; look whether both sides are swapped";
  }

  private String text() {
    return String.join(";", inputs) + " " + ARROW + " " + String.join(";", outputs);
  }

  @Override
  public String toString() {
    return "sub-graph " + text();
  }
}
