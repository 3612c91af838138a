package org.octet.engines.metrics.internal;

import java.util.Map;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/**
 * Which output of a model a metric looks at.
 *
 * @param metric name of the metric, for messages
 * @param name the user's choice; null: the first
 */
record OutputChoice(String metric, String name) {
  static OutputChoice of(String metric, Parameters p) {
    return new OutputChoice(metric, p.has("output") ? p.string("output") : null);
  }

  static Parameter parameter() {
    return Parameter.string("output", null, "name of the output that counts; default: the first");
  }

  /**
   * The output.
   *
   * @throws InputException when it is not there
   */
  Tensor in(Map<String, Tensor> outputs) {
    if (name == null && !outputs.isEmpty()) {
      return outputs.values().iterator().next();
    }
    Tensor named = outputs.get(name);
    if (named == null) {
      throw new InputException(
          "metric '%s': output=%s is no output of the model; it has %s"
              .formatted(metric, name, String.join(", ", outputs.keySet())));
    }
    return named;
  }
}
