package org.octet.algorithms.biascorrection.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Input;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;
import org.octet.api.model.OptimizedModel;
import org.octet.api.model.TensorId;
import org.octet.api.tensor.Tensor;

/** Takes quantization back in parts. Stateless. */
final class Undo {
  private Undo() {}

  /**
   * Gives each weight its nearest codes, in place.
   *
   * @return whether a weight had others
   */
  static boolean rounding(OptimizedModel models) {
    boolean changed = false;
    for (Map.Entry<String, Model> entry : models.models().entrySet()) {
      for (FakeQuantize quantizer : quantizers(entry.getValue())) {
        TensorId id = TensorId.of(entry.getKey(), quantizer.operation().output(0));
        Optional<Tensor> before = models.unrounded(id);
        if (before.isPresent()) {
          OperationTraits.constantBehind(quantizer.data()).orElseThrow().setValue(before.get());
          changed = true;
        }
      }
    }
    return changed;
  }

  /** The float model that a quantized one stands for, with all that algorithms rescaled. */
  static OptimizedModel quantization(OptimizedModel models) {
    OptimizedModel floats = models.copy();
    rounding(floats);
    for (Model model : floats.models().values()) {
      for (FakeQuantize quantizer : quantizers(model)) {
        List<Input> readers = List.copyOf(quantizer.operation().output(0).consumers());
        readers.forEach(reader -> reader.connect(quantizer.data()));
      }
    }
    return floats;
  }

  private static List<FakeQuantize> quantizers(Model model) {
    List<FakeQuantize> quantizers = new ArrayList<>();
    for (Operation op : model.operations()) {
      FakeQuantize.of(op).ifPresent(quantizers::add);
    }
    return quantizers;
  }
}
