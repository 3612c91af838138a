package org.octet.api;

import java.util.List;
import java.util.Map;

/**
 * What a configuration of POT means in Octet. Paths are absolute: POT's start at the current
 * folder, a job's at the folder of its file.
 *
 * @param job the quantization; of its output only the name is said: in POT the folder belongs to
 *     the command line
 * @param modelName POT's {@code model_name}, the base name of the files
 * @param algorithms names of the algorithms, as the configuration has them
 * @param evaluation how the result is measured, on the float model's files; null: the engine has no
 *     metrics
 * @param metricNames what the configuration calls the values of the evaluation, by Octet's name
 * @param warnings what has no effect, or another one than in POT, each with its place
 */
public record PotJob(
    Job job,
    String modelName,
    List<String> algorithms,
    EvaluationJob evaluation,
    Map<String, String> metricNames,
    List<String> warnings) {
  /** Copies lists and map. */
  public PotJob {
    algorithms = List.copyOf(algorithms);
    metricNames = Map.copyOf(metricNames);
    warnings = List.copyOf(warnings);
  }
}
