package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.octet.algorithms.minmax.internal.SaturationRule.Reserve;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Reason;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;
import org.octet.api.tensor.Shape;

/**
 * Min-max quantization: FakeQuantize operations on weights and activations where the target device
 * computes in 8-bit integers, with ranges from the extremes of weights and of activations on
 * samples.
 */
final class MinMaxQuantization implements Algorithm {
  /**
   * How much wider a shared range may be than a tensor's own before readers that need not share get
   * their own quantizer: beyond 2 they would lose more than one bit, for one pass over the tensor.
   */
  private static final float COSTLY_WIDENING = 2f;

  private final Settings settings;
  private final Map<String, Placement> placements = new LinkedHashMap<>();

  MinMaxQuantization(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    Map<String, Map<Operation, String>> ignored = settings.ignored().find(models.models());
    models.models().forEach(MinMaxQuantization::requireFloat);
    models
        .models()
        .forEach(
            (name, model) ->
                placements.put(
                    name,
                    PlacementSolver.solve(
                        name, model, context.device(), settings, ignored.get(name))));
    // here and not in apply: they are known without calibration, which explanations rely on
    placements.forEach(
        (name, placement) ->
            placement
                .verdicts()
                .forEach((op, v) -> context.reasons().put(name, op, v.reason(), v.detail())));
    if (placements.values().stream().allMatch(p -> p.activations().isEmpty())) {
      throw new UnsupportedModelException(nothingToDo());
    }
    for (Placement placement : placements.values()) {
      placement.activations().forEach(q -> settings.estimator().request(q, requests));
    }
    Unlisted.note(placements.values(), context);
  }

  private static void requireFloat(String name, Model model) {
    int quantizers = model.ofType(OperationTypes.FAKE_QUANTIZE).size();
    if (quantizers > 0) {
      throw new UnsupportedModelException(
          ("model '%s' is quantized already: it has %d FakeQuantize operations; give the float model"
                  + " it was made from")
              .formatted(name, quantizers));
    }
  }

  private String nothingToDo() {
    Map<String, Long> reasons =
        placements.values().stream()
            .flatMap(p -> p.verdicts().values().stream())
            .map(v -> v.reason() == Reason.UNSUPPORTED_OPERATION ? v.detail() : v.reason().code())
            .collect(Collectors.groupingBy(r -> r, LinkedHashMap::new, Collectors.counting()));
    String list =
        reasons.entrySet().stream()
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    return "there is nothing to quantize: no convolution, MatMul or other operation that the target"
        + " device computes in integers is left; there are "
        + (list.isEmpty() ? "no operations" : list);
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    for (Map.Entry<String, Placement> entry : placements.entrySet()) {
      context.cancellation().check();
      Model model = models.model(entry.getKey());
      Placement placement = entry.getValue();
      insertActivations(model, placement, statistics);
      insertWeights(model, placement, context);
    }
  }

  private void insertActivations(Model model, Placement placement, Statistics statistics) {
    Function<ActivationQuantizer, Ranges.Bounds> shared = shared(placement, statistics);
    for (ActivationQuantizer q : placement.activations()) {
      Ranges.Bounds common = shared.apply(q);
      Ranges.Bounds own = common;
      if (!q.apart().isEmpty()) {
        Extremes extremes = settings.estimator().extremes(q, statistics);
        own = settings.estimator().bounds(q.config(), extremes);
      }
      if (common.width() > COSTLY_WIDENING * own.width()) {
        Set<Port> apart = Set.copyOf(q.apart());
        List<Port> others = q.consumers().stream().filter(p -> !apart.contains(p)).toList();
        insert(model, q, q.name(), others, common);
        insert(model, q, q.ownName(), q.apart(), own);
      } else {
        insert(model, q, q.name(), q.consumers(), common);
      }
    }
  }

  /** Gives the bounds that a quantizer shares with its group. */
  private Function<ActivationQuantizer, Ranges.Bounds> shared(
      Placement placement, Statistics statistics) {
    RangeEstimator estimator = settings.estimator();
    Map<Integer, Extremes> extremes = new HashMap<>();
    Map<Integer, Ranges.Bounds> bounds = new HashMap<>();
    for (ActivationQuantizer q : placement.activations()) {
      Extremes own = estimator.extremes(q, statistics);
      extremes.merge(q.group(), own, Extremes::join);
      bounds.merge(q.group(), estimator.bounds(q.config(), own), Ranges.Bounds::join);
    }
    return estimator.rules().joinsBounds()
        ? q -> bounds.get(q.group())
        : q -> estimator.bounds(q.config(), extremes.get(q.group()));
  }

  private static void insert(
      Model model, ActivationQuantizer q, String name, List<Port> ports, Ranges.Bounds bounds) {
    List<Input> consumers = inputs(model, ports);
    Output tensor = consumers.get(0).source();
    Shape shape = Shape.of();
    if (q.config().perChannel()) {
      long[] dims = new long[tensor.shape().rank()];
      Arrays.fill(dims, 1);
      dims[ActivationQuantizer.CHANNEL_AXIS] = bounds.low().length;
      shape = Shape.of(dims);
    }
    FakeQuantize.Range range = new FakeQuantize.Range(shape, bounds.low(), bounds.high());
    FakeQuantize.insert(model, name, tensor, consumers, q.config().levels(), range);
  }

  private static List<Input> inputs(Model model, Collection<Port> ports) {
    return ports.stream().map(port -> port.in(model)).toList();
  }

  private void insertWeights(Model model, Placement placement, AlgorithmContext context) {
    for (WeightQuantizer q : placement.weights()) {
      List<Input> consumers = new ArrayList<>(inputs(model, q.consumers()));
      Reserve reserve =
          consumers.stream()
              .map(i -> settings.saturation().reserve(i.operation(), placement, context.device()))
              .reduce(Reserve.NONE, Reserve::or);
      Output weight = consumers.get(0).source();
      FakeQuantize.Range range = settings.weightRanges().of(weight, q, reserve);
      // a shape is the same behind the quantizer, and the float constant is not needed for it
      weight.consumers().stream().filter(c -> c.operation().is("ShapeOf")).forEach(consumers::add);
      FakeQuantize.insert(model, q.name(), weight, consumers, q.config().levels(), range);
    }
  }
}
