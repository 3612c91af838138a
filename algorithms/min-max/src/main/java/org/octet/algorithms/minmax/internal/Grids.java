package org.octet.algorithms.minmax.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;
import org.octet.api.tensor.Floats;

/**
 * Coordinates of the cells of a grid: a constant of whole or half numbers, many and different, or a
 * range that is computed from a shape. Stateless.
 */
final class Grids {
  private static final int FEWEST_VALUES = 8;
  private static final int FEWEST_DIFFERENT = 3;

  /** Longest computation of a grid that is looked at. */
  private static final int LONGEST = 64;

  private Grids() {}

  /**
   * Whether a tensor holds such coordinates.
   *
   * @param fixed whether a tensor is computed from constants and shapes alone
   */
  static boolean is(Output tensor, Predicate<Output> fixed) {
    if (!fixed.test(tensor) || !Floats.supports(tensor.type())) {
      return false;
    }
    Optional<Operation> constant = OperationTraits.constantBehind(tensor);
    return constant.isPresent() ? hasCells(constant.get()) : hasRange(tensor.operation());
  }

  private static boolean hasCells(Operation constant) {
    if (!Floats.supports(constant.value().type())
        || constant.value().shape().elements() < FEWEST_VALUES) {
      return false;
    }
    Set<Float> different = new HashSet<>();
    for (float value : Floats.read(constant.value())) {
      if (value * 2 != Math.rint(value * 2)) {
        return false;
      }
      if (different.size() < FEWEST_DIFFERENT) {
        different.add(value);
      }
    }
    return different.size() == FEWEST_DIFFERENT;
  }

  private static boolean hasRange(Operation last) {
    Deque<Operation> queue = new ArrayDeque<>();
    Set<Operation> seen = new HashSet<>();
    queue.add(last);
    while (!queue.isEmpty() && seen.size() < LONGEST) {
      Operation op = queue.remove();
      if (op.is("Range")) {
        return true;
      }
      op.inputs().stream()
          .map(Input::source)
          .map(Output::operation)
          .filter(seen::add)
          .forEach(queue::add);
    }
    return false;
  }
}
