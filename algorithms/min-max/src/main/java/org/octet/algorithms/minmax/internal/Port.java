package org.octet.algorithms.minmax.internal;

import org.octet.api.model.Input;
import org.octet.api.model.Model;

/**
 * Names an input across copies of a model.
 *
 * @param operation friendly name of the operation that reads
 * @param index the input's index
 */
record Port(String operation, int index) {
  static Port of(Input input) {
    return new Port(input.operation().name(), input.index());
  }

  /**
   * The input in a model.
   *
   * @throws IllegalArgumentException when the model has no such operation
   */
  Input in(Model model) {
    return model
        .operation(operation)
        .orElseThrow(() -> new IllegalArgumentException("no operation '" + operation + "'"))
        .input(index);
  }
}
