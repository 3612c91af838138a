package org.octet.api.model;

/**
 * Names a tensor across copies of a model.
 *
 * @param model name of the model in the job
 * @param operation friendly name of the producer
 * @param output index of the producer's output
 */
public record TensorId(String model, String operation, int output) implements Comparable<TensorId> {
  /** The tensor of an output port. */
  public static TensorId of(String model, Output output) {
    return new TensorId(model, output.operation().name(), output.index());
  }

  /**
   * The port in a model.
   *
   * @throws IllegalArgumentException when the model has no such operation
   */
  public Output in(Model m) {
    return m.operation(operation)
        .orElseThrow(() -> new IllegalArgumentException("no operation '" + operation + "'"))
        .output(output);
  }

  @Override
  public int compareTo(TensorId other) {
    int c = model.compareTo(other.model);
    c = c != 0 ? c : operation.compareTo(other.operation);
    return c != 0 ? c : Integer.compare(output, other.output);
  }
}
