package org.octet.core.internal.pipeline;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/**
 * What an output decides: the class of the largest probability along an axis, or whether a
 * probability is at least one half.
 *
 * @param axis the axis of the classes, negative: from the end; {@link #NONE}: single probabilities
 */
record Decisions(int axis) {
  private static final int NONE = Integer.MAX_VALUE;

  /** Where the largest probability is told from the last axis by default. */
  private static final String LAST = "-1";

  /**
   * How many decisions two outputs have in common.
   *
   * @param equal decisions that are the same
   * @param all decisions
   */
  record Agreement(long equal, long all) {
    static final Agreement NOTHING = new Agreement(0, 0);

    Agreement plus(Agreement other) {
      return new Agreement(equal + other.equal, all + other.all);
    }

    /** The share of equal decisions from 0 to 1; 1 where nothing was decided. */
    double share() {
      return all == 0 ? 1 : (double) equal / all;
    }
  }

  /**
   * The outputs that hold probabilities: what a SoftMax or Sigmoid gives, possibly moved.
   *
   * @return how they decide, by each name that an engine may give to the output
   */
  static Map<String, Decisions> of(OptimizedModel models) {
    Map<String, Decisions> all = new LinkedHashMap<>();
    for (Model model : models.models().values()) {
      for (Operation result : model.results()) {
        Decisions decisions = of(result.input(0).source().operation());
        if (decisions != null) {
          all.put(result.name(), decisions);
          all.put(result.input(0).source().operation().name(), decisions);
          result.input(0).source().names().forEach(name -> all.put(name, decisions));
        }
      }
    }
    return all;
  }

  /** How any output may decide: by its last axis, or where that has one value, by the value. */
  static Decisions byShape(Tensor output) {
    int rank = output.shape().rank();
    return new Decisions(rank > 0 && output.shape().dim(rank - 1) > 1 ? -1 : NONE);
  }

  private static Decisions of(Operation producer) {
    boolean moved = false;
    Operation op = producer;
    while (OperationTraits.movesValues(op) && !op.inputs().isEmpty()) {
      op = op.input(0).source().operation();
      moved = true;
    }
    if (op.is("Sigmoid")) {
      return new Decisions(NONE);
    }
    return op.is("SoftMax", "Softmax") && !moved
        ? new Decisions(Integer.parseInt(op.attribute("axis").orElse(LAST).strip()))
        : null;
  }

  /** Compares two outputs of one sample; nothing is decided where their shapes differ. */
  Agreement compare(Tensor reference, Tensor output) {
    if (output == null
        || reference.type() != ElementType.F32
        || output.type() != ElementType.F32
        || !reference.shape().equals(output.shape())) {
      return Agreement.NOTHING;
    }
    return axis == NONE
        ? ofHalves(reference.floats(), output.floats())
        : ofClasses(reference, output);
  }

  private static Agreement ofHalves(FloatBuffer reference, FloatBuffer output) {
    long equal = 0;
    int all = reference.remaining();
    for (int i = 0; i < all; i++) {
      equal += reference.get(i) >= 0.5f == output.get(i) >= 0.5f ? 1 : 0;
    }
    return new Agreement(equal, all);
  }

  private Agreement ofClasses(Tensor reference, Tensor output) {
    int rank = reference.shape().rank();
    int at = axis < 0 ? axis + rank : axis;
    if (at < 0 || at >= rank || reference.shape().elements() == 0) {
      return Agreement.NOTHING;
    }
    int inner = 1;
    for (int a = at + 1; a < rank; a++) {
      inner *= (int) reference.shape().dim(a);
    }
    int classes = (int) reference.shape().dim(at);
    int outer = (int) (reference.shape().elements() / inner / classes);
    long equal = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int from = o * classes * inner + i;
        equal +=
            largest(reference.floats(), from, inner, classes)
                    == largest(output.floats(), from, inner, classes)
                ? 1
                : 0;
      }
    }
    return new Agreement(equal, (long) outer * inner);
  }

  private static int largest(FloatBuffer values, int from, int step, int classes) {
    int largest = 0;
    for (int c = 1; c < classes; c++) {
      if (values.get(from + c * step) > values.get(from + largest * step)) {
        largest = c;
      }
    }
    return largest;
  }
}
