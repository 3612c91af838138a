package org.octet.engines.metrics.internal;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Box;
import org.octet.api.data.Annotation.Boxes;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.Annotation.Mask;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Annotation.Target;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.metric.Metric;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Share of the decisions that are the same as in the truth, which may be what a reference model
 * said. A decision is a class, a pixel of a mask, a number on one side of the threshold, or a box:
 * boxes agree in pairs of the same class that overlap enough, each box once; a sample without boxes
 * on both sides is one decision alike. Not thread-safe, as {@link Metric} says.
 */
final class Agreement implements Metric {
  static final String NAME = "agreement";

  private final OutputChoice output;
  private final OptionalInt axis;
  private final double threshold;
  private final boolean elements;
  private final double iou;
  private long alike;
  private long decisions;

  Agreement(Parameters p) {
    output = OutputChoice.of(NAME, p);
    axis = p.has("axis") ? OptionalInt.of(p.integer("axis")) : OptionalInt.empty();
    threshold = p.number("threshold");
    elements = p.bool("elements");
    iou = p.number("iou");
  }

  @Override
  public void update(Prediction prediction, Annotation truth) {
    if (truth instanceof ClassLabel label) {
      count(classOf(prediction) == label.index());
    } else if (truth instanceof Mask) {
      MaskPair.of(NAME, prediction, truth).forEach(0, (is, seen) -> count(is == seen));
    } else if (truth instanceof Score score) {
      count(isYes(number(prediction)) == isYes(score.value()));
    } else if (truth instanceof Boxes boxes) {
      compare(Ask.decoded(NAME, Boxes.class, prediction).boxes(), boxes.boxes());
    } else if (truth instanceof Target target) {
      compare(output.in(prediction.outputs()), target.tensor());
    } else {
      throw Ask.wrongTruth(NAME, "a class, a mask, a number, boxes or a reference", truth);
    }
  }

  private void count(boolean same) {
    alike += same ? 1 : 0;
    decisions++;
  }

  private boolean isYes(double value) {
    return value >= threshold;
  }

  private int classOf(Prediction prediction) {
    if (prediction.decoded().isPresent()) {
      return Ask.decoded(NAME, ClassLabel.class, prediction).index();
    }
    Tensor scores = output.in(prediction.outputs());
    return Elements.argMax(Elements.of(NAME, scores), 0, Elements.count(scores), 1);
  }

  private double number(Prediction prediction) {
    if (prediction.decoded().isPresent()) {
      return Ask.decoded(NAME, Score.class, prediction).value();
    }
    Tensor tensor = output.in(prediction.outputs());
    if (Elements.count(tensor) != 1) {
      throw new InputException(
          ("metric 'agreement': the truth is one number, the output %s: name a decoder for the"
                  + " model, such as decoder=score")
              .formatted(tensor));
    }
    return Elements.of(NAME, tensor).applyAsDouble(0);
  }

  /** Pairs boxes: each takes the free one of its class with the largest overlap. */
  private void compare(List<Box> ours, List<Box> theirs) {
    boolean[] taken = new boolean[theirs.size()];
    int pairs = 0;
    for (Box box : ours) {
      int best = -1;
      for (int i = 0; i < taken.length; i++) {
        double overlap = taken[i] ? 0 : overlap(box, theirs.get(i));
        if (overlap >= iou && (best < 0 || overlap > overlap(box, theirs.get(best)))) {
          best = i;
        }
      }
      if (best >= 0) {
        taken[best] = true;
        pairs++;
      }
    }
    boolean none = ours.isEmpty() && theirs.isEmpty();
    alike += none ? 1 : 2L * pairs;
    decisions += none ? 1 : ours.size() + theirs.size();
  }

  private static double overlap(Box a, Box b) {
    return a.classIndex() == b.classIndex() ? a.iou(b) : 0;
  }

  private void compare(Tensor ours, Tensor theirs) {
    Elements.sameShape(NAME, ours, theirs);
    IntToDoubleFunction mine = Elements.of(NAME, ours);
    IntToDoubleFunction other = Elements.of(NAME, theirs);
    int count = Elements.count(ours);
    if (elements || count <= 1) {
      for (int i = 0; i < count; i++) {
        count(isYes(mine.applyAsDouble(i)) == isYes(other.applyAsDouble(i)));
      }
      return;
    }
    int classes = count;
    int step = 1;
    if (axis.isPresent()) {
      int own = checked(axis.getAsInt(), ours.shape());
      classes = Math.toIntExact(ours.shape().dim(own));
      step = step(ours.shape(), own);
    }
    for (int i = 0; i < count / classes; i++) {
      int from = i / step * step * classes + i % step;
      count(
          Elements.argMax(mine, from, classes, step)
              == Elements.argMax(other, from, classes, step));
    }
  }

  /** The axis, counted from the front. */
  private static int checked(int axis, Shape shape) {
    if (axis >= shape.rank() || axis < -shape.rank()) {
      throw new InputException(
          "metric 'agreement': axis=%d, but the output has the shape %s".formatted(axis, shape));
    }
    return axis < 0 ? axis + shape.rank() : axis;
  }

  /** Elements between one class and the next. */
  private static int step(Shape shape, int axis) {
    int step = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      step *= Math.toIntExact(shape.dim(i));
    }
    return step;
  }

  @Override
  public Map<String, Double> values() {
    return Map.of(NAME, (double) alike / decisions);
  }

  @Override
  public boolean higherIsBetter(String name) {
    return true;
  }

  @Override
  public void reset() {
    alike = 0;
    decisions = 0;
  }
}
