package org.octet.core.internal.layers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * Two networks in one graph: both read the first one's inputs, and what leaves it, before the first
 * one's own outputs, is one vector of float32 numbers: for every pair of tensors the Euclidean norm
 * of the first and that of their difference, then for every quantizer of the second network the
 * share of its input's values outside its range.
 *
 * @param model the graph
 * @param pairs the tensors that are compared, in the first network's order: its side
 * @param quantizers names of the quantizers whose clipped values are counted, in the second
 *     network's order
 */
record TwinModel(Model model, List<Pair> pairs, List<String> quantizers) {
  /**
   * One tensor of the first network.
   *
   * @param name name of its operation
   * @param type type of its operation
   * @param output which output of the operation
   */
  record Pair(String name, String type, int output) {}

  /** Length of the vector. */
  int length() {
    return 2 * pairs.size() + quantizers.size();
  }

  /**
   * Joins two networks.
   *
   * @param reference the first, usually the float model; not changed
   * @param candidate the second, of the same inputs; not changed
   * @return empty where they cannot run in one graph or have nothing to compare
   */
  static Optional<TwinModel> of(Model reference, Model candidate) {
    if (reference.parameters().size() != candidate.parameters().size()) {
      return Optional.empty();
    }
    Model joined = reference.copy();
    TwinBuilder builder = new TwinBuilder(joined);
    Model second = candidate.copy();
    List<Output[]> found = pairs(joined, second);
    List<Operation> quantizers = activationQuantizers(second);
    builder.takeIn(second);
    List<Pair> pairs = new ArrayList<>();
    for (Output[] pair : found) {
      Operation op = pair[0].operation();
      pairs.add(new Pair(op.name(), op.type(), pair[0].index()));
      builder.difference(pair[0], pair[1]);
    }
    List<String> names = new ArrayList<>();
    for (Operation quantizer : quantizers) {
      names.add(quantizer.name().substring(builder.prefix().length()));
      builder.clipped(quantizer);
    }
    if (pairs.isEmpty()) {
      return Optional.empty();
    }
    builder.finish();
    return Optional.of(new TwinModel(joined, List.copyOf(pairs), List.copyOf(names)));
  }

  /**
   * The tensors that both have: what the second network's quantizers read and what leaves it, or,
   * where it has no quantizers, the results of all convolutions and matrix products.
   */
  private static List<Output[]> pairs(Model reference, Model candidate) {
    Set<Output> wanted = new LinkedHashSet<>();
    activationQuantizers(candidate)
        .forEach(q -> FakeQuantize.of(q).ifPresent(view -> wanted.add(view.data())));
    if (wanted.isEmpty()) {
      candidate.operations().stream()
          .filter(OperationTraits::isLinear)
          .forEach(op -> wanted.add(op.output(0)));
    }
    candidate.results().forEach(r -> wanted.add(r.input(0).source()));
    Set<String> keys = new HashSet<>();
    wanted.forEach(output -> keys.add(output.toString()));
    List<Output[]> pairs = new ArrayList<>();
    for (Operation op : reference.topologicalOrder()) {
      for (Output output : op.outputs()) {
        if (keys.contains(output.toString())) {
          partner(output, candidate).ifPresent(twin -> pairs.add(new Output[] {output, twin}));
        }
      }
    }
    return pairs;
  }

  private static Optional<Output> partner(Output output, Model candidate) {
    Operation op = output.operation();
    if (op.isConstant() || op.is(OperationTypes.PARAMETER) || !measurable(output)) {
      return Optional.empty();
    }
    return candidate
        .operation(op.name())
        .filter(twin -> twin.outputs().size() > output.index())
        .map(twin -> twin.output(output.index()))
        .filter(twin -> measurable(twin) && twin.shape().equals(output.shape()));
  }

  private static boolean measurable(Output output) {
    return output.type().isReal() && output.shape().hasRank() && output.shape().rank() > 0;
  }

  private static List<Operation> activationQuantizers(Model model) {
    return model.ofType(OperationTypes.FAKE_QUANTIZE).stream()
        .filter(q -> OperationTraits.constantBehind(q.input(0).source()).isEmpty())
        .filter(q -> q.input(1).source().operation().isConstant())
        .filter(q -> q.input(2).source().operation().isConstant())
        .filter(q -> measurable(q.input(0).source()))
        .toList();
  }
}
