package org.octet.core.internal.calibration;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.InternalException;
import org.octet.api.model.TensorId;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.execution.FiniteCheck;
import org.octet.core.internal.execution.SampleConsumer;

/**
 * Takes the vectors of statistics that instrumented models put out, and folds them in sample order.
 *
 * <p>Where an engine runs a model several times for one sample, the sample's extremes are those of
 * all runs, its means and quantiles the averages over the runs. A mean over samples counts each
 * sample as often as the model was run for it: extremes and means are those of a data set in which
 * every run is a sample.
 */
final class StatisticsFolder implements SampleConsumer<StatisticsFolder.Slot> {
  /** What one sample gave, by model. */
  static final class Slot {
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final FiniteCheck finite = new FiniteCheck();
  }

  private static final class Part {
    private final float[] vector;
    private float[] further;
    private double[] sums;
    private int runs;

    Part(int length) {
      vector = new float[length];
    }

    /** Takes the values of a second or later run, which lie in {@code further}. */
    void merge(ModelPlan plan) {
      if (runs == 2) {
        plan.forEachAverage(at -> sums[at] = vector[at]);
      }
      plan.forEachAverage(at -> sums[at] += further[at]);
      for (Track track : plan.tracks()) {
        for (int c = 0; track.maxOffset() >= 0 && c < track.values(); c++) {
          int at = track.maxOffset() + c;
          vector[at] = Math.max(vector[at], further[at]);
        }
        for (int c = 0; track.minOffset() >= 0 && c < track.values(); c++) {
          int at = track.minOffset() + c;
          vector[at] = Math.min(vector[at], further[at]);
        }
      }
    }

    /** Sums become averages, and the number of runs the last value. */
    void finish(ModelPlan plan) {
      if (runs > 1) {
        plan.forEachAverage(at -> vector[at] = (float) (sums[at] / runs));
      }
      vector[plan.runsOffset()] = runs;
    }
  }

  private final Map<String, ModelPlan> plans;
  private final Map<String, List<TrackValues>> tracks = new LinkedHashMap<>();
  private final Map<RawTrack, List<float[]>> raws = new LinkedHashMap<>();
  private final Map<RawTrack, MomentSums> moments = new LinkedHashMap<>();
  private final Map<String, Integer> samplesOf = new LinkedHashMap<>();

  StatisticsFolder(Map<String, ModelPlan> plans) {
    this.plans = plans;
    plans.forEach(
        (model, plan) -> {
          tracks.put(model, plan.tracks().stream().map(TrackValues::new).toList());
          plan.raws().forEach(this::prepare);
          samplesOf.put(model, 0);
        });
  }

  private void prepare(RawTrack raw) {
    if (raw.averaged()) {
      moments.put(raw, new MomentSums(raw.length()));
    } else {
      raws.put(raw, new ArrayList<>());
    }
  }

  @Override
  public Slot newSlot() {
    Slot slot = new Slot();
    plans.forEach((model, plan) -> slot.parts.put(model, new Part(plan.length())));
    return slot;
  }

  @Override
  public void reset(Slot slot) {
    slot.parts.values().forEach(part -> part.runs = 0);
  }

  @Override
  public void observed(Slot slot, Sample sample, String model, List<Tensor> hidden) {
    ModelPlan plan = plans.get(model);
    if (plan == null) {
      return;
    }
    Part part = slot.parts.get(model);
    part.runs++;
    if (part.runs == 1) {
      read(slot, plan, sample, hidden, part.vector);
      return;
    }
    if (part.further == null) {
      part.further = new float[plan.length()];
      part.sums = new double[plan.length()];
    }
    read(slot, plan, sample, hidden, part.further);
    part.merge(plan);
  }

  private static void read(
      Slot slot, ModelPlan plan, Sample sample, List<Tensor> hidden, float[] vector) {
    int next = 0;
    if (plan.graphLength() > 0) {
      Tensor statistics = hidden.get(next++);
      FloatBuffer values = statistics.floats();
      if (values.remaining() != plan.graphLength()) {
        throw new InternalException(
            "the instrumented model gave %d statistics, %d were planned"
                .formatted(values.remaining(), plan.graphLength()));
      }
      checkFinite(slot, plan, sample, statistics);
      values.get(vector, 0, plan.graphLength());
    }
    for (TensorId tensor : plan.rawTensors()) {
      Tensor raw = hidden.get(next++);
      if (slot.finite.firstNonFinite(raw) >= 0) {
        throw notFinite(tensor, sample);
      }
      plan.raws().stream()
          .filter(r -> r.tensor().equals(tensor))
          .forEach(r -> r.measure(raw, vector));
    }
  }

  private static void checkFinite(Slot slot, ModelPlan plan, Sample sample, Tensor statistics) {
    long bad = slot.finite.firstNonFinite(statistics);
    if (bad < 0) {
      return;
    }
    for (Track track : plan.tracks()) {
      if (holds(track, track.maxOffset(), bad)
          || holds(track, track.minOffset(), bad)
          || holds(track, track.meanOffset(), bad)) {
        throw notFinite(track.tensor(), sample);
      }
    }
  }

  private static boolean holds(Track track, int offset, long at) {
    return offset >= 0 && at >= offset && at < offset + track.values();
  }

  private static InputException notFinite(TensorId tensor, Sample sample) {
    return new InputException(
        "the float model '%s' computes NaN or infinity in '%s' for sample '%s'; check the data, and the loader's mean and scale"
            .formatted(tensor.model(), tensor.operation(), sample.id()));
  }

  @Override
  public void fold(Slot slot, int position, String sampleId) {
    slot.parts.forEach(
        (model, part) -> {
          if (part.runs > 0) {
            part.finish(plans.get(model));
            fold(model, part.vector);
          }
        });
  }

  /** What {@link #fold(Slot, int, String)} folded of a model; null: the model was not run. */
  float[] folded(Slot slot, String model) {
    Part part = slot.parts.get(model);
    return part.runs > 0 ? part.vector : null;
  }

  /** Folds what {@link #folded} gave in another run, in place of a sample. */
  void fold(String model, float[] vector) {
    samplesOf.merge(model, 1, Integer::sum);
    tracks.get(model).forEach(track -> track.fold(vector));
    for (RawTrack raw : plans.get(model).raws()) {
      if (raw.averaged()) {
        moments.get(raw).add(vector, raw.offset());
      } else {
        raws.get(raw).add(Arrays.copyOfRange(vector, raw.offset(), raw.offset() + raw.length()));
      }
    }
  }

  /**
   * Checks that every measured model was run.
   *
   * @throws InputException naming one that was not
   */
  void requireAllRun() {
    samplesOf.forEach(
        (model, count) -> {
          if (count == 0 && !plans.get(model).isEmpty()) {
            throw new InputException(
                "the engine never ran model '"
                    + model
                    + "' on the calibration samples, so that its ranges cannot be measured;"
                    + " choose samples that reach it");
          }
        });
  }

  /** The folded values of a track. */
  TrackValues values(String model, Track track) {
    return tracks.get(model).get(plans.get(model).tracks().indexOf(track));
  }

  /** Averages over all runs of what is averaged as it comes. */
  float[] average(RawTrack raw) {
    return moments.get(raw).average();
  }

  /** Sums over samples in float64. */
  private static final class MomentSums {
    private final double[] sums;
    private double runs;

    MomentSums(int length) {
      sums = new double[length];
    }

    void add(float[] vector, int offset) {
      double weight = vector[vector.length - 1];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * vector[offset + i];
      }
      runs += weight;
    }

    float[] average() {
      float[] average = new float[sums.length];
      for (int i = 0; i < average.length; i++) {
        average[i] = (float) (sums[i] / runs);
      }
      return average;
    }
  }

  /** The values of each sample of a quantile. */
  List<float[]> values(RawTrack raw) {
    return raws.get(raw);
  }
}
