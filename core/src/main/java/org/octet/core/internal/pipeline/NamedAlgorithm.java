package org.octet.core.internal.pipeline;

import java.util.List;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.error.InputException;
import org.octet.api.model.OptimizedModel;

/**
 * An algorithm of a pipeline.
 *
 * @param name its plugin's name, for messages and timings
 * @param algorithm the algorithm, made for this run
 * @param models names of the models that it works on; empty: all
 */
public record NamedAlgorithm(String name, Algorithm algorithm, List<String> models) {
  /** Copies the list. */
  public NamedAlgorithm {
    models = List.copyOf(models);
  }

  /**
   * The models that it works on.
   *
   * @throws InputException when one of them is not there
   */
  OptimizedModel its(OptimizedModel all) {
    for (String model : models) {
      if (!all.names().contains(model)) {
        throw new InputException(
            "algorithm '%s' is for model '%s'; there are %s".formatted(name, model, all.names()));
      }
    }
    return models.isEmpty() ? all : all.only(models);
  }
}
