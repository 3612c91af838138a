package org.octet.core.internal.execution;

import java.util.Map;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelSource;
import org.octet.core.internal.compression.IntegerWeights;

/**
 * Models to be compiled together.
 *
 * @param models by name, in the job's order
 * @param hidden by model name, the number of leading outputs that engines do not see; absent: 0
 * @param alone whether nothing else should be compiled meanwhile: with several streams, OpenVINO
 *     now and then takes wrong constants where integer weights meet float data, and does so three
 *     times as often while another compilation runs
 */
public record Sources(
    Map<String, ? extends ModelSource> models, Map<String, Integer> hidden, boolean alone) {
  /** Models of unknown content all of whose outputs are an engine's. */
  public static Sources of(Map<String, ? extends ModelSource> models) {
    return new Sources(models, Map.of(), true);
  }

  /** Models all of whose outputs are an engine's. */
  public static Sources of(OptimizedModel models) {
    boolean alone = models.models().values().stream().anyMatch(IntegerWeights::mayMeetFloats);
    return new Sources(ModelSources.of(models), Map.of(), alone);
  }
}
