package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.algorithms.minmax.internal.SaturationRule.Reserve;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.model.Output;

/**
 * Inserts quantizers on weights. Candidates share what their weights have in common: each range is
 * found once. Used by one thread.
 */
final class WeightInsertion {
  private final TargetDevice device;
  private final Map<Key, WeightRanges.Pair> known = new HashMap<>();

  private record Key(
      String model,
      WeightQuantizer quantizer,
      WeightRanges rules,
      Reserve reserve,
      Optional<Rescaling> scale) {}

  WeightInsertion(TargetDevice device) {
    this.device = device;
  }

  /**
   * Inserts the quantizers of one model.
   *
   * @param name the model's
   */
  void insert(Model model, String name, RangeCandidate candidate) {
    Settings settings = candidate.rule().settings();
    Placement placement = candidate.placements().get(name);
    for (WeightQuantizer q : placement.weights()) {
      List<Input> consumers = new ArrayList<>();
      q.consumers().forEach(port -> consumers.add(port.in(model)));
      Reserve reserve =
          consumers.stream()
              .map(i -> settings.saturation().reserve(i.operation(), placement, device))
              .reduce(Reserve.NONE, Reserve::or);
      Input reader = consumers.get(0);
      Output weight = reader.source();
      Key key =
          new Key(
              name,
              q,
              settings.weightRanges(),
              reserve,
              candidate.scales().get(name).ofWeight(Port.of(reader)));
      WeightRanges.Pair ranges =
          known.computeIfAbsent(key, k -> k.rules().of(reader, q, reserve, k.scale()));
      // a shape is the same behind the quantizer, and the float constant is not needed for it
      weight.consumers().stream().filter(c -> c.operation().is("ShapeOf")).forEach(consumers::add);
      FakeQuantize.insert(
          model, q.name(), weight, consumers, q.config().levels(), ranges.data(), ranges.codes());
    }
  }
}
