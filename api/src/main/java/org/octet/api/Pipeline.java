package org.octet.api;

import java.util.Map;
import org.octet.api.model.OptimizedModel;
import org.osgi.annotation.versioning.ProviderType;

/** A list of algorithms and one engine, ready to run. Used by one thread. */
@ProviderType
public interface Pipeline extends AutoCloseable {
  /**
   * Optimizes a copy of the model; the argument is not changed.
   *
   * @throws org.octet.api.error.OctetException when the data, the model or the runtime do not allow
   *     it
   */
  OptimizedModel run(OptimizedModel model);

  /**
   * Measures the configuration's metrics of a model on all samples of its data loader; POT's {@code
   * evaluate}.
   *
   * @return values by name; rates are fractions
   * @throws org.octet.api.error.OctetException when there is no metric, or a sample has no
   *     annotation, or the runtime does not allow it
   */
  Map<String, Double> evaluate(OptimizedModel model);

  /** What the last run did, without files and sizes. */
  QuantizationReport report();

  /** Gives plugins and runtime back. */
  @Override
  void close();
}
