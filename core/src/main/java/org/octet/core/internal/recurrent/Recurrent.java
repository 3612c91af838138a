package org.octet.core.internal.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Replaces recurrent sequences and cells by the operations they are made of, for devices that have
 * neither: sequences of known length step by step, both directions. Names of outputs stay.
 * Stateless.
 */
public final class Recurrent {
  /** Longer sequences would make graphs of ten thousands of operations. */
  private static final long LONGEST = 512;

  private Recurrent() {}

  /**
   * Takes operations apart, in place.
   *
   * @param types which operations
   * @return of each that is left as it is, why
   */
  public static List<String> decompose(Model model, Set<String> types) {
    List<String> left = new ArrayList<>();
    for (Operation op : model.operations()) {
      if (types.contains(op.type()) && cell(op).isPresent()) {
        Optional<String> reason = refusal(op);
        reason.ifPresentOrElse(
            r -> left.add(op + " is left as it is: " + r), () -> replace(model, op));
      }
    }
    return left;
  }

  private static Optional<Cell> cell(Operation op) {
    boolean linear = Boolean.parseBoolean(op.attribute("linear_before_reset").orElse("false"));
    return switch (op.type()) {
      case "LSTMSequence", "LSTMCell" -> Optional.of(new Cell.Lstm());
      case "GRUSequence", "GRUCell" -> Optional.of(new Cell.Gru(linear));
      default -> Optional.empty();
    };
  }

  static boolean isSequence(Operation op) {
    return op.type().endsWith("Sequence");
  }

  private static Optional<String> refusal(Operation op) {
    Cell cell = cell(op).orElseThrow();
    boolean sequence = isSequence(op);
    int weights = 1 + cell.states() + (sequence ? 1 : 0);
    if (op.inputs().size() != weights + 3) {
      return Optional.of("it has %d inputs".formatted(op.inputs().size()));
    }
    for (int i = weights; i < weights + 3; i++) {
      Output weight = op.input(i).source();
      if (OperationTraits.constantBehind(weight).isEmpty() || !Floats.supports(weight.type())) {
        return Optional.of("its weights are no constants");
      }
    }
    if (!hasRank(op.input(0).source(), sequence ? 3 : 2)) {
      return Optional.of("the rank of its input is not known");
    }
    if (Float.parseFloat(op.attribute("clip").orElse("0")) != 0) {
      return Optional.of("it clips");
    }
    String usual = cell instanceof Cell.Lstm ? "sigmoid,tanh,tanh" : "sigmoid,tanh";
    String functions = op.attribute("activations").orElse(usual).replace(" ", "");
    if (!functions.equals(usual)) {
      return Optional.of("its activations are " + functions);
    }
    return sequence ? Steps.refusal(op, cell, LONGEST) : Optional.empty();
  }

  private static boolean hasRank(Output tensor, int rank) {
    return tensor.shape().hasRank() && tensor.shape().rank() == rank;
  }

  private static void replace(Model model, Operation op) {
    Cell cell = cell(op).orElseThrow();
    Pieces pieces = new Pieces(model, op.name());
    List<Output> results =
        isSequence(op) ? Steps.unroll(pieces, op, cell) : single(pieces, op, cell);
    for (Output old : op.outputs()) {
      Output result = results.get(old.index());
      result.names().addAll(old.names());
      old.moveConsumers(old.consumers(), result);
    }
    List<String> names = new ArrayList<>();
    op.outputs().forEach(o -> names.add(op.name() + "." + o.index()));
    model.remove(op);
    for (int i = 0; i < names.size(); i++) {
      // outputs of an operation with several are told apart by their index
      model.rename(results.get(i).operation(), model.uniqueName(names.get(i)));
    }
    results.forEach(result -> model.removeUnread(result.operation()));
    model.removeDeadConstants();
  }

  private static List<Output> single(Pieces pieces, Operation op, Cell cell) {
    List<Output> states = new ArrayList<>();
    for (int i = 1; i <= cell.states(); i++) {
      states.add(op.input(i).source());
    }
    Cell.Weights weights = weights(pieces, op, cell, 1 + cell.states(), 1).get(0);
    return cell.step(pieces, "", op.input(0).source(), states, weights);
  }

  /** The weights of each direction. */
  static List<Cell.Weights> weights(
      Pieces pieces, Operation op, Cell cell, int first, int directions) {
    List<List<Output>> cut = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Tensor value =
          OperationTraits.constantBehind(op.input(first + i).source()).orElseThrow().value();
      int parts = i == 2 ? cell.biasCuts() : cell.cuts();
      long[] dims = op.input(first + i).source().shape().toShape().orElseThrow().toArray();
      // a sequence has its directions first
      long[] flat = isSequence(op) ? Arrays.copyOfRange(dims, 1, dims.length) : dims.clone();
      flat[0] = directions * flat[0];
      Tensor rows =
          Floats.tensor(op.input(first + i).source().type(), Shape.of(flat), Floats.read(value));
      cut.add(
          pieces.cut(
              List.of("weights", "state_weights", "bias_value").get(i), rows, directions * parts));
    }
    List<Cell.Weights> all = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      all.add(
          new Cell.Weights(
              part(cut.get(0), d, directions),
              part(cut.get(1), d, directions),
              part(cut.get(2), d, directions)));
    }
    return all;
  }

  private static List<Output> part(List<Output> all, int index, int parts) {
    int size = all.size() / parts;
    return all.subList(index * size, (index + 1) * size);
  }
}
