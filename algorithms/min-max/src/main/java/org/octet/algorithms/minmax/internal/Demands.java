package org.octet.algorithms.minmax.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.octet.api.algorithm.Reason;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.QuantizerConfig.Mode;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.PartialShape;
import org.octet.api.tensor.Floats;

/**
 * Which inputs want a quantized tensor, and which quantizers they take: the computed floating-point
 * inputs of operations that the device quantizes.
 */
final class Demands {
  private final TargetDevice device;
  private final QuantizerWish wish;
  private final boolean quantizesLonely;
  private final Exclusions exclusions;
  private final FusedGroups groups;
  private final Map<Input, List<QuantizerConfig>> demands = new HashMap<>();
  private final Set<Input> lonely = new HashSet<>();
  private final Map<Operation, Verdict> refused = new HashMap<>();

  private Demands(
      TargetDevice device, Settings settings, Exclusions exclusions, FusedGroups groups) {
    this.device = device;
    wish = settings.activations();
    quantizesLonely = settings.potPlaces();
    this.exclusions = exclusions;
    this.groups = groups;
  }

  /** Finds the demands of all operations. */
  static Demands of(
      List<Operation> order,
      TargetDevice device,
      Settings settings,
      Exclusions exclusions,
      FusedGroups groups) {
    Demands found = new Demands(device, settings, exclusions, groups);
    order.forEach(found::visit);
    return found;
  }

  /** The quantizers that an input takes, best first; empty when it takes none. */
  List<QuantizerConfig> at(Input input) {
    return demands.getOrDefault(input, List.of());
  }

  /**
   * Whether an input takes a quantized tensor only where there is one anyway: the only computed
   * input of an element-wise operation, for which alone a quantizer would not pay.
   */
  boolean isLonely(Input input) {
    return lonely.contains(input);
  }

  /**
   * Why an operation of a quantizable type wants nothing; null when it does, or is of another type.
   */
  Verdict refusal(Operation op) {
    return refused.get(op);
  }

  private void visit(Operation op) {
    Optional<OperationConfig> config = device.operation(OperationTraits.deviceType(op));
    boolean weightsOnly = OperationTraits.isEmbedding(op);
    if (config.isEmpty() || weightsOnly || exclusions.contains(op) || groups.isFused(op)) {
      return;
    }
    List<QuantizerConfig> candidates = candidates(op, config.get());
    List<Input> inputs = op.inputs().stream().filter(this::isComputedFloat).toList();
    Optional<String> refusal = refusal(op, inputs);
    if (candidates.isEmpty()) {
      refusal = Optional.of("the target device lists no quantizer for activations");
    }
    if (refusal.isPresent()) {
      refused.put(op, new Verdict(Reason.NO_QUANTIZABLE_INPUT, refusal.get()));
      return;
    }
    inputs.forEach(input -> demands.put(input, candidates));
    boolean lone = OperationTraits.isElementwise(op) && inputs.size() == 1;
    if (lone && !quantizesLonely && !device.quantizesOutputs()) {
      lonely.add(inputs.get(0));
    }
  }

  private static Optional<String> refusal(Operation op, List<Input> inputs) {
    if (inputs.isEmpty()) {
      return Optional.of("no input is a computed floating-point tensor");
    }
    if (OperationTraits.isConvolution(op) && OperationTraits.weightPort(op).isEmpty()) {
      return Optional.of("its weight is not a floating-point constant");
    }
    boolean ranked = op.inputs().stream().limit(2).allMatch(i -> i.source().shape().hasRank());
    if (OperationTraits.isLinear(op) && !ranked) {
      return Optional.of("the rank of its input is not known");
    }
    return isMiscomputed(op)
        ? Optional.of("runtimes miscompute it in integers, as its weight comes first")
        : Optional.empty();
  }

  /**
   * Whether OpenVINO's CPU plugin refuses a product in integers, or gives other results each time
   * it is compiled: where the first factor is constant and the other one has three dimensions.
   */
  private static boolean isMiscomputed(Operation op) {
    return op.is(OperationTypes.MAT_MUL)
        && OperationTraits.weightPort(op).equals(OptionalInt.of(0))
        && op.input(1).source().shape().rank() == 3;
  }

  /** Whether a tensor is floating-point and neither constant nor a shape. */
  boolean isComputedFloat(Input input) {
    return Floats.supports(input.source().type()) && !exclusions.isFixed(input.source());
  }

  private List<QuantizerConfig> candidates(Operation op, OperationConfig config) {
    List<QuantizerConfig> wanted = wanted(op, config);
    if (!exclusions.inTransformer() || !isProduct(op)) {
      return wanted;
    }
    List<QuantizerConfig> symmetric =
        config.activations().stream().filter(c -> c.mode() == Mode.SYMMETRIC).toList();
    return wish.mode().isPresent() || symmetric.isEmpty()
        ? wanted
        : wish.symmetric().choose(symmetric);
  }

  /** Whether two computed tensors are multiplied, as in attention. */
  private static boolean isProduct(Operation op) {
    return op.is(OperationTypes.MAT_MUL) && OperationTraits.weightPort(op).isEmpty();
  }

  private List<QuantizerConfig> wanted(Operation op, OperationConfig config) {
    if (wish.perChannel().isEmpty()) {
      return wish.choose(config.activations());
    }
    List<QuantizerConfig> candidates = new ArrayList<>();
    if (!wish.perChannel().get() || readsChannels(op)) {
      candidates.addAll(wish.choose(config.activations()));
    }
    // where another reader of the tensor takes no quantizer per channel
    candidates.addAll(wish.withoutGranularity().choose(config.activations()));
    return candidates.stream().distinct().toList();
  }

  /** Whether the axis that a quantizer per channel keeps is there. */
  private static boolean readsChannels(Operation op) {
    PartialShape shape = op.input(0).source().shape();
    return OperationTraits.isConvolution(op)
        && shape.hasRank()
        && shape.rank() > ActivationQuantizer.CHANNEL_AXIS
        && shape.dim(ActivationQuantizer.CHANNEL_AXIS).isStatic();
  }
}
