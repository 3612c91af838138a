package org.octet.algorithms.minmax.internal;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.OptimizedModel.Rescaling;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;

/**
 * The rescalings that the quantizers of one model can carry. What a quantizer of an activation
 * reads is multiplied by a factor per channel, and the quantizers of the weights behind it divide
 * by the same factors. The float operations, and whatever else reads the tensor, stay as they are:
 * without its quantizers an operation computes what the float model computes. Immutable.
 */
final class Scales {
  /** Nothing is rescaled. */
  static final Scales NONE = new Scales(Map.of(), Map.of());

  private final Map<TensorId, Rescaling> activations;
  private final Map<Port, Rescaling> weights;

  private Scales(Map<TensorId, Rescaling> activations, Map<Port, Rescaling> weights) {
    this.activations = activations;
    this.weights = weights;
  }

  /**
   * Those of the proposed rescalings that suit a placement: all that reads the quantized tensor has
   * weights of its own along the rescaled axis, and the quantizer's range is its own.
   *
   * @param model the float model
   */
  static Scales of(Placement placement, Model model, Collection<Rescaling> proposed) {
    Map<TensorId, Rescaling> byTensor = new HashMap<>();
    proposed.forEach(r -> byTensor.put(r.tensor(), r));
    Set<Port> weights = new HashSet<>();
    placement.weights().forEach(w -> weights.addAll(w.consumers()));
    Map<Integer, Integer> sharing = new HashMap<>();
    placement.activations().forEach(q -> sharing.merge(q.group(), 1, Integer::sum));
    Map<TensorId, Rescaling> activations = new LinkedHashMap<>();
    Map<Port, Rescaling> scaled = new HashMap<>();
    for (ActivationQuantizer q : placement.activations()) {
      Rescaling r = byTensor.get(q.tensor());
      boolean own = !q.config().perChannel() && sharing.get(q.group()) == 1 && q.apart().isEmpty();
      if (r == null || !own || !isPositive(r)) {
        continue;
      }
      weightPorts(q, r, model, weights)
          .ifPresent(
              ports -> {
                activations.put(q.tensor(), r);
                ports.forEach(port -> scaled.put(port, r));
              });
    }
    return new Scales(activations, scaled);
  }

  private static boolean isPositive(Rescaling r) {
    boolean positive = true;
    for (int c = 0; c < r.factors().length; c++) {
      positive &= r.factors()[c] > 0 && r.shifts()[c] == 0;
    }
    return positive;
  }

  /** Where the weights behind a quantizer are read; empty where one cannot be rescaled. */
  private static Optional<Set<Port>> weightPorts(
      ActivationQuantizer q, Rescaling r, Model model, Set<Port> weights) {
    Set<Port> ports = new HashSet<>();
    for (Port consumer : q.consumers()) {
      Operation op = consumer.in(model).operation();
      OptionalInt port = OperationTraits.weightPort(op);
      boolean reads =
          op.is(OperationTypes.MAT_MUL, OperationTypes.CONVOLUTION)
              && port.isPresent()
              && consumer.index() == 1 - port.getAsInt()
              && OperationTraits.inputChannelAxis(op, consumer.index()) == r.axis()
              && weights.contains(new Port(op.name(), port.getAsInt()));
      if (!reads) {
        return Optional.empty();
      }
      ports.add(new Port(op.name(), port.getAsInt()));
    }
    List<Output> read = ports.stream().map(port -> port.in(model).source()).toList();
    boolean alone =
        read.stream()
            .flatMap(weight -> weight.consumers().stream())
            .allMatch(input -> ports.contains(Port.of(input)) || input.operation().is("ShapeOf"));
    return alone && read.stream().noneMatch(weight -> isTable(weight, model))
        ? Optional.of(ports)
        : Optional.empty();
  }

  /** Whether an embedding has the same table, which would then be stored twice. */
  private static boolean isTable(Output weight, Model model) {
    ByteBuffer bytes = bytes(weight);
    return model.operations().stream()
        .filter(OperationTraits::isEmbedding)
        .anyMatch(op -> bytes(op.input(0).source()).equals(bytes));
  }

  private static ByteBuffer bytes(Output weight) {
    return OperationTraits.constantBehind(weight).orElseThrow().value().bytes();
  }

  boolean isEmpty() {
    return activations.isEmpty();
  }

  /** All, in topological order. */
  Collection<Rescaling> all() {
    return activations.values();
  }

  /** How a quantizer of an activation rescales. */
  Optional<Rescaling> of(ActivationQuantizer quantizer) {
    return Optional.ofNullable(activations.get(quantizer.tensor()));
  }

  /** How the weight that an input reads is rescaled. */
  Optional<Rescaling> ofWeight(Port input) {
    return Optional.ofNullable(weights.get(input));
  }
}
