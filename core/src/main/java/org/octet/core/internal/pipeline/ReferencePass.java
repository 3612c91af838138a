package org.octet.core.internal.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.octet.api.SkippedSample;
import org.octet.api.data.Sample;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.FiniteCheck;
import org.octet.core.internal.execution.SampleConsumer;
import org.octet.core.internal.execution.Samples;

/** Keeps the float model's outputs while it is run for its statistics: comparisons need them. */
final class ReferencePass implements SampleConsumer<FiniteCheck> {
  private final References references;
  private final Samples run;
  private final Set<Integer> wanted;

  /**
   * @param run the samples of the pass
   * @param wanted indices in the loader of those whose outputs are kept
   */
  ReferencePass(References references, Samples run, Set<Integer> wanted) {
    this.references = references;
    this.run = run;
    this.wanted = wanted;
  }

  @Override
  public FiniteCheck newSlot() {
    return new FiniteCheck();
  }

  @Override
  public void predicted(
      FiniteCheck finite, int position, Sample sample, List<Prediction> predictions) {
    int index = run.index(position);
    if (wanted.contains(index)) {
      references.keep(index, reference(finite, sample, predictions.get(0)));
    }
  }

  @Override
  public void skipped(int position, SkippedSample sample) {
    references.skip(run.index(position));
  }

  @Override
  public void fold(FiniteCheck finite, int position, String sampleId) {}

  /**
   * The outputs that are compared with those of candidates.
   *
   * @throws InputException when one is not finite
   */
  static Map<String, Tensor> reference(FiniteCheck finite, Sample sample, Prediction prediction) {
    Map<String, Tensor> compared = new LinkedHashMap<>(prediction.outputs());
    compared.values().removeIf(tensor -> !OutputError.compares(tensor.type()));
    compared.forEach(
        (name, tensor) -> {
          if (finite.firstNonFinite(tensor) >= 0) {
            throw new InputException(
                "the float model's output '%s' is NaN or infinite for sample '%s'; check the data, and the loader's mean and scale"
                    .formatted(name, sample.id()));
          }
        });
    return compared;
  }
}
