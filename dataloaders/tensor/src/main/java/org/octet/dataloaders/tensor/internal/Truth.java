package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.util.Optional;
import org.octet.api.data.Annotation;

/** What is true of the samples, by index. Thread-safe. */
interface Truth {
  /**
   * Of one sample.
   *
   * @throws IOException when it cannot be read
   */
  Optional<Annotation> of(int index) throws IOException;
}
