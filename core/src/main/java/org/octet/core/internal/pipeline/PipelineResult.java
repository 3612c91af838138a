package org.octet.core.internal.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.LayerComparison;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.QuantizationReport.Timing;
import org.octet.api.SkippedSample;
import org.octet.api.model.OptimizedModel;

/**
 * What a pipeline made.
 *
 * @param model the optimized models, weights stored as integers
 * @param operations the operations of the float models that compute something, and what became of
 *     them
 * @param quantizers the quantizers of the result: those on activations first, then the weights,
 *     model by model
 * @param sqnr per output in dB on calibration samples, in the engine's order; infinite for equal
 *     outputs, minus infinity where the float model gives zeros only; empty without a guard
 * @param guard the candidates that were measured; null where metrics are held to nothing
 * @param layers tensors inside the networks against the float models'; empty where not measured
 * @param notes remarks
 * @param timings wall times of the stages in order
 * @param skipped samples that could not be read during calibration
 * @param samples calibration samples used
 * @param deviceProperties what the device reported for calibration
 */
public record PipelineResult(
    OptimizedModel model,
    List<OperationEntry> operations,
    List<QuantizerEntry> quantizers,
    Map<String, Double> sqnr,
    GuardSearch guard,
    List<LayerComparison> layers,
    List<String> notes,
    List<Timing> timings,
    List<SkippedSample> skipped,
    int samples,
    Map<String, String> deviceProperties) {
  /** Copies lists and maps, keeping the order. */
  public PipelineResult {
    operations = List.copyOf(operations);
    quantizers = List.copyOf(quantizers);
    sqnr = Collections.unmodifiableMap(new LinkedHashMap<>(sqnr));
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
    timings = List.copyOf(timings);
    skipped = List.copyOf(skipped);
    deviceProperties = Collections.unmodifiableMap(new LinkedHashMap<>(deviceProperties));
  }
}
