package org.octet.core.internal.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.model.FakeQuantize;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;
import org.octet.core.internal.compression.CompressedWeight;

/** Finds the quantizers of a result. */
final class QuantizerScan {
  private QuantizerScan() {}

  /**
   * The FakeQuantize operations of the models in their order, then the stored weights.
   *
   * @param weights what was stored as integers, by model
   */
  static List<QuantizerEntry> scan(
      Map<String, Model> models, Map<String, List<CompressedWeight>> weights) {
    List<QuantizerEntry> entries = new ArrayList<>();
    models.forEach(
        (name, model) -> {
          model
              .ofType(OperationTypes.FAKE_QUANTIZE)
              .forEach(op -> entries.add(ofFakeQuantize(name, op)));
          weights
              .getOrDefault(name, List.of())
              .forEach(weight -> entries.add(ofWeight(name, weight)));
        });
    return entries;
  }

  private static QuantizerEntry ofFakeQuantize(String model, Operation op) {
    Operation producer = op.input(0).source().operation();
    boolean weight =
        producer.isConstant()
            || producer.is(OperationTypes.CONVERT)
                && producer.input(0).source().operation().isConstant();
    float[] low = range(op, 3);
    float[] high = range(op, 4);
    return new QuantizerEntry(
        model,
        op.name(),
        FakeQuantize.of(op).map(FakeQuantize::data).orElse(op.input(0).source()).toString(),
        weight ? "weight" : "activation",
        Long.parseLong(op.attribute("levels").orElse("0").strip()),
        low.length > 1 || high.length > 1,
        extreme(low, true),
        extreme(high, false),
        null);
  }

  private static float[] range(Operation op, int input) {
    Operation source = op.input(input).source().operation();
    if (!source.isConstant()) {
      return new float[0];
    }
    Tensor value = source.value();
    return value.type() == ElementType.F32 ? value.toFloats() : new float[0];
  }

  private static double extreme(float[] values, boolean least) {
    double extreme = values.length == 0 ? Double.NaN : values[0];
    for (float v : values) {
      extreme = least ? Math.min(extreme, v) : Math.max(extreme, v);
    }
    return extreme;
  }

  private static QuantizerEntry ofWeight(String model, CompressedWeight weight) {
    return new QuantizerEntry(
        model,
        weight.name(),
        weight.target() + ":0",
        "weight",
        weight.levels(),
        weight.perChannel(),
        weight.low(),
        weight.high(),
        null);
  }
}
