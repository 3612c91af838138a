package org.octet.core.internal.recurrent;

import java.util.List;
import org.octet.api.model.Output;

/** One step of a recurrent network, with the operation set's arithmetic. */
sealed interface Cell {
  /**
   * The weights of one direction, each cut into {@link #cuts} parts along its first axis.
   *
   * @param input of the input, {@code [gates * hidden, input]}
   * @param state of the hidden state, {@code [gates * hidden, hidden]}
   * @param bias {@code [gates * hidden]}, or one hidden size more
   */
  record Weights(List<Output> input, List<Output> state, List<Output> bias) {}

  /** The number of states: the hidden one, and of an LSTM that of the cell. */
  int states();

  /** Into how many parts weights are cut. */
  int cuts();

  /** Into how many parts the bias is cut. */
  int biasCuts();

  /**
   * Adds a step.
   *
   * @param p adds operations
   * @param step begins their names
   * @param x input, {@code [batch, input]}
   * @param before states before, {@code [batch, hidden]} each
   * @return states after
   */
  List<Output> step(Pieces p, String step, Output x, List<Output> before, Weights w);

  /** Gates in the order forget, input, cell, output; computed together. */
  record Lstm() implements Cell {
    @Override
    public int states() {
      return 2;
    }

    @Override
    public int cuts() {
      return 1;
    }

    @Override
    public int biasCuts() {
      return 1;
    }

    @Override
    public List<Output> step(Pieces p, String step, Output x, List<Output> before, Weights w) {
      Output sum = Gates.sum(p, step + "gates", x, before.get(0), w, 0);
      List<Output> gates = p.split(step + "split", sum, 1, 4);
      Output forget = p.function("Sigmoid", step + "forget", gates.get(0));
      Output input = p.function("Sigmoid", step + "input", gates.get(1));
      Output candidate = p.function("Tanh", step + "candidate", gates.get(2));
      Output output = p.function("Sigmoid", step + "output", gates.get(3));
      Output kept = p.elementwise("Multiply", step + "kept", forget, before.get(1));
      Output added = p.elementwise("Multiply", step + "added", input, candidate);
      Output cell = p.elementwise("Add", step + "cell", kept, added);
      Output shown = p.function("Tanh", step + "shown", cell);
      return List.of(p.elementwise("Multiply", step + "hidden", output, shown), cell);
    }
  }

  /**
   * Gates in the order update, reset, candidate; computed one by one, as the last needs the second.
   *
   * @param linearBeforeReset whether the reset gate acts behind the state's product
   */
  record Gru(boolean linearBeforeReset) implements Cell {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public int cuts() {
      return 3;
    }

    @Override
    public int biasCuts() {
      return linearBeforeReset ? 4 : 3;
    }

    @Override
    public List<Output> step(Pieces p, String step, Output x, List<Output> before, Weights w) {
      Output h = before.get(0);
      Output update = p.function("Sigmoid", step + "update", Gates.sum(p, step + "z", x, h, w, 0));
      Output reset = p.function("Sigmoid", step + "reset", Gates.sum(p, step + "r", x, h, w, 1));
      Output candidate =
          p.function(
              "Tanh",
              step + "candidate",
              linearBeforeReset
                  ? resetBehind(p, step + "c", x, h, w, reset)
                  : Gates.sum(
                      p, step + "c", x, p.elementwise("Multiply", step + "left", reset, h), w, 2));
      // (1 - z) * c + z * h, as c + z * (h - c)
      Output change = p.elementwise("Subtract", step + "change", h, candidate);
      Output kept = p.elementwise("Multiply", step + "kept", update, change);
      return List.of(p.elementwise("Add", step + "hidden", candidate, kept));
    }

    private static Output resetBehind(
        Pieces p, String part, Output x, Output h, Weights w, Output reset) {
      Output fromState = p.product(part + "/state", h, w.state().get(2));
      Output biased = p.elementwise("Add", part + "/state_bias", fromState, w.bias().get(3));
      Output left = p.elementwise("Multiply", part + "/left", reset, biased);
      Output fromInput = p.product(part + "/input", x, w.input().get(2));
      Output base = p.elementwise("Add", part + "/input_bias", fromInput, w.bias().get(2));
      return p.elementwise("Add", part + "/sum", base, left);
    }
  }

  /** What gates have in common. */
  final class Gates {
    private Gates() {}

    /** {@code x * W' + (h * R' + b)} of one part of the weights. */
    static Output sum(Pieces p, String part, Output x, Output h, Weights w, int index) {
      Output fromInput = p.product(part + "/input", x, w.input().get(index));
      Output fromState = p.product(part + "/state", h, w.state().get(index));
      Output biased = p.elementwise("Add", part + "/bias", fromState, w.bias().get(index));
      return p.elementwise("Add", part + "/sum", fromInput, biased);
    }
  }
}
