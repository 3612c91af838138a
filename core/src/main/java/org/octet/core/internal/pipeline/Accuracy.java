package org.octet.core.internal.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.cache.TrialStore;

/** Measures models by metrics on annotated samples. Used by one thread. */
@FunctionalInterface
public interface Accuracy {
  /**
   * One value of a metric.
   *
   * @param value the value
   * @param higherIsBetter whether a larger one is better
   * @param leading whether it is its metric's first
   */
  record Value(double value, boolean higherIsBetter, boolean leading) {}

  /**
   * Measures models, each over all samples.
   *
   * @param models not changed
   * @return per model, its values by name
   * @throws org.octet.api.error.OctetException when data, a metric or the runtime fail
   */
  List<Map<String, Value>> measure(List<OptimizedModel> models);

  /**
   * Where values are kept between runs; empty: nowhere.
   *
   * @param floats those of the float model, which were measured in this run: they are part of what
   *     is known of the samples
   */
  default Optional<TrialStore> kept(Map<String, Value> floats) {
    return Optional.empty();
  }
}
