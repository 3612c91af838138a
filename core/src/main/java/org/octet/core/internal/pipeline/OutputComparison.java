package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.octet.api.SkippedSample;
import org.octet.api.data.Sample;
import org.octet.api.engine.Prediction;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.FiniteCheck;
import org.octet.core.internal.execution.SampleConsumer;

/**
 * Compares what candidates predict for each sample with what the float model does, which is kept or
 * predicted behind the candidates.
 */
final class OutputComparison implements SampleConsumer<OutputComparison.Slot> {
  private static final Decisions.Agreement NONE = Decisions.Agreement.NOTHING;

  private final References references;
  private final int[] indices;
  private final int candidates;
  private final BiFunction<String, Tensor, Optional<Decisions>> decisions;
  private final BiConsumer<Integer, List<Map<String, Compared>>> errors;

  /** One output of one sample. */
  record Compared(OutputError error, Decisions.Agreement agreement) {
    Compared plus(Compared other) {
      return new Compared(error.plus(other.error), agreement.plus(other.agreement));
    }
  }

  /** One sample's errors until their turn. */
  static final class Slot {
    private final FiniteCheck finite = new FiniteCheck();
    private List<Map<String, Compared>> errors = List.of();
  }

  /**
   * @param references the float model's outputs; those that are not there yet are added
   * @param indices of the samples in their loader, by position
   * @param candidates how many of the predictions of a sample are compared, from the first
   * @param decisions how an output decides, if it does
   * @param errors takes each sample's errors per candidate and output, in sample order, by position
   */
  OutputComparison(
      References references,
      int[] indices,
      int candidates,
      BiFunction<String, Tensor, Optional<Decisions>> decisions,
      BiConsumer<Integer, List<Map<String, Compared>>> errors) {
    this.references = references;
    this.indices = indices;
    this.candidates = candidates;
    this.decisions = decisions;
    this.errors = errors;
  }

  @Override
  public Slot newSlot() {
    return new Slot();
  }

  @Override
  public void predicted(Slot slot, int position, Sample sample, List<Prediction> predictions) {
    int index = indices[position];
    Map<String, Tensor> reference = references.get(index);
    if (reference == null) {
      reference = ReferencePass.reference(slot.finite, sample, predictions.get(candidates));
      references.keep(index, reference);
    }
    List<Map<String, Compared>> compared = new ArrayList<>();
    for (Prediction candidate : predictions.subList(0, candidates)) {
      compared.add(errors(reference, candidate.outputs()));
    }
    slot.errors = compared;
  }

  private Map<String, Compared> errors(Map<String, Tensor> reference, Map<String, Tensor> outputs) {
    Map<String, Compared> compared = new LinkedHashMap<>();
    reference.forEach(
        (name, expected) -> {
          Tensor output = outputs.get(name);
          Decisions.Agreement agreement =
              decisions.apply(name, expected).map(d -> d.compare(expected, output)).orElse(NONE);
          compared.put(name, new Compared(error(expected, output), agreement));
        });
    return compared;
  }

  private static OutputError error(Tensor expected, Tensor output) {
    if (output == null) {
      double energy = OutputError.of(expected, expected).signal();
      return new OutputError(energy, energy);
    }
    return OutputError.of(expected, output);
  }

  @Override
  public void skipped(int position, SkippedSample sample) {
    references.skip(indices[position]);
  }

  @Override
  public void fold(Slot slot, int position, String sampleId) {
    errors.accept(position, slot.errors);
    slot.errors = List.of();
  }
}
