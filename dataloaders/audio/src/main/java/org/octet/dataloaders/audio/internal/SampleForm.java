package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;

/**
 * What samples look like. Immutable.
 *
 * @param layout makes the tensors
 * @param input name of the model's input
 * @param skip whether a sample that cannot be read may be left out
 */
record SampleForm(TensorLayout layout, String input, boolean skip) {
  /** A sample of one matrix, or of several with an axis of steps. */
  Sample sample(
      String id, List<Matrix> steps, boolean several, Optional<? extends Annotation> annotation)
      throws IOException {
    return new Sample(
        id, Map.of(input, layout.tensor(steps, several)), annotation.map(Annotation.class::cast));
  }
}
