package org.octet.engines.decoders.internal;

import java.util.Map;
import org.octet.api.data.Annotation;
import org.octet.api.data.Annotation.Score;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/** One number of an output. Immutable. */
final class SingleScore implements Decoder {
  private final OutputChoice output;
  private final int index;

  SingleScore(Parameters p) {
    boolean chosen = p.has("index");
    index = chosen ? p.integer("index") : 0;
    output =
        chosen
            ? OutputChoice.of(
                p,
                "score",
                "output",
                "with more than %d elements".formatted(index),
                s -> s.elements() > index)
            : OutputChoice.of(
                p,
                "score",
                "output",
                "with one element (for others say index=NUMBER)",
                s -> s.elements() == 1);
  }

  @Override
  public Annotation decode(Map<String, Tensor> outputs, Sample sample) {
    return new Score(OutputChoice.floats(output.in(outputs))[index]);
  }
}
