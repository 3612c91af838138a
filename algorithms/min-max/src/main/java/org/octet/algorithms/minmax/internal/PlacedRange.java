package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.model.Output;
import org.octet.api.tensor.Shape;

/**
 * A FakeQuantize to insert on an activation.
 *
 * @param quantizer what it is one of
 * @param name friendly name
 * @param ports the inputs that will read the quantized tensor
 * @param bounds its range, of rescaled values where it rescales
 * @param scale how it rescales channels
 */
record PlacedRange(
    ActivationQuantizer quantizer,
    String name,
    List<Port> ports,
    Ranges.Bounds bounds,
    Optional<Rescaling> scale) {
  /**
   * How much wider a shared range may be than a tensor's own before readers that need not share get
   * their own quantizer: beyond 2 they would lose more than one bit, for one pass over the tensor.
   */
  private static final float COSTLY_WIDENING = 2f;

  /** What a rule inserts at a placement, in its order. */
  static List<PlacedRange> of(
      Placement placement, RangeRule rule, Scales scales, RangeRule.Measured plain) {
    RangeRule.Measured measured = scales.isEmpty() ? plain : plain.rescaledBy(scales.all());
    Function<ActivationQuantizer, Ranges.Bounds> shared = shared(placement, rule, measured);
    List<PlacedRange> placed = new ArrayList<>();
    for (ActivationQuantizer q : placement.activations()) {
      Ranges.Bounds common = shared.apply(q);
      Ranges.Bounds own = q.apart().isEmpty() ? common : rule.bounds(q, rule.extremes(q, measured));
      if (common.width() > COSTLY_WIDENING * own.width()) {
        Set<Port> apart = Set.copyOf(q.apart());
        List<Port> others = q.consumers().stream().filter(p -> !apart.contains(p)).toList();
        placed.add(new PlacedRange(q, q.name(), others, common, Optional.empty()));
        placed.add(new PlacedRange(q, q.ownName(), q.apart(), own, Optional.empty()));
      } else {
        placed.add(new PlacedRange(q, q.name(), q.consumers(), common, scales.of(q)));
      }
    }
    return placed;
  }

  /** Gives the bounds that a quantizer shares with its group. */
  private static Function<ActivationQuantizer, Ranges.Bounds> shared(
      Placement placement, RangeRule rule, RangeRule.Measured measured) {
    Map<Integer, Extremes> extremes = new HashMap<>();
    Map<Integer, Ranges.Bounds> bounds = new HashMap<>();
    for (ActivationQuantizer q : placement.activations()) {
      Extremes own = rule.extremes(q, measured);
      extremes.merge(q.group(), own, Extremes::join);
      bounds.merge(q.group(), rule.bounds(q, own), Ranges.Bounds::join);
    }
    return rule.settings().estimator().rules().joinsBounds()
        ? q -> bounds.get(q.group())
        : q -> rule.bounds(q, extremes.get(q.group()));
  }

  /** Inserts it. */
  void insert(Model model) {
    List<Input> consumers = ports.stream().map(port -> port.in(model)).toList();
    Output tensor = consumers.get(0).source();
    FakeQuantize.Range range = new FakeQuantize.Range(shape(tensor), bounds.low(), bounds.high());
    long levels = quantizer.config().levels();
    scale.ifPresentOrElse(
        s ->
            FakeQuantize.insertRescaled(
                model, name, tensor, consumers, levels, range, s.axis(), s.factors()),
        () -> FakeQuantize.insert(model, name, tensor, consumers, levels, range));
  }

  private Shape shape(Output tensor) {
    if (!quantizer.config().perChannel()) {
      return Shape.of();
    }
    long[] dims = new long[tensor.shape().rank()];
    Arrays.fill(dims, 1);
    dims[ActivationQuantizer.CHANNEL_AXIS] = bounds.low().length;
    return Shape.of(dims);
  }

  /**
   * Whether another one at the same place has nearly the same range.
   *
   * @param tolerance share of the width by which bounds may differ
   */
  boolean resembles(PlacedRange other, float tolerance) {
    return ports.equals(other.ports)
        && scale.equals(other.scale)
        && bounds.resembles(other.bounds, tolerance);
  }
}
