package org.octet.core.internal.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.octet.api.model.Dimension;
import org.octet.api.model.Input;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.Output;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** A recurrent sequence, step by step. Stateless. */
final class Steps {
  /** Of the input {@code [batch, time, input]}. */
  private static final int TIME = 1;

  /** Of states {@code [batch, directions, hidden]} and results {@code [batch, directions, ...]}. */
  private static final int DIRECTIONS = 1;

  private Steps() {}

  /** Why a sequence cannot be unrolled. */
  static Optional<String> refusal(Operation op, Cell cell, long longest) {
    Dimension time = op.input(0).source().shape().dim(TIME);
    if (!time.isStatic() || time.min() < 1 || time.min() > longest) {
      return Optional.of("its length is %s; it can be 1 to %d".formatted(time, longest));
    }
    boolean ranked =
        op.inputs().stream()
            .skip(1)
            .limit(cell.states())
            .allMatch(i -> i.source().shape().hasRank() && i.source().shape().rank() == 3);
    if (!ranked) {
      return Optional.of("the rank of its states is not known");
    }
    return isWhole(op.input(1 + cell.states()), time.min())
        ? Optional.empty()
        : Optional.of("its sequences may have other lengths");
  }

  /** Whether all sequences of a batch are as long as the input: constant, or taken of its shape. */
  private static boolean isWhole(Input lengths, long time) {
    Optional<Operation> constant = OperationTraits.constantBehind(lengths.source());
    if (constant.isPresent()) {
      return longs(constant.get().value()).allMatch(length -> length >= time);
    }
    return isOfShapes(lengths.source().operation(), 0);
  }

  private static LongStream longs(Tensor value) {
    return value.type() == ElementType.I64
        ? LongStream.range(0, value.shape().elements())
            .map(i -> value.bytes().getLong((int) i * Long.BYTES))
        : LongStream.range(0, value.shape().elements())
            .map(i -> value.bytes().getInt((int) i * Integer.BYTES));
  }

  private static boolean isOfShapes(Operation op, int depth) {
    if (op.isConstant() || op.is("ShapeOf")) {
      return true;
    }
    return depth < 16
        && !op.inputs().isEmpty()
        && op.inputs().stream().allMatch(i -> isOfShapes(i.source().operation(), depth + 1));
  }

  /** The outputs of a sequence: all hidden states, then the last of each state. */
  static List<Output> unroll(Pieces p, Operation op, Cell cell) {
    Output x = op.input(0).source();
    int time = (int) x.shape().dim(TIME).min();
    String direction = op.attribute("direction").orElse("forward");
    int directions = direction.equals("bidirectional") ? 2 : 1;
    List<Output> inputs =
        p.split("steps", x, TIME, time).stream().map(s -> p.squeeze("step", s, TIME)).toList();
    List<Cell.Weights> weights = Recurrent.weights(p, op, cell, 2 + cell.states(), directions);
    List<List<Output>> first = new ArrayList<>();
    for (int i = 0; i < cell.states(); i++) {
      first.add(
          p.split("initial", op.input(1 + i).source(), DIRECTIONS, directions).stream()
              .map(s -> p.squeeze("initial_state", s, DIRECTIONS))
              .toList());
    }
    List<Output> all = new ArrayList<>();
    List<List<Output>> last = new ArrayList<>();
    for (int d = 0; d < directions; d++) {
      int direct = d;
      boolean reverse = direction.equals("reverse") || d == 1;
      List<Output> states = first.stream().map(s -> s.get(direct)).toList();
      Output[] hidden = new Output[time];
      for (int i = 0; i < time; i++) {
        int t = reverse ? time - 1 - i : i;
        String step = "%s%d/".formatted(reverse ? "back" : "step", t);
        states = cell.step(p, step, inputs.get(t), states, weights.get(d));
        hidden[t] = p.unsqueeze(step + "shown", states.get(0), TIME);
      }
      Output joined = p.concat("all", Arrays.asList(hidden), TIME);
      all.add(p.unsqueeze("all_states", joined, DIRECTIONS));
      last.add(states.stream().map(s -> p.unsqueeze("last_state", s, DIRECTIONS)).toList());
    }
    List<Output> results = new ArrayList<>();
    results.add(p.concat("outputs", all, DIRECTIONS));
    for (int i = 0; i < cell.states(); i++) {
      int state = i;
      results.add(p.concat("states", last.stream().map(l -> l.get(state)).toList(), DIRECTIONS));
    }
    return results;
  }
}
