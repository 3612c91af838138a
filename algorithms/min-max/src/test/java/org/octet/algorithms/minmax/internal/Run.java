package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.octet.algorithms.parameters.MinMaxParameters;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.Evaluation;
import org.octet.api.algorithm.Reason;
import org.octet.api.device.TargetDevice;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.error.InferenceException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.model.TensorId;
import org.octet.api.plugin.Parameters;
import org.octet.api.statistics.Aggregator;
import org.octet.api.statistics.Reducer;
import org.octet.api.statistics.StatisticRequest;
import org.octet.api.statistics.Statistics;
import org.octet.api.testing.RequestedStatistics;
import org.octet.api.testing.TestContext;

/**
 * Runs MinMaxQuantization on one hand-built model with given extremes; tensors without any have the
 * range -1 to 1, those requested per channel in each channel.
 */
final class Run {
  static final String MODEL = "model";

  /** Stands for a model that the runtime refuses. */
  static final double REFUSED = Double.NEGATIVE_INFINITY;

  private final Map<String, float[]> extremes = new HashMap<>();
  private final Map<String, float[]> means = new HashMap<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Deque<Double> scores = new ArrayDeque<>();
  private final Map<String, Double> known = new HashMap<>();
  private final List<Rescaling> rescalings = new ArrayList<>();
  private String device = "CPU";
  private int samples = 100;

  /** The models that were compared by their outputs, in order, each once. */
  final List<OptimizedModel> evaluated = new ArrayList<>();

  final Set<StatisticRequest> requests = new LinkedHashSet<>();
  final Map<String, Reason> reasons = new LinkedHashMap<>();
  final Map<String, String> details = new LinkedHashMap<>();
  final List<String> notes = new ArrayList<>();

  Run with(String key, Object value) {
    parameters.put(key, value);
    return this;
  }

  Run device(String name) {
    device = name;
    return this;
  }

  /** What is measured on the first output of an operation. */
  Run measured(String operation, float min, float max) {
    extremes.put(operation, new float[] {min, max});
    return this;
  }

  /** The mean of the samples' extremes; the extremes themselves unless given. */
  Run averaged(String operation, float min, float max) {
    means.put(operation, new float[] {min, max});
    return this;
  }

  /** Proposes to multiply channels of the first output of an operation, measured as it is. */
  Run rescaled(String operation, int axis, float... factors) {
    rescalings.add(
        new Rescaling(new TensorId(MODEL, operation, 0), axis, factors, new float[factors.length]));
    return this;
  }

  /** How many samples were measured; 100 unless given. */
  Run samples(int number) {
    samples = number;
    return this;
  }

  /** The outputs' SQNR of the models that are compared, in order; 20 dB for the others. */
  Run scored(double... decibels) {
    Arrays.stream(decibels).forEach(scores::add);
    return this;
  }

  /** Quantizes in place. */
  Run on(Model model) {
    return on(Map.of(MODEL, model));
  }

  /** Quantizes a cascade in place. */
  Run on(Map<String, Model> byName) {
    OptimizedModel models = new OptimizedModel(byName);
    Algorithm algorithm = new MinMaxQuantizationProvider().create(checked());
    TestContext context = new TestContext().device(target()).evaluating((m, n) -> score(m));
    RequestedStatistics statistics = new RequestedStatistics(models, samples, this::measured);
    algorithm.register(models, statistics, context);
    requests.addAll(statistics.requests());
    rescalings.forEach(r -> models.rescale(r.tensor(), r.axis(), r.factors(), r.shifts()));
    algorithm.apply(models, rescalable(statistics), context);
    Set<String> seen = new HashSet<>();
    context.evaluated().stream().filter(m -> seen.add(ranges(m))).forEach(evaluated::add);
    reasons.putAll(context.reasonsByName());
    details.putAll(context.detailsByName());
    notes.addAll(context.notes());
    return this;
  }

  private Parameters checked() {
    List<String> complaints = new ArrayList<>();
    Parameters checked = MinMaxParameters.SCHEMA.check(parameters, "test", complaints);
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints);
    }
    return checked;
  }

  /**
   * All channels have the same values here, so that rescalings are looked at and change nothing.
   */
  private Statistics rescalable(Statistics statistics) {
    return new Statistics() {
      @Override
      public float[] get(StatisticRequest request) {
        return statistics.get(request);
      }

      @Override
      public int samples() {
        return statistics.samples();
      }

      @Override
      public Statistics rescaledBy(Collection<Rescaling> taken) {
        assertThat(rescalings)
            .extracting(Rescaling::tensor)
            .containsAll(taken.stream().map(Rescaling::tensor).toList());
        return this;
      }
    };
  }

  private float measured(StatisticRequest request) {
    String operation = request.tensor().operation();
    float[] known = extremes.getOrDefault(operation, new float[] {-1, 1});
    if (request.aggregator() == Aggregator.MEAN) {
      known = means.getOrDefault(operation, known);
    }
    if (request.reducer() instanceof Reducer.Minimum
        || request.reducer().equals(new Reducer.Quantile(0))) {
      return known[0];
    }
    return request.reducer() instanceof Reducer.AbsMaximum
        ? Math.max(Math.abs(known[0]), Math.abs(known[1]))
        : known[1];
  }

  private TargetDevice target() {
    return ServiceLoader.load(TargetDeviceProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(device))
        .findFirst()
        .orElseThrow()
        .device();
  }

  // the same model has the same score: contexts know what they compared
  private Evaluation score(OptimizedModel candidate) {
    String ranges = ranges(candidate);
    double sqnr = known.containsKey(ranges) ? known.get(ranges) : next();
    if (sqnr == REFUSED) {
      throw new InferenceException("refused");
    }
    known.put(ranges, sqnr);
    return new Evaluation(Map.of("output", sqnr), 1);
  }

  private double next() {
    return scores.isEmpty() ? 20 : scores.remove();
  }

  private static String ranges(OptimizedModel candidate) {
    return candidate.models().values().stream()
        .flatMap(model -> model.ofType(OperationTypes.FAKE_QUANTIZE).stream())
        .map(op -> FakeQuantize.of(op).orElseThrow().inputRange().toString())
        .collect(Collectors.joining());
  }
}
