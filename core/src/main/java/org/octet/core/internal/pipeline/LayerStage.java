package org.octet.core.internal.pipeline;

import java.util.List;
import java.util.Map;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.engine.Engine;
import org.octet.api.error.InferenceException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.layers.LayerErrors;

/**
 * Measures, for the report, how far tensors inside the result are from the float model's: a few
 * samples through both. Nothing is decided by it, so what it cannot do is a remark, not an error.
 */
final class LayerStage {
  private static final int SAMPLES = 8;
  // both networks are handed to the runtime in one piece
  private static final long LARGEST = 1L << 30;

  /** Nothing measured. */
  static final LayerErrors.Result NOTHING = new LayerErrors.Result(List.of(), Map.of(), 0);

  private LayerStage() {}

  static LayerErrors.Result measure(
      OptimizedModel floats,
      OptimizedModel result,
      Samples samples,
      Engine engine,
      PipelineContext context) {
    if (bytes(floats) + bytes(result) > LARGEST) {
      context.note("the error inside the network was not measured: the models are too large");
      return NOTHING;
    }
    try {
      LayerErrors errors = new LayerErrors(floats, result);
      if (errors.isEmpty()) {
        return NOTHING;
      }
      Samples few = samples.spread(SAMPLES);
      context.progress().stage("layers", few.size(), "samples");
      return errors.measure(few, engine, context.environment());
    } catch (InferenceException e) {
      context.note("the error inside the network was not measured: " + e.getMessage());
      return NOTHING;
    }
  }

  private static long bytes(OptimizedModel models) {
    long bytes = 0;
    for (Model model : models.models().values()) {
      for (Operation op : model.operations()) {
        bytes += op.isConstant() ? op.value().bytes().remaining() : 0;
      }
    }
    return bytes;
  }

  /** The quantizers with the share of values that they clip. */
  static List<QuantizerEntry> withClipped(
      List<QuantizerEntry> quantizers, LayerErrors.Result measured) {
    return quantizers.stream()
        .map(
            q ->
                new QuantizerEntry(
                    q.model(),
                    q.name(),
                    q.target(),
                    q.kind(),
                    q.levels(),
                    q.perChannel(),
                    q.low(),
                    q.high(),
                    measured.clipped().getOrDefault(q.model(), Map.of()).get(q.name())))
        .toList();
  }
}
