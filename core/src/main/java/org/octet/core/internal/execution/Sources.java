package org.octet.core.internal.execution;

import java.util.Map;
import org.octet.api.runtime.ModelSource;

/**
 * Models to be compiled together.
 *
 * @param models by name, in the job's order
 * @param hidden by model name, the number of leading outputs that engines do not see; absent: 0
 */
public record Sources(Map<String, ? extends ModelSource> models, Map<String, Integer> hidden) {
  /** Models all of whose outputs are an engine's. */
  public static Sources of(Map<String, ? extends ModelSource> models) {
    return new Sources(models, Map.of());
  }
}
