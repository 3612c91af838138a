package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.octet.api.SkippedSample;
import org.octet.api.error.InternalException;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.core.internal.execution.Sources;

/**
 * The measured statistics as they were on the float model. Immutable once collected.
 *
 * @see #rescaledBy
 */
public final class CollectedStatistics implements Statistics {
  /**
   * What the pass cost and met.
   *
   * @param compileSeconds compilation of the instrumented models
   * @param runSeconds the pass itself; decoding overlaps with it, unless it was measured apart
   * @param decodeSeconds time the loaders' threads spent, summed; where the pass was measured
   *     apart: wall time of decoding
   * @param plainSeconds the same samples through the plain float models with as many requests;
   *     negative: not measured
   * @param cached samples whose statistics were taken from another run
   * @param cacheProblem why statistics are not kept, though they should
   * @param skipped samples that could not be read
   * @param deviceProperties what the device reports
   */
  public record Run(
      double compileSeconds,
      double runSeconds,
      double decodeSeconds,
      double plainSeconds,
      int cached,
      Optional<String> cacheProblem,
      List<SkippedSample> skipped,
      Map<String, String> deviceProperties) {
    /** Copies list and map. */
    public Run {
      skipped = List.copyOf(skipped);
      deviceProperties = Collections.unmodifiableMap(new TreeMap<>(deviceProperties));
    }
  }

  private final Map<String, ModelPlan> plans;
  private final StatisticsFolder folder;
  private final int samples;
  private final Run run;
  private final Supplier<Sources> sources;

  CollectedStatistics(
      Map<String, ModelPlan> plans,
      StatisticsFolder folder,
      int samples,
      Run run,
      Supplier<Sources> sources) {
    this.sources = sources;
    this.plans = plans;
    this.folder = folder;
    this.samples = samples;
    this.run = run;
  }

  /** What the pass cost and met. */
  public Run run() {
    return run;
  }

  /** Makes the graphs that were run anew: their visible outputs are the float models'. */
  public Sources sources() {
    return sources.get();
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public float[] get(StatisticRequest request) {
    return get(request, List.of());
  }

  @Override
  public Statistics rescaledBy(Collection<Rescaling> rescalings) {
    List<Rescaling> fixed = List.copyOf(rescalings);
    return new Rescaled(() -> fixed);
  }

  /**
   * The same statistics, answering as if measured after the rescalings that {@code model} holds at
   * the time of the question.
   */
  public Statistics rescaledBy(OptimizedModel model) {
    return new Rescaled(model::rescalings);
  }

  private final class Rescaled implements Statistics {
    private final Supplier<List<Rescaling>> rescalings;

    Rescaled(Supplier<List<Rescaling>> rescalings) {
      this.rescalings = rescalings;
    }

    @Override
    public float[] get(StatisticRequest request) {
      return CollectedStatistics.this.get(
          request,
          rescalings.get().stream().filter(r -> r.tensor().equals(request.tensor())).toList());
    }

    @Override
    public int samples() {
      return samples;
    }

    @Override
    public Statistics rescaledBy(Collection<Rescaling> further) {
      List<Rescaling> fixed = List.copyOf(further);
      return new Rescaled(() -> Stream.concat(rescalings.get().stream(), fixed.stream()).toList());
    }
  }

  private float[] get(StatisticRequest request, List<Rescaling> rescalings) {
    ModelPlan plan = plans.get(request.tensor().model());
    Track track = plan == null ? null : plan.track(request);
    if (track != null) {
      return ofTrack(request, track, rescalings);
    }
    RawTrack raw = plan == null ? null : plan.raw(request);
    if (raw != null && raw.averaged()) {
      if (!rescalings.isEmpty()) {
        throw new InternalException(
            "%s of %s cannot be answered after its rescaling"
                .formatted(request.reducer().getClass().getSimpleName(), request.tensor()));
      }
      return folder.average(raw);
    }
    if (raw != null) {
      return ofQuantile(request, raw, rescalings);
    }
    throw new IllegalArgumentException("not requested before the samples were run: " + request);
  }

  private float[] ofTrack(StatisticRequest request, Track track, List<Rescaling> rescalings) {
    for (Rescaling r : rescalings) {
      if (r.axis() != track.axis()) {
        throw new InternalException(
            "%s was measured per channel of axis %d, but rescaled along axis %d"
                .formatted(request.tensor(), track.axis(), r.axis()));
      }
    }
    TrackValues values = folder.values(request.tensor().model(), track);
    if (ModelPlan.commutes(request)) {
      return rescale(values.overall(), rescalings, track).answer(request);
    }
    List<float[]> answers = new ArrayList<>();
    values.perSample().forEach(v -> answers.add(rescale(v, rescalings, track).answer(request)));
    return aggregate(request.aggregator(), answers);
  }

  private static ChannelValues rescale(
      ChannelValues values, List<Rescaling> rescalings, Track track) {
    ChannelValues rescaled = values;
    for (Rescaling r : rescalings) {
      rescaled =
          track.squared() ? rescaled.squaresRescaled(r) : rescaled.rescaled(r, track.coverage());
    }
    return rescaled;
  }

  private float[] ofQuantile(StatisticRequest request, RawTrack raw, List<Rescaling> rescalings) {
    float[] answer = aggregate(request.aggregator(), folder.values(raw));
    for (Rescaling r : rescalings) {
      rescaleQuantile(request, answer, r);
    }
    return answer;
  }

  // a positive affine map moves quantiles of a channel with it; nothing else can be said
  private static void rescaleQuantile(StatisticRequest request, float[] answer, Rescaling r) {
    boolean magnitude = request.reducer() instanceof Reducer.AbsQuantile;
    boolean sameAxis =
        request.channelAxis().isPresent() && request.channelAxis().getAsInt() == r.axis();
    for (int c = 0; c < answer.length; c++) {
      boolean possible = sameAxis && (magnitude ? r.shifts()[c] == 0 : r.factors()[c] > 0);
      if (!possible) {
        throw new InternalException(
            "a quantile of " + request.tensor() + " cannot be answered after its rescaling");
      }
      float factor = magnitude ? Math.abs(r.factors()[c]) : r.factors()[c];
      answer[c] = (answer[c] - r.shifts()[c]) * factor;
    }
  }

  private static float[] aggregate(Aggregator aggregator, List<float[]> samples) {
    float[] answer = new float[samples.get(0).length];
    float[] values = new float[samples.size()];
    for (int c = 0; c < answer.length; c++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = samples.get(i)[c];
      }
      answer[c] = Aggregation.aggregate(aggregator, values);
    }
    return answer;
  }
}
