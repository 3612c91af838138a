package org.octet.core.internal.calibration;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.SkippedSample;
import org.octet.api.data.Sample;
import org.octet.api.engine.Prediction;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.cache.SampleRecord;
import org.octet.core.internal.cache.SampleStore;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleConsumer;
import org.octet.core.internal.execution.Samples;

/**
 * Folds samples that are run between those that are kept, all in sample order, and keeps what is
 * new. A run over {@link #missing} feeds it; {@link #finish} folds the rest.
 */
final class CachedFolder implements SampleConsumer<CachedFolder.Slot> {
  /** What one sample gave, and whether it is what it was when its name was taken. */
  static final class Slot {
    private final StatisticsFolder.Slot values;
    private boolean keep;

    private Slot(StatisticsFolder.Slot values) {
      this.values = values;
    }
  }

  private final List<String> models;
  private final StatisticsFolder statistics;
  private final Samples samples;
  private final SampleNames names;
  private final SampleStore store;
  private final int[] missing;
  private final List<SkippedSample> skipped = new ArrayList<>();
  private Map<String, String> properties;
  private int turn;
  private int folded;

  CachedFolder(
      Map<String, ModelPlan> plans, Samples samples, SampleNames names, SampleStore store) {
    this.models = List.copyOf(plans.keySet());
    this.statistics = new StatisticsFolder(plans);
    this.samples = samples;
    this.names = names;
    this.store = store;
    this.properties = store.properties();
    int[] positions = new int[samples.size()];
    int n = 0;
    for (int i = 0; i < positions.length; i++) {
      if (names.get(i) == null || !store.has(names.get(i))) {
        positions[n++] = i;
      }
    }
    this.missing = Arrays.copyOf(positions, n);
  }

  /** The samples that must be run, in order. */
  Samples missing() {
    return new Samples(samples.loader(), Arrays.stream(missing).map(samples::index).toArray());
  }

  /** Takes what the device reports for the samples that are run. */
  void measuredWith(Map<String, String> deviceProperties) {
    properties = deviceProperties;
  }

  @Override
  public Slot newSlot() {
    return new Slot(statistics.newSlot());
  }

  @Override
  public void reset(Slot slot) {
    statistics.reset(slot.values);
  }

  @Override
  public void observed(Slot slot, Sample sample, String model, List<Tensor> hidden) {
    statistics.observed(slot.values, sample, model, hidden);
  }

  @Override
  public void predicted(Slot slot, int position, Sample sample, List<Prediction> predictions) {
    // a file that changed between the two must not be kept under its old content
    slot.keep = store.writable() && names.unchanged(missing[position]);
  }

  @Override
  public void fold(Slot slot, int position, String sampleId) {
    foldKeptBefore(missing[position]);
    statistics.fold(slot.values, position, sampleId);
    folded++;
    turn++;
    if (slot.keep) {
      float[][] values = new float[models.size()][];
      for (int m = 0; m < values.length; m++) {
        values[m] = statistics.folded(slot.values, models.get(m));
      }
      store.append(names.get(missing[position]), SampleRecord.of(values), properties);
    }
  }

  @Override
  public void skipped(int position, SkippedSample sample) {
    foldKeptBefore(missing[position]);
    skipped.add(sample);
    turn++;
    if (store.writable() && names.unchanged(missing[position])) {
      store.append(names.get(missing[position]), SampleRecord.of(sample), properties);
    }
  }

  private void foldKeptBefore(int position) {
    while (turn < position) {
      ByteBuffer name = names.get(turn++);
      SampleRecord record = store.read(name);
      if (record.skipped().isPresent()) {
        skipped.add(record.skipped().get());
        continue;
      }
      for (int m = 0; m < models.size(); m++) {
        if (record.values()[m] != null) {
          statistics.fold(models.get(m), record.values()[m]);
        }
      }
      folded++;
    }
  }

  /**
   * Folds the kept samples behind the last one that was run.
   *
   * @throws InputException when no sample could be read
   */
  void finish() {
    foldKeptBefore(samples.size());
    RunResult.requireSamples(folded, skipped, this);
  }

  /** The statistics of all samples, once finished. */
  StatisticsFolder statistics() {
    return statistics;
  }

  /** Samples folded, once finished. */
  int folded() {
    return folded;
  }

  /** Samples that could not be read, in sample order, once finished. */
  List<SkippedSample> skipped() {
    return skipped;
  }

  /** Why nothing is kept, though it should be. */
  Optional<String> problem() {
    return store.problem();
  }

  /** What the device reported. */
  Map<String, String> properties() {
    return properties;
  }
}
