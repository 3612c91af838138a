package org.octet.engines.decoders.internal;

import java.util.Arrays;
import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * YOLOX (Ge et al. 2021): rows run over the strides, and over the cells of each stride from left to
 * right and top to bottom. With x, y, w, h of a row, the box has its centre at (x + column, y +
 * row) · stride and the size exp(w), exp(h) times the stride, in pixels of the input; its scores
 * are the object score times the class scores, all between 0 and 1. Immutable.
 */
final class Yolox implements Decoder {
  static final String FORM = "[1,cells,5 + classes]";

  private static final String NAME = "yolox";
  private static final int BEFORE_CLASSES = 5;

  /** Beyond this a size is infinite for all purposes, but still finite. */
  private static final double LARGEST_EXPONENT = 20;

  private final OutputChoice output;
  private final DetectionLimits limits;
  private final int[] strides;

  Yolox(Parameters p) {
    output =
        OutputChoice.of(
            p,
            NAME,
            "output",
            FORM,
            s -> s.rank() == 3 && s.dim(0) == 1 && s.dim(1) > 0 && s.dim(2) > BEFORE_CLASSES);
    limits = DetectionLimits.of(p);
    double[] given = p.numbers("strides");
    strides = Arrays.stream(given).mapToInt(v -> (int) v).toArray();
    for (int i = 0; i < given.length; i++) {
      if (strides[i] < 1 || strides[i] != given[i]) {
        throw new InputException(
            "decoder 'yolox': strides=%s must be whole numbers of pixels from 1"
                .formatted(Arrays.toString(given)));
      }
    }
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    Tensor tensor = output.in(outputs);
    Frame frame = Frame.of(sample, NAME);
    checkCells(tensor, frame);
    float[] rows = OutputChoice.floats(tensor);
    int width = Math.toIntExact(tensor.shape().dim(2));
    Candidates candidates = new Candidates(frame, limits);
    int at = 0;
    for (int stride : strides) {
      int columns = frame.width() / stride;
      int cells = columns * (frame.height() / stride);
      for (int cell = 0; cell < cells; cell++, at += width) {
        addRow(candidates, rows, at, at + width, cell % columns, cell / columns, stride);
      }
    }
    return candidates.suppressed();
  }

  private static void addRow(
      Candidates candidates, float[] rows, int at, int end, int column, int row, double stride) {
    double object = rows[at + 4];
    for (int i = at + BEFORE_CLASSES; i < end; i++) {
      double score = object * rows[i];
      if (candidates.scoreCounts(score)) {
        candidates.addCentred(
            i - at - BEFORE_CLASSES,
            score,
            (rows[at] + (double) column) * stride,
            (rows[at + 1] + (double) row) * stride,
            Math.exp(Math.min(rows[at + 2], LARGEST_EXPONENT)) * stride,
            Math.exp(Math.min(rows[at + 3], LARGEST_EXPONENT)) * stride);
      }
    }
  }

  private void checkCells(Tensor tensor, Frame frame) {
    long cells = 0;
    for (int stride : strides) {
      cells += (long) (frame.width() / stride) * (frame.height() / stride);
    }
    if (cells != tensor.shape().dim(1)) {
      throw new InputException(
          ("decoder 'yolox': the output %s has %d rows, but an input of %dx%d has %d cells with"
                  + " strides=%s")
              .formatted(
                  tensor,
                  tensor.shape().dim(1),
                  frame.width(),
                  frame.height(),
                  cells,
                  Arrays.toString(strides)));
    }
  }
}
