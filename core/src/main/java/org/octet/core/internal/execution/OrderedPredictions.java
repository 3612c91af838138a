package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.Prediction;
import org.octet.api.tensor.Tensor;

/**
 * Hands copies of the predictions to a listener in sample order, for metrics and comparisons.
 *
 * <p>The copies are the listener's to keep.
 */
public final class OrderedPredictions implements SampleConsumer<OrderedPredictions.Slot> {
  /** What arrives of a sample. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A sample's turn; never called by two threads at the same time.
     *
     * @param sampleId the sample's id
     * @param annotation the truth, if known
     * @param predictions one per set of models
     */
    void accept(String sampleId, Optional<Annotation> annotation, List<Prediction> predictions);
  }

  /** One sample's predictions until their turn. */
  static final class Slot {
    private List<Prediction> predictions = List.of();
    private Optional<Annotation> annotation = Optional.empty();
  }

  private final Listener listener;
  private final Optional<Decoder> decoder;

  /**
   * Predictions as the engine gives them.
   *
   * @param listener hears of every sample
   */
  public OrderedPredictions(Listener listener) {
    this(Optional.empty(), listener);
  }

  /**
   * @param decoder reads predictions that their engine did not decode; empty: they stay tensors
   * @param listener hears of every sample
   */
  public OrderedPredictions(Optional<Decoder> decoder, Listener listener) {
    this.decoder = decoder;
    this.listener = listener;
  }

  @Override
  public Slot newSlot() {
    return new Slot();
  }

  @Override
  public void predicted(Slot slot, int position, Sample sample, List<Prediction> predictions) {
    List<Prediction> copies = new ArrayList<>(predictions.size());
    predictions.forEach(p -> copies.add(copy(p, sample)));
    slot.predictions = copies;
    slot.annotation = sample.annotation();
  }

  private Prediction copy(Prediction prediction, Sample sample) {
    Optional<Annotation> decoded =
        prediction.decoded().or(() -> decoder.map(d -> decode(d, prediction, sample)));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    prediction.outputs().forEach((name, tensor) -> outputs.put(name, tensor.copy()));
    return new Prediction(outputs, decoded);
  }

  private static Annotation decode(Decoder decoder, Prediction prediction, Sample sample) {
    String who = "the decoder, sample '" + sample.id() + "',";
    return Blame.on(who, () -> decoder.decode(prediction.outputs(), sample));
  }

  @Override
  public void fold(Slot slot, int position, String sampleId) {
    listener.accept(sampleId, slot.annotation, slot.predictions);
    slot.predictions = List.of();
    slot.annotation = Optional.empty();
  }
}
