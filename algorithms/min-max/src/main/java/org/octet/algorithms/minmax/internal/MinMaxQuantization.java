package org.octet.algorithms.minmax.internal;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.octet.algorithms.minmax.internal.RangeRule.Step;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.algorithm.Reason;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Min-max quantization: FakeQuantize operations on weights and activations where the target device
 * computes in 8-bit integers, with ranges from the extremes of weights and of activations on
 * samples. How samples join is chosen by the outputs.
 */
final class MinMaxQuantization implements Algorithm {
  private final Settings settings;

  /** Where quantizers go, by the mode of activations and by model. */
  private final Map<Mode, Map<String, Placement>> placements = new EnumMap<>(Mode.class);

  /** The rule of the settings, once the models are known. */
  private RangeRule usual;

  MinMaxQuantization(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    usual = RangeRule.usual(settings.forModels(models.models().values()));
    Map<String, Map<Operation, String>> ignored = usual.settings().ignored().find(models.models());
    models.models().forEach(MinMaxQuantization::requireFloat);
    Map<String, Placement> places = solve(models, usual, ignored, context.device());
    placements.put(usual.mode(), places);
    places.forEach(
        // here and not in apply: they are known without calibration, which explanations rely on
        (name, placement) ->
            placement
                .verdicts()
                .forEach((op, v) -> context.reasons().put(name, op, v.reason(), v.detail())));
    if (places.values().stream().allMatch(p -> p.activations().isEmpty())) {
      throw new UnsupportedModelException(nothingToDo(places.values()));
    }
    request(usual, requests);
    usual
        .after(Step.MODE)
        .ifPresent(
            other -> {
              Map<String, Placement> same = solve(models, other, ignored, context.device());
              // a device may list other operations for another mode: ranges are chosen, not places
              if (samePlaces(places, same)) {
                placements.put(other.mode(), same);
                request(other, requests);
              }
            });
    Unlisted.note(places.values(), context);
  }

  private void request(RangeRule rule, StatisticRequests requests) {
    for (Placement placement : placements.get(rule.mode()).values()) {
      placement.activations().forEach(q -> rule.request(q, requests));
    }
  }

  private static Map<String, Placement> solve(
      OptimizedModel models,
      RangeRule rule,
      Map<String, Map<Operation, String>> ignored,
      TargetDevice device) {
    Map<String, Placement> solved = new LinkedHashMap<>();
    models
        .models()
        .forEach(
            (name, model) ->
                solved.put(
                    name,
                    PlacementSolver.solve(
                        name,
                        model,
                        rule.settings().tables(device),
                        rule.settings(),
                        ignored.get(name))));
    return solved;
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

  private static boolean samePlaces(Map<String, Placement> a, Map<String, Placement> b) {
    return a.keySet().stream().allMatch(name -> a.get(name).hasPlacesOf(b.get(name)));
  }

  private static String nothingToDo(Collection<Placement> placements) {
    Map<String, Long> reasons =
        placements.stream()
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
    Map<String, Scales> scales = scales(models, context.device().quantizesOutputs());
    Histograms histograms =
        new Histograms(
            models,
            placements.get(usual.mode()).values(),
            usual.settings().estimator(),
            statistics,
            context);
    RangeRule.Measured measured = new RangeRule.Measured(statistics, histograms, Set.of());
    placements
        .get(usual.mode())
        .forEach((name, p) -> DeadInputs.note(models.model(name), p, usual, measured, context));
    WeightInsertion weights = new WeightInsertion(context.device());
    RangeChoice choice =
        new RangeChoice(
            rule ->
                Optional.ofNullable(placements.get(rule.mode()))
                    .filter(p -> !rule.rescaled() || !scales.isEmpty())
                    .map(places -> RangeCandidate.of(rule, places, scales, measured)),
            candidate -> {
              OptimizedModel copy = models.copy();
              quantize(copy, candidate, weights, context);
              return copy;
            },
            context);
    // what a cascade puts out jumps where a network finds one thing more: it tells rules not apart
    RangeCandidate chosen =
        models.names().size() > 1
            ? RangeCandidate.of(usual, placements.get(usual.mode()), scales, measured)
            : choice.best(usual);
    quantize(models, chosen, weights, context);
  }

  /**
   * What can be rescaled of what other algorithms propose, by model; empty: nothing.
   *
   * @param rigid whether the device takes no operation but the model's
   */
  private Map<String, Scales> scales(OptimizedModel models, boolean rigid) {
    List<Rescaling> proposed = models.takeRescalings();
    if (rigid) {
      return Map.of();
    }
    Map<String, Scales> scales = new LinkedHashMap<>();
    placements
        .get(usual.mode())
        .forEach((name, p) -> scales.put(name, Scales.of(p, models.model(name), proposed)));
    return scales.values().stream().allMatch(Scales::isEmpty) ? Map.of() : scales;
  }

  private static void quantize(
      OptimizedModel models,
      RangeCandidate candidate,
      WeightInsertion weights,
      AlgorithmContext context) {
    candidate
        .placements()
        .forEach(
            (name, placement) -> {
              context.cancellation().check();
              Model model = models.model(name);
              candidate.ranges().get(name).forEach(range -> range.insert(model));
              weights.insert(model, name, candidate);
              ResultNames.keep(model);
            });
  }
}
