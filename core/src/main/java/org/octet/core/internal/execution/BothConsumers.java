package org.octet.core.internal.execution;

import java.util.List;
import org.octet.api.SkippedSample;
import org.octet.api.data.Sample;
import org.octet.api.engine.Prediction;
import org.octet.api.tensor.Tensor;

/**
 * Lets two consumers take what comes out of the same samples.
 *
 * @param <A> the first one's slots
 * @param <B> the second one's slots
 */
public final class BothConsumers<A, B> implements SampleConsumer<BothConsumers.Slots<A, B>> {
  private final SampleConsumer<A> first;
  private final SampleConsumer<B> second;

  /** One slot of each. */
  record Slots<A, B>(A first, B second) {}

  /**
   * @param first hears everything first
   */
  public BothConsumers(SampleConsumer<A> first, SampleConsumer<B> second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public Slots<A, B> newSlot() {
    return new Slots<>(first.newSlot(), second.newSlot());
  }

  @Override
  public void reset(Slots<A, B> slot) {
    first.reset(slot.first());
    second.reset(slot.second());
  }

  @Override
  public void observed(Slots<A, B> slot, Sample sample, String model, List<Tensor> hidden) {
    first.observed(slot.first(), sample, model, hidden);
    second.observed(slot.second(), sample, model, hidden);
  }

  @Override
  public void predicted(
      Slots<A, B> slot, int position, Sample sample, List<Prediction> predictions) {
    first.predicted(slot.first(), position, sample, predictions);
    second.predicted(slot.second(), position, sample, predictions);
  }

  @Override
  public void skipped(int position, SkippedSample sample) {
    first.skipped(position, sample);
    second.skipped(position, sample);
  }

  @Override
  public void fold(Slots<A, B> slot, int position, String sampleId) {
    first.fold(slot.first(), position, sampleId);
    second.fold(slot.second(), position, sampleId);
  }
}
