package org.octet.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.device.Finding;

/**
 * What is in a model.
 *
 * @param schemaVersion version of this form, 1
 * @param model the model's file name
 * @param irVersion version of its IR, after an import of the imported one
 * @param inputs inputs in the model's order
 * @param outputs outputs in the model's order
 * @param operations number of operations by type, constants left out, most frequent first
 * @param weights constants of floating-point type and those stored as integers with a scale, by
 *     element type, largest first
 * @param parameters elements of all these constants
 * @param multiplyAdds multiplications with an addition that one inference takes in convolutions and
 *     matrix products; null where a shape is dynamic
 * @param quantizers FakeQuantize operations
 * @param explanation what the algorithms would do with every operation, without calibration; empty
 *     where that was not asked for
 * @param findings what the target device would refuse of the model, as far as its rules are known;
 *     empty where no device was asked for
 */
public record InspectionResult(
    int schemaVersion,
    String model,
    int irVersion,
    List<Port> inputs,
    List<Port> outputs,
    Map<String, Integer> operations,
    Map<String, Weights> weights,
    long parameters,
    Long multiplyAdds,
    int quantizers,
    List<OperationEntry> explanation,
    List<Finding> findings) {
  /** Copies lists and maps, keeping the order. */
  public InspectionResult {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    explanation = List.copyOf(explanation);
    findings = List.copyOf(findings);
  }

  /**
   * An input or output.
   *
   * @param name its first tensor name, or the friendly name
   * @param type element type
   * @param shape shape, with {@code ?} for what is dynamic
   */
  public record Port(String name, String type, String shape) {}

  /**
   * Weights of one element type.
   *
   * @param constants number of constants
   * @param elements number of elements
   * @param bytes size in bytes
   */
  public record Weights(int constants, long elements, long bytes) {}
}
