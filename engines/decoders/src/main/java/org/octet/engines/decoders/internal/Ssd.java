package org.octet.engines.decoders.internal;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * OpenVINO's DetectionOutput: rows of picture number, class, score, left, top, right, bottom, the
 * corners relative to the input's size; a negative picture number ends the list. Immutable.
 */
final class Ssd implements Decoder {
  static final String FORM = "[1,1,boxes,7]";

  private static final String NAME = "ssd";
  private static final int ROW = 7;

  private final OutputChoice output;
  private final DetectionLimits limits;
  private final ClassNumbers classes;

  Ssd(Parameters p) {
    output =
        OutputChoice.of(
            p,
            NAME,
            "output",
            FORM,
            s -> s.rank() == 4 && s.dim(0) == 1 && s.dim(1) == 1 && s.dim(3) == ROW);
    limits = DetectionLimits.of(p);
    classes = new ClassNumbers(p, NAME);
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    float[] v = OutputChoice.floats(output.in(outputs));
    Candidates candidates = new Candidates(Frame.of(sample, NAME), limits);
    for (int i = 0; i < v.length && v[i] >= 0; i += ROW) {
      int index = classes.indexOf(Math.round(v[i + 1]));
      if (index != ClassNumbers.NONE && candidates.scoreCounts(v[i + 2])) {
        candidates.addRelative(index, v[i + 2], v[i + 3], v[i + 4], v[i + 5], v[i + 6]);
      }
    }
    return candidates.suppressed();
  }
}
