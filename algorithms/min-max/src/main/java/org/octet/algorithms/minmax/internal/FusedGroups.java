package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.device.FusedPattern;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;

/**
 * Which operations the device computes as one kernel. Longer patterns win; an operation belongs to
 * at most one group. Inside a group only the first operation reads from outside, apart from
 * constants, shapes and what the first operation itself reads, and only the last one is read
 * outside.
 */
final class FusedGroups {
  private final Map<Operation, Operation> heads = new HashMap<>();
  private final Exclusions exclusions;

  private FusedGroups(Exclusions exclusions) {
    this.exclusions = exclusions;
  }

  /** Finds the groups. */
  static FusedGroups of(List<Operation> order, List<FusedPattern> patterns, Exclusions exclusions) {
    FusedGroups groups = new FusedGroups(exclusions);
    List<FusedPattern> longestFirst =
        patterns.stream()
            .sorted(Comparator.comparingInt((FusedPattern p) -> -p.steps().size()))
            .toList();
    for (FusedPattern pattern : longestFirst) {
      for (Operation op : order) {
        groups.match(op, pattern);
      }
    }
    return groups;
  }

  /** The first operation of the group; the operation itself when it belongs to none. */
  Operation head(Operation op) {
    return heads.getOrDefault(op, op);
  }

  /** Whether the operation continues another's kernel. */
  boolean isFused(Operation op) {
    return head(op) != op;
  }

  private void match(Operation first, FusedPattern pattern) {
    if (!free(first, pattern.steps().get(0))) {
      return;
    }
    List<Operation> chain = new ArrayList<>(List.of(first));
    if (extend(chain, pattern)) {
      chain.forEach(op -> heads.put(op, first));
    }
  }

  private boolean free(Operation op, Set<String> types) {
    return types.contains(op.type()) && !heads.containsKey(op) && !exclusions.contains(op);
  }

  /** Depth first, so that the longest path of a diamond is found. */
  private boolean extend(List<Operation> chain, FusedPattern pattern) {
    if (chain.size() == pattern.steps().size()) {
      return closed(chain);
    }
    Operation last = chain.get(chain.size() - 1);
    if (last.outputs().size() != 1) {
      return false;
    }
    List<Input> consumers = last.output(0).consumers();
    if (consumers.size() > mostReaders(pattern) && readMoreOften(consumers, mostReaders(pattern))) {
      return false;
    }
    Set<String> types = pattern.steps().get(chain.size());
    for (Input consumer : consumers) {
      Operation next = consumer.operation();
      if (free(next, types) && !chain.contains(next)) {
        chain.add(next);
        if (extend(chain, pattern)) {
          return true;
        }
        chain.remove(chain.size() - 1);
      }
    }
    return false;
  }

  /** Inside a chain only its own operations read, each with two inputs at most. */
  private static int mostReaders(FusedPattern pattern) {
    return 2 * pattern.steps().size();
  }

  /**
   * Whether it is plain from the number of readers that some are outside; keeps matching linear.
   */
  private static boolean readMoreOften(List<Input> consumers, int most) {
    return consumers.stream().filter(c -> !c.operation().is("ShapeOf")).limit(most + 1).count()
        > most;
  }

  private boolean closed(List<Operation> chain) {
    Operation first = chain.get(0);
    Operation last = chain.get(chain.size() - 1);
    for (Operation op : chain) {
      if (op != first && op.inputs().stream().anyMatch(i -> foreign(i.source(), chain, first))) {
        return false;
      }
      if (op != last && readOutside(op, chain)) {
        return false;
      }
    }
    return true;
  }

  private boolean foreign(Output source, List<Operation> chain, Operation first) {
    return !chain.contains(source.operation())
        && !exclusions.isFixed(source)
        && !(readsOne(first) && first.inputs().stream().anyMatch(i -> i.source() == source));
  }

  // not a convolution: its input may well be the skip branch of a residual sum
  private boolean readsOne(Operation first) {
    return !OperationTraits.isLinear(first)
        && first.inputs().stream().filter(i -> !exclusions.isFixed(i.source())).count() == 1;
  }

  private static boolean readOutside(Operation op, List<Operation> chain) {
    return op.outputs().stream()
        .flatMap(o -> o.consumers().stream())
        .anyMatch(c -> !chain.contains(c.operation()) && !c.operation().is("ShapeOf"));
  }
}
