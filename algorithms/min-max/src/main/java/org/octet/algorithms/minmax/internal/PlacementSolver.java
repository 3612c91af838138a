package org.octet.algorithms.minmax.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.octet.api.algorithm.Reason;
import org.octet.api.device.OperationConfig;
import org.octet.api.device.QuantizerConfig;
import org.octet.api.device.TargetDevice;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;
import org.octet.api.model.TensorId;

/** Decides where the quantizers of one model go. Deterministic; does not change the model. */
final class PlacementSolver {
  private static final Set<String> COMPUTE_NOTHING =
      Set.of(
          OperationTypes.PARAMETER,
          OperationTypes.RESULT,
          OperationTypes.CONSTANT,
          "ReadValue",
          "Assign");

  private final String modelName;
  private final Model model;
  private final TargetDevice device;
  private final Settings settings;
  private final List<Operation> order;
  private final Exclusions exclusions;
  private final FusedGroups groups;
  private final Demands demands;
  private final Propagation propagation;
  private final OutputDemands outputs;
  private final Map<Output, List<Input>> points = new LinkedHashMap<>();

  /** Operations that read a quantized tensor. */
  private final Set<Operation> served = new HashSet<>();

  /** Operations that move quantized tensors. */
  private final Set<Operation> passed = new HashSet<>();

  /** Operations whose inputs share one range. */
  private final Set<Operation> joining = new LinkedHashSet<>();

  private PlacementSolver(
      String modelName,
      Model model,
      TargetDevice device,
      Settings settings,
      Map<Operation, String> ignored) {
    this.modelName = modelName;
    this.model = model;
    this.device = device;
    this.settings = settings;
    order = model.topologicalOrder();
    exclusions = Exclusions.of(model, order, settings.modelType(), ignored);
    groups = FusedGroups.of(order, device.fused(), exclusions);
    demands = Demands.of(order, device, settings, exclusions, groups);
    propagation = new Propagation(order, device, exclusions, groups, demands);
    outputs = new OutputDemands(device, settings.activations(), exclusions, groups);
  }

  /**
   * The placement for one model.
   *
   * @param ignored what the user wants left alone, and how it was asked for
   */
  static Placement solve(
      String modelName,
      Model model,
      TargetDevice device,
      Settings settings,
      Map<Operation, String> ignored) {
    return new PlacementSolver(modelName, model, device, settings, ignored).solve();
  }

  private Placement solve() {
    for (Operation op : order) {
      op.outputs().forEach(this::findPoint);
    }
    order.stream().filter(propagation::needsOneRange).forEach(joining::add);
    SharedRanges shared = new SharedRanges(joining, propagation);
    leaveLonelyReaders(shared.joined());
    points.values().forEach(this::markServed);
    List<WeightQuantizer> weights = weights();
    return new Placement(
        activations(shared.groups(points.keySet())),
        weights,
        FirstLayers.of(model, this::isQuantizedConvolution),
        verdicts());
  }

  private void findPoint(Output tensor) {
    if (exclusions.isConstant(tensor) || !propagation.through(tensor.operation()).isEmpty()) {
      return;
    }
    List<Input> readers =
        outputs.at(tensor).isEmpty()
            ? tensor.consumers().stream().filter(this::wantsQuantizer).toList()
            : outputs.readers(tensor);
    boolean wanted = readers.stream().anyMatch(propagation::isWorthwhile);
    if (wanted || !outputs.at(tensor).isEmpty() && !readers.isEmpty()) {
      points.put(tensor, readers);
    }
  }

  private boolean wantsQuantizer(Input input) {
    return !propagation.wanted(input).isEmpty();
  }

  /** Who would take a quantizer because it is there gets none with the range of a Concat. */
  private void leaveLonelyReaders(Set<Output> joined) {
    for (Output tensor : joined) {
      points.computeIfPresent(
          tensor, (t, readers) -> readers.stream().filter(propagation::isWorthwhile).toList());
    }
  }

  private void markServed(List<Input> readers) {
    Deque<Input> queue = new ArrayDeque<>();
    readers.stream().filter(this::wantsQuantizer).forEach(queue::add);
    while (!queue.isEmpty()) {
      Input reader = queue.remove();
      Operation op = reader.operation();
      if (!demands.at(reader).isEmpty()) {
        served.add(op);
      } else if (passed.add(op)) {
        op.outputs().forEach(o -> queue.addAll(o.consumers()));
      }
    }
  }

  private List<ActivationQuantizer> activations(Map<Output, Integer> groupOf) {
    Predicate<Input> joins = propagation.leadingTo(joining);
    List<ActivationQuantizer> quantizers = new ArrayList<>();
    points.forEach(
        (tensor, readers) ->
            quantizers.add(activation(tensor, readers, groupOf.get(tensor), joins)));
    return quantizers;
  }

  private ActivationQuantizer activation(
      Output tensor, List<Input> readers, int group, Predicate<Input> joins) {
    boolean joined = readers.stream().anyMatch(joins);
    List<Input> apart = joined ? readers.stream().filter(joins.negate()).toList() : List.of();
    return new ActivationQuantizer(
        quantizerName(tensor, readers),
        TensorId.of(modelName, tensor),
        readers.stream().map(Port::of).toList(),
        apart.stream().map(Port::of).toList(),
        inputName(apart.isEmpty() ? readers.get(0) : apart.get(0)),
        config(tensor, readers),
        OperationTraits.isNonNegative(tensor),
        group);
  }

  private static String inputName(Input reader) {
    return reader.operation().name() + "/fq_input_" + reader.index();
  }

  private String quantizerName(Output tensor, List<Input> readers) {
    if (!outputs.at(tensor).isEmpty()) {
      return OutputDemands.quantizerName(tensor);
    }
    boolean atInput = readers.size() == 1 && tensor.consumers().size() > 1;
    return atInput
        ? inputName(readers.get(0))
        : tensor.operation().name() + "/fq_output_" + tensor.index();
  }

  private QuantizerConfig config(Output tensor, List<Input> readers) {
    List<List<QuantizerConfig>> wishes =
        Stream.concat(
                Stream.of(outputs.at(tensor)),
                readers.stream().filter(this::wantsQuantizer).map(propagation::wanted))
            .filter(wish -> !wish.isEmpty())
            .toList();
    List<QuantizerConfig> common = wishes.stream().reduce(Propagation::intersection).orElseThrow();
    // the first wish where a device lists nothing that suits all
    return common.isEmpty() ? wishes.get(0).get(0) : common.get(0);
  }

  private boolean isQuantized(Operation op) {
    return served.contains(op);
  }

  private boolean isQuantizedConvolution(Operation op) {
    return op.is(OperationTypes.CONVOLUTION) && isQuantized(op);
  }

  /** The inputs whose constants are quantized as weights. */
  private List<Input> weightInputs(Operation op) {
    if (OperationTraits.isElementwise(op)) {
      return outputs.constants(op);
    }
    OptionalInt port =
        OperationTraits.isEmbedding(op) ? OptionalInt.of(0) : OperationTraits.weightPort(op);
    return port.isPresent() ? List.of(op.input(port.getAsInt())) : List.of();
  }

  /** Whether the table of an embedding is quantized, for which no activation need be. */
  private boolean isStoredTable(Operation op) {
    return OperationTraits.isEmbedding(op)
        && !exclusions.contains(op)
        && device.operation(OperationTraits.EMBEDDING).isPresent();
  }

  private List<WeightQuantizer> weights() {
    record Key(Output source, List<Integer> axes, QuantizerConfig config) {}
    Map<Key, List<Input>> shared = new LinkedHashMap<>();
    for (Operation op : order) {
      Optional<OperationConfig> config = device.operation(OperationTraits.deviceType(op));
      if (config.isEmpty() || config.get().weights().isEmpty()) {
        continue;
      }
      if (!isQuantized(op) && !isStoredTable(op)) {
        continue;
      }
      QuantizerConfig first = settings.weights().choose(config.get().weights()).get(0);
      for (Input input : weightInputs(op)) {
        boolean channels = first.perChannel() && !OperationTraits.isElementwise(op);
        List<Integer> axes =
            channels ? OperationTraits.weightChannelAxes(op, input.index()) : List.of();
        shared
            .computeIfAbsent(new Key(input.source(), axes, first), k -> new ArrayList<>())
            .add(input);
      }
    }
    List<WeightQuantizer> quantizers = new ArrayList<>();
    shared.forEach(
        (key, inputs) -> {
          Input first = inputs.get(0);
          quantizers.add(
              new WeightQuantizer(
                  first.operation().name() + "/fq_weights_" + first.index(),
                  inputs.stream().map(Port::of).toList(),
                  key.axes(),
                  key.config()));
        });
    return quantizers;
  }

  private Map<Operation, Verdict> verdicts() {
    Map<Operation, Verdict> verdicts = new LinkedHashMap<>();
    for (Operation op : order) {
      if (!COMPUTE_NOTHING.contains(op.type())) {
        verdicts.put(op, verdict(op));
      }
    }
    return verdicts;
  }

  private Verdict verdict(Operation op) {
    Verdict excluded = exclusions.verdict(op);
    if (excluded != null) {
      return excluded;
    }
    if (isQuantized(op)) {
      return new Verdict(Reason.QUANTIZED, "");
    }
    if (isStoredTable(op)) {
      return new Verdict(Reason.QUANTIZED, "its table");
    }
    if (groups.isFused(op)) {
      return new Verdict(Reason.FUSED_INTO, groups.head(op).name());
    }
    if (demands.refusal(op) != null) {
      return demands.refusal(op);
    }
    if (propagation.isMover(op)) {
      return moverVerdict(op);
    }
    if (op.inputs().stream().anyMatch(demands::isLonely)) {
      return new Verdict(Reason.NO_QUANTIZABLE_INPUT, "only one of its inputs is computed");
    }
    return new Verdict(Reason.UNSUPPORTED_OPERATION, op.type());
  }

  private Verdict moverVerdict(Operation op) {
    boolean wanted =
        op.outputs().stream()
            .flatMap(o -> o.consumers().stream())
            .anyMatch(c -> !propagation.wanted(c).isEmpty());
    return wanted && propagation.through(op).isEmpty()
        ? new Verdict(Reason.BRANCH_KEPT_FLOAT, "quantized behind it")
        : new Verdict(Reason.MOVES_VALUES, "");
  }
}
