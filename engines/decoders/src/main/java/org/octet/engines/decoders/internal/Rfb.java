package org.octet.engines.decoders.internal;

import java.util.Map;
import java.util.function.Predicate;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Two outputs of a single-shot detector: scores of all classes between 0 and 1, background
 * included, and left, top, right, bottom relative to the input's size, one row for each prior box.
 * Immutable.
 */
final class Rfb implements Decoder {
  static final String SCORES = "scores";
  static final String BOXES = "boxes";
  static final String SCORES_FORM = "[1,boxes,classes]";
  static final String BOXES_FORM = "[1,boxes,4]";

  private static final String NAME = "rfb";

  private final OutputChoice scores;
  private final OutputChoice boxes;
  private final DetectionLimits limits;
  private final ClassNumbers classes;

  Rfb(Parameters p) {
    Predicate<Shape> rows = s -> s.rank() == 3 && s.dim(0) == 1 && s.elements() > 0;
    // four classes look like corners: then the user has to say which is which
    Predicate<Shape> scoresFit = p.has(SCORES) ? rows : rows.and(s -> s.dim(2) != 4);
    scores = OutputChoice.of(p, NAME, SCORES, SCORES_FORM, scoresFit);
    boxes = OutputChoice.of(p, NAME, BOXES, BOXES_FORM, rows.and(s -> s.dim(2) == 4));
    limits = DetectionLimits.of(p);
    classes = new ClassNumbers(p, NAME);
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    Tensor score = scores.in(outputs);
    Tensor corners = boxes.in(outputs);
    if (score.shape().dim(1) != corners.shape().dim(1)) {
      throw new InputException(
          "decoder 'rfb': scores %s and boxes %s have different numbers of rows"
              .formatted(score, corners));
    }
    float[] s = OutputChoice.floats(score);
    float[] b = OutputChoice.floats(corners);
    int columns = Math.toIntExact(score.shape().dim(2));
    Candidates candidates = new Candidates(Frame.of(sample, NAME), limits);
    for (int i = 0; i < s.length; i++) {
      int index = candidates.scoreCounts(s[i]) ? classes.indexOf(i % columns) : ClassNumbers.NONE;
      if (index != ClassNumbers.NONE) {
        int at = i / columns * 4;
        candidates.addRelative(index, s[i], b[at], b[at + 1], b[at + 2], b[at + 3]);
      }
    }
    return candidates.suppressed();
  }
}
