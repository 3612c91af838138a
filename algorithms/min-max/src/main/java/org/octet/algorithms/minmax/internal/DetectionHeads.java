package org.octet.algorithms.minmax.internal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * The arithmetic by which detectors turn what their last convolutions compute into boxes. One range
 * for classes, sizes and coordinates of thousands of pixels leaves none of them enough codes.
 *
 * <p>It is told by its structure, not by names. In the tail of the model, where no convolution or
 * MatMul follows, one of these begins a head: an exponential that is scaled and concatenated (sizes
 * of boxes), a sum with the coordinates of a grid that is concatenated, and the projection of a
 * distribution: a softmax over bins, followed by a fixed convolution or MatMul with increasing
 * weights for one channel (Li et al. 2020, "Generalized Focal Loss"). The head is all that follows
 * up to the Results, and what feeds nothing else, down to the convolutions that it decodes.
 */
final class DetectionHeads {
  private static final Set<String> PRIORS =
      Set.of(
          "PriorBox", "PriorBoxClustered", "ExperimentalDetectronPriorGridGenerator", "RegionYolo");

  private static final Set<String> GATHERS_PARTS =
      Set.of(OperationTypes.CONCAT, "ScatterUpdate", "ScatterNDUpdate", "ScatterElementsUpdate");

  private static final Set<String> SCALES = Set.of(OperationTypes.MULTIPLY, OperationTypes.DIVIDE);

  private final List<Operation> order;
  private final Predicate<Output> fixed;
  private final Map<Operation, String> heads = new LinkedHashMap<>();
  private final Set<Operation> projections = new HashSet<>();

  /** Operations from which a Result is reached without a further weight. */
  private final Set<Operation> tail = new HashSet<>();

  /** Those behind which a Concat, or a scale, follows in the tail. */
  private final Set<Operation> gathered = new HashSet<>();

  private final Set<Operation> scaled = new HashSet<>();

  private DetectionHeads(List<Operation> order, Predicate<Output> fixed) {
    this.order = order;
    this.fixed = fixed;
  }

  /**
   * Finds them in three passes over the operations.
   *
   * @param order the operations in topological order
   * @param fixed whether a tensor is computed from constants and shapes alone
   * @return the operations of heads, and what tells that they are
   */
  static Map<Operation, String> of(List<Operation> order, Predicate<Output> fixed) {
    DetectionHeads found = new DetectionHeads(order, fixed);
    order.stream().filter(DistributionProjection::is).forEach(found.projections::add);
    found.findTail();
    found.descend();
    found.ascend();
    return found.heads;
  }

  private void findTail() {
    for (int i = order.size() - 1; i >= 0; i--) {
      Operation op = order.get(i);
      if (op.is(OperationTypes.RESULT)) {
        tail.add(op);
      }
      if (isWeighted(op)) {
        continue;
      }
      readers(op).filter(tail::contains).forEach(reader -> takeOver(op, reader));
    }
  }

  private void takeOver(Operation op, Operation reader) {
    tail.add(op);
    if (gathered.contains(reader) || GATHERS_PARTS.contains(reader.type())) {
      gathered.add(op);
    }
    if (scaled.contains(reader) || SCALES.contains(reader.type())) {
      scaled.add(op);
    }
  }

  private boolean isWeighted(Operation op) {
    return OperationTraits.isLinear(op) && !projections.contains(op);
  }

  private void descend() {
    for (Operation op : order) {
      String evidence = evidence(op);
      if (evidence == null && tail.contains(op)) {
        evidence = inherited(op);
      }
      if (evidence != null && !op.is(OperationTypes.RESULT)) {
        heads.put(op, evidence);
      }
    }
  }

  private String inherited(Operation op) {
    // who reads prior boxes is no decoder for that: it may be the output itself
    boolean priors = op.outputs().stream().allMatch(fixed);
    return op.inputs().stream()
        .filter(i -> priors || !fixed.test(i.source()))
        .map(i -> heads.get(i.source().operation()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private String evidence(Operation op) {
    if (PRIORS.contains(op.type())) {
      return "prior boxes";
    }
    if (projections.contains(op)) {
      return "projection of a distribution over bins";
    }
    if (!tail.contains(op) || !gathered.contains(op)) {
      return null;
    }
    if (op.is("Exp") && scaled.contains(op) && readers(op).noneMatch(r -> r.is("ReduceSum"))) {
      return "exponential of box sizes";
    }
    return isGridSum(op) ? "sum with the coordinates of a grid" : null;
  }

  private boolean isGridSum(Operation op) {
    return op.is(OperationTypes.ADD, OperationTypes.SUBTRACT)
        && op.inputs().stream().anyMatch(i -> Grids.is(i.source(), fixed))
        && op.inputs().stream().anyMatch(i -> !fixed.test(i.source()));
  }

  /** What feeds a head and nothing else, down to convolutions with their biases. */
  private void ascend() {
    for (int i = order.size() - 1; i >= 0; i--) {
      Operation op = order.get(i);
      if (heads.containsKey(op) || isWeighted(op) || isBias(op) || isSource(op)) {
        continue;
      }
      List<Operation> readers = readers(op).filter(r -> !r.is("ShapeOf")).toList();
      if (!readers.isEmpty() && heads.keySet().containsAll(readers)) {
        heads.put(op, heads.get(readers.get(0)));
      }
    }
  }

  private boolean isSource(Operation op) {
    return op.is(OperationTypes.PARAMETER) || op.outputs().stream().allMatch(fixed);
  }

  private boolean isBias(Operation op) {
    return PostProcessing.isBias(op, this::isWeighted, fixed);
  }

  private static Stream<Operation> readers(Operation op) {
    return op.outputs().stream().flatMap(o -> o.consumers().stream()).map(Input::operation);
  }
}
