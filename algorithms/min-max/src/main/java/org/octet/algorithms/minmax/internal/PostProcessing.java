package org.octet.algorithms.minmax.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.octet.api.algorithm.Reason;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * What chooses among results: top-k, non-maximum suppression and their like, all that leads to them
 * from the last convolutions on, and all that follows up to the Results. Stateless.
 */
final class PostProcessing {
  private static final Set<String> BOXES =
      Set.of(
          "NonMaxSuppression",
          "NonMaxSuppressionIEInternal",
          "MulticlassNms",
          "MatrixNms",
          "DetectionOutput",
          "ExperimentalDetectronDetectionOutput",
          "ExperimentalDetectronGenerateProposalsSingleImage",
          "GenerateProposals",
          "NMSRotated",
          "Proposal");
  private static final String TOP_K = "TopK";

  private PostProcessing() {}

  /**
   * Finds it.
   *
   * @param order the operations in topological order
   * @param fixed whether a tensor is computed from constants and shapes alone
   */
  static Map<Operation, Verdict> of(Model model, List<Operation> order, Predicate<Output> fixed) {
    Set<Operation> markers = new HashSet<>();
    Set<Operation> after = new HashSet<>();
    for (Operation op : order) {
      if (BOXES.contains(op.type()) || op.is(TOP_K)) {
        markers.add(op);
        after.add(op);
      } else if (!OperationTraits.isLinear(op)
          && op.inputs().stream().anyMatch(i -> after.contains(i.source().operation()))) {
        after.add(op);
      }
    }
    if (markers.isEmpty()) {
      return Map.of();
    }
    Set<Operation> boxes = markers.stream().filter(op -> !op.is(TOP_K)).collect(Collectors.toSet());
    Set<Operation> beforeBoxes = unweighted(boxes, fixed);
    Set<Operation> before = unweighted(markers, fixed);
    Set<Operation> toResult = unweighted(model.results(), fixed);
    Map<Operation, Verdict> verdicts = new LinkedHashMap<>();
    for (Operation op : order) {
      if (beforeBoxes.contains(op) && !markers.contains(op)) {
        verdicts.put(op, new Verdict(Reason.DETECTION_HEAD, "input of a detection output"));
      } else if (before.contains(op) || after.contains(op) && toResult.contains(op)) {
        verdicts.put(op, new Verdict(Reason.POST_PROCESSING, ""));
      }
    }
    return verdicts;
  }

  /** What leads to some operations without a convolution or MatMul, and its bias, between. */
  private static Set<Operation> unweighted(Collection<Operation> ends, Predicate<Output> fixed) {
    Set<Operation> found = new HashSet<>();
    Deque<Operation> queue = new ArrayDeque<>(ends);
    while (!queue.isEmpty()) {
      for (Input input : queue.remove().inputs()) {
        Operation producer = input.source().operation();
        if (!OperationTraits.isLinear(producer)
            && !fixed.test(input.source())
            && !isBias(producer, OperationTraits::isLinear, fixed)
            && found.add(producer)) {
          queue.add(producer);
        }
      }
    }
    return found;
  }

  /** Whether an operation adds what is fixed to the result of a weighted operation. */
  static boolean isBias(Operation op, Predicate<Operation> weighted, Predicate<Output> fixed) {
    return op.is(OperationTypes.ADD)
        && op.inputs().stream().anyMatch(i -> weighted.test(i.source().operation()))
        && op.inputs().stream().anyMatch(i -> fixed.test(i.source()));
  }
}
