package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.compression.CompressedWeight;
import org.octet.core.internal.compression.FloatWeight;

/**
 * Weight-only quantization of what computes in float: recurrent operations, nested graphs, and what
 * the guard returned. All these weights become integers, or the more exact half of them, and so on,
 * as long as the demands hold and the outputs stay where they are. Used by one thread, once.
 */
final class WeightOnlyStage {
  /** How many dB an output may lose. */
  private static final double LOSS = 0.5;

  private final Demands demands;
  private final PipelineContext context;
  private final Map<String, Set<String>> returned;

  /**
   * @param returned operations that the guard returned to float
   */
  WeightOnlyStage(Demands demands, PipelineContext context, List<Repair.Culprit> returned) {
    this.demands = demands;
    this.context = context;
    this.returned =
        returned.stream()
            .collect(
                Collectors.groupingBy(
                    Repair.Culprit::model,
                    Collectors.mapping(Repair.Culprit::operation, Collectors.toSet())));
  }

  /**
   * Stores weights as integers.
   *
   * @param before the result; not changed
   * @param trial what it reaches
   * @return the result with more integers, or as it was
   */
  GuardStage.Guarded stored(GuardStage.Guarded before, Trial trial) {
    List<FloatWeight> all = weights(before.model());
    int[] exact =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> all.get(i).exactness()).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    for (int count = all.size(); count > 0; count /= 2) {
      context.cancellation().check();
      OptimizedModel copy = before.model().copy();
      List<FloatWeight> copied = weights(copy);
      Arrays.stream(exact, 0, count).sorted().forEach(i -> copied.get(i).quantize());
      Map<String, List<CompressedWeight>> more = context.compressFolded(copy);
      Trial reached = demands.of(List.of(copy)).get(0);
      if (reached.holds() && isNear(trial, reached)) {
        context.note(
            "weights of float operations: %d of %d are stored as integers%s"
                .formatted(count, all.size(), GuardNotes.worst(trial, reached)));
        return new GuardStage.Guarded(
            copy,
            both(before.weights(), more),
            reached.outputs().map(Evaluator.Result::sqnr).orElse(Map.of()));
      }
    }
    return before;
  }

  private List<FloatWeight> weights(OptimizedModel models) {
    List<FloatWeight> all = new ArrayList<>();
    models
        .models()
        .forEach(
            (name, model) -> {
              Set<String> its = returned.getOrDefault(name, Set.of());
              all.addAll(FloatWeight.of(model, op -> its.contains(op.name())));
            });
    return all;
  }

  private static boolean isNear(Trial before, Trial after) {
    Map<String, Double> reached = after.outputs().map(Evaluator.Result::sqnr).orElse(Map.of());
    return before.outputs().map(Evaluator.Result::sqnr).orElse(Map.of()).entrySet().stream()
        .allMatch(e -> reached.get(e.getKey()) >= e.getValue() - LOSS);
  }

  private static Map<String, List<CompressedWeight>> both(
      Map<String, List<CompressedWeight>> some, Map<String, List<CompressedWeight>> more) {
    Map<String, List<CompressedWeight>> all = new LinkedHashMap<>(some);
    more.forEach(
        (model, its) ->
            all.merge(
                model,
                its,
                (a, b) -> {
                  List<CompressedWeight> joined = new ArrayList<>(a);
                  joined.addAll(b);
                  return List.copyOf(joined);
                }));
    return all;
  }
}
