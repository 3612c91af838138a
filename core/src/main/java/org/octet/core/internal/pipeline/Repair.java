package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.octet.api.LayerComparison;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;

/**
 * Which operations the guard returns to float: those that add most noise first, and no more of them
 * than it takes. The number is doubled until the demands hold, then halved in between, then members
 * that are not needed are left out. Stateless.
 */
final class Repair {
  /**
   * How many numbers are tried at the same time at most. The first is tried alone: one operation is
   * often enough, and what is tried beside it would be for nothing.
   */
  private static final int BATCH = 3;

  /**
   * How the number of returned operations is searched for: it grows by a factor until the demands
   * hold, and the search ends where a number that does not hold is near enough to one that does.
   */
  enum Pace {
    /** To the last operation: comparisons of outputs are cheap. */
    FINE(2, 1),
    /** Metrics are not, and say little of single operations; pruning goes on from there. */
    COARSE(4, 0.75);

    private final int factor;
    private final double near;

    Pace(int factor, double near) {
      this.factor = factor;
      this.near = near;
    }
  }

  private Repair() {}

  /**
   * A quantized operation.
   *
   * @param model name of its model
   * @param operation its name
   * @param damage noise over signal behind it, less that of its noisiest input; infinite where
   *     noise is fed back
   */
  record Culprit(String model, String operation, double damage) {}

  /**
   * The quantized operations, the one that adds most noise first, else in topological order.
   *
   * @param layers errors of tensors inside the network
   */
  static List<Culprit> ranking(OptimizedModel quantized, List<LayerComparison> layers) {
    Map<String, Map<String, Double>> noise = new HashMap<>();
    for (LayerComparison layer : layers) {
      double ratio = layer.sqnr() == null ? 0 : Math.pow(10, -layer.sqnr() / 10);
      noise
          .computeIfAbsent(layer.model(), m -> new HashMap<>())
          .put(layer.name() + ":" + layer.output(), ratio);
    }
    List<Culprit> all = new ArrayList<>();
    quantized
        .models()
        .forEach(
            (name, model) -> {
              Map<String, Double> its = noise.getOrDefault(name, Map.of());
              for (Operation op : FloatReturn.quantized(model)) {
                all.add(new Culprit(name, op.name(), damage(op, its)));
              }
            });
    all.sort(Comparator.comparingDouble(Culprit::damage).reversed());
    return all;
  }

  private static double damage(Operation op, Map<String, Double> noise) {
    if (op.type().contains("Sequence") || op.type().contains("Cell")) {
      return Double.POSITIVE_INFINITY;
    }
    double before = 0;
    for (Input input : op.inputs()) {
      Output read =
          FloatReturn.quantizer(input.source()).map(FakeQuantize::data).orElse(input.source());
      before = Math.max(before, noise.getOrDefault(read.toString(), 0.0));
    }
    return behind(op, noise) - before;
  }

  /** The noise of the nearest tensor behind an operation that was measured. */
  private static double behind(Operation op, Map<String, Double> noise) {
    Operation at = op;
    while (true) {
      for (Output output : at.outputs()) {
        Double found = noise.get(output.toString());
        if (found != null) {
          return found;
        }
      }
      List<Input> readers = at.outputs().stream().flatMap(o -> o.consumers().stream()).toList();
      if (readers.isEmpty()) {
        // nothing behind it was finite
        return Double.POSITIVE_INFINITY;
      }
      at = readers.get(0).operation();
    }
  }

  /**
   * The least number of leading culprits with which the demands hold, as far as a search by
   * doubling and halving tells.
   *
   * @param most number of culprits
   * @param pace how the search goes
   * @param holds whether the demands hold with that many returned; asked for several numbers at
   *     once
   * @return the number, or -1 where even all of them do not help
   */
  static int least(int most, Pace pace, Function<List<Integer>, List<Boolean>> holds) {
    TreeMap<Integer, Boolean> known = new TreeMap<>(Map.of(0, false));
    List<Integer> steps = new ArrayList<>();
    for (int k = 1; k < most; k *= pace.factor) {
      steps.add(k);
    }
    steps.add(most);
    int good = -1;
    int together = 1;
    for (int i = 0; i < steps.size() && good < 0; ) {
      int end = Math.min(steps.size(), i + together);
      // all of them are seldom needed
      List<Integer> batch = steps.subList(i, end == steps.size() && end > i + 1 ? end - 1 : end);
      i += batch.size();
      together = Math.min(BATCH, together + 1);
      List<Boolean> answers = holds.apply(batch);
      for (int j = 0; j < batch.size(); j++) {
        known.put(batch.get(j), answers.get(j));
        good = good < 0 && answers.get(j) ? batch.get(j) : good;
      }
    }
    if (good < 0) {
      return good;
    }
    int bad = known.headMap(good).lastKey();
    while (good - bad > 1 && bad < pace.near * good) {
      int middle = (good + bad) >>> 1;
      if (holds.apply(List.of(middle)).get(0)) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good;
  }

  /**
   * Leaves out what it takes not, the dearest first: halves of the choice, then quarters and so on
   * down to single members, as long as questions are left.
   *
   * @param chosen a choice with which the demands hold
   * @param questions how many smaller choices may be tried
   * @param cost what a member costs in float
   * @param holds whether the demands hold with a choice
   * @return what is left, in the order of {@code chosen}
   */
  static <T> List<T> pruned(
      List<T> chosen, int questions, ToLongFunction<T> cost, Predicate<List<T>> holds) {
    List<T> kept = new ArrayList<>(chosen);
    kept.sort(Comparator.comparingLong(cost).reversed());
    int left = questions;
    for (int size = chosen.size() / 2; size >= 1; size /= 2) {
      for (int from = 0; from < kept.size() && kept.size() > 1 && left > 0; left--) {
        List<T> fewer = new ArrayList<>(kept.subList(0, from));
        fewer.addAll(kept.subList(Math.min(kept.size(), from + size), kept.size()));
        if (!fewer.isEmpty() && holds.test(fewer)) {
          kept = fewer;
        } else {
          from += size;
        }
      }
    }
    Set<T> needed = new HashSet<>(kept);
    return chosen.stream().filter(needed::contains).toList();
  }

  /** A copy of the quantized models with the first culprits in float. */
  static OptimizedModel returned(
      OptimizedModel quantized, OptimizedModel floats, List<Culprit> culprits) {
    OptimizedModel copy = quantized.copy();
    for (Culprit culprit : culprits) {
      Model model = copy.model(culprit.model());
      model
          .operation(culprit.operation())
          .ifPresent(
              op -> {
                restoreWeights(copy, culprit.model(), op);
                new FloatReturn(model, floats.model(culprit.model())).apply(op);
              });
    }
    return copy;
  }

  /** Weights whose codes an algorithm chose are again what they were before. */
  private static void restoreWeights(OptimizedModel models, String name, Operation op) {
    for (Input input : op.inputs()) {
      Output weight = input.source();
      FakeQuantize.of(weight.operation())
          .flatMap(fq -> OperationTraits.constantBehind(fq.data()))
          .ifPresent(
              constant ->
                  models.unrounded(TensorId.of(name, weight)).ifPresent(constant::setValue));
    }
  }
}
