package org.octet.algorithms.minmax.internal;

import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.Output;

/**
 * Keeps the names of a model's outputs where a quantizer is the last operation before a Result: it
 * takes the names of what it quantizes, as in POT. Stateless.
 */
final class ResultNames {
  private static final String BEFORE = "/pre_fq_input";

  private ResultNames() {}

  /** Renames the quantizers that Results read, and what they quantize. */
  static void keep(Model model) {
    for (Operation result : model.results()) {
      Operation last = result.input(0).source().operation();
      if (last.is(OperationTypes.FAKE_QUANTIZE)
          && !last.input(0).source().operation().name().endsWith(BEFORE)) {
        FakeQuantize.of(last).ifPresent(q -> swap(model, q.data(), last));
      }
    }
  }

  private static void swap(Model model, Output data, Operation quantizer) {
    Operation producer = data.operation();
    quantizer.output(0).names().addAll(data.names());
    data.names().clear();
    String name = producer.name();
    if (producer.outputs().size() > 1) {
      model.rename(quantizer, model.uniqueName(name + "." + data.index()));
    } else if (!producer.is(OperationTypes.PARAMETER)) {
      model.rename(producer, model.uniqueName(name + BEFORE));
      model.rename(quantizer, name);
    }
  }
}
