package org.octet.algorithms.overflowcorrection.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmContext;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel;
import org.octet.api.statistics.StatisticRequests;
import org.octet.api.statistics.Statistics;

/**
 * Keeps sums of products within 32 bits, as POT does for GNA. The largest sum that the samples
 * show, in units of what one code of the input times one code of the weight stands for, is divided
 * by {@code 2^31 - 1}; where that is more than 1, the weight becomes smaller by this factor, its
 * codes with it, and what a code stands for as much larger.
 */
final class OverflowCorrection implements Algorithm {
  /** Weights of 8 bits have sums that cannot overflow. */
  private static final long NARROW_LEVELS = 255;

  private final List<Layer> layers = new ArrayList<>();

  /** A weight that is shared, and the largest factor that a reader needs. */
  private record Scaled(Model model, FakeQuantize quantizer, double factor) {
    Scaled or(Scaled other) {
      return factor >= other.factor ? this : other;
    }
  }

  @Override
  public void register(
      OptimizedModel models, StatisticRequests requests, AlgorithmContext context) {
    if (!context.device().quantizesOutputs()) {
      return;
    }
    models
        .models()
        .forEach(
            (name, model) ->
                model.topologicalOrder().forEach(op -> Layer.of(name, op).ifPresent(layers::add)));
    layers.forEach(layer -> requests.request(layer.largestSum()));
  }

  @Override
  public void apply(OptimizedModel models, Statistics statistics, AlgorithmContext context) {
    Map<Operation, Scaled> scaled = new LinkedHashMap<>();
    for (Layer layer : layers) {
      Model model = models.model(layer.model());
      double largest = statistics.get(layer.largestSum())[0];
      Optional<Operation> op = model.operation(layer.operation());
      Optional<FakeQuantize> weight = op.flatMap(o -> weight(o, layer));
      OptionalDouble input = op.map(Scales::ofInputs).orElse(OptionalDouble.empty());
      if (weight.isPresent() && input.isPresent()) {
        double factor = factor(largest, input.getAsDouble(), Scales.of(weight.get()));
        if (factor > 1) {
          scaled.merge(
              weight.get().operation(), new Scaled(model, weight.get(), factor), Scaled::or);
        }
      }
    }
    scaled.values().forEach(s -> Scales.enlarge(s.model(), s.quantizer(), s.factor()));
    scaled.values().stream()
        .mapToDouble(Scaled::factor)
        .max()
        .ifPresent(
            most ->
                context.note(
                    String.format(
                        Locale.ROOT,
                        "overflow correction: codes of %d of %d weights are smaller, by up to %.2f",
                        scaled.size(),
                        layers.size(),
                        most)));
  }

  private static Optional<FakeQuantize> weight(Operation op, Layer layer) {
    Operation source = op.input(layer.weightPort()).source().operation();
    return source.is(OperationTypes.FAKE_QUANTIZE)
        ? FakeQuantize.of(source).filter(q -> q.levels() > NARROW_LEVELS)
        : Optional.empty();
  }

  /**
   * By how much a sum exceeds 32 bits; 1 where it does not.
   *
   * @param largest largest magnitude of the sum
   * @param input what one code of the input stands for
   * @param weight what one code of the weight stands for
   */
  static double factor(double largest, double input, double weight) {
    double codes = Math.floor(largest / (input * weight));
    return codes > Integer.MAX_VALUE ? codes / Integer.MAX_VALUE : 1;
  }
}
