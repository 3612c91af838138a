package org.octet.core.internal.compression;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.FakeQuantize;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Tensor;

/**
 * The integers of quantized weights, each found once: candidates of a job are copies that share
 * their weights. Used by one thread.
 */
public final class StoredWeights {
  /** Weights are told apart by what they are, not by their elements. */
  private record Key(
      Tensor weights, FakeQuantize.Range input, FakeQuantize.Range output, long levels) {}

  private final Map<Key, Stored> known = new HashMap<>();

  /**
   * Weights as they are stored.
   *
   * @param codes the integers
   * @param grid what they stand for
   * @param subtract whether the grid's zero point is needed
   */
  record Stored(Tensor codes, Grid grid, boolean subtract) {}

  /**
   * The integers of a weight.
   *
   * @throws UnsupportedModelException when it is NaN
   */
  Stored of(WeightQuantizer quantizer) {
    FakeQuantize levels = quantizer.quantizer();
    Key key =
        new Key(
            quantizer.constant().value(),
            levels.inputRange(),
            levels.outputRange(),
            levels.levels());
    return known.computeIfAbsent(key, k -> store(quantizer));
  }

  private static Stored store(WeightQuantizer quantizer) {
    Grid grid = Grid.of(quantizer.quantizer());
    byte[] codes = codes(quantizer, grid);
    boolean subtract = grid.foldZeroPoint(codes);
    Tensor stored =
        Tensor.allocate(
            grid.unsigned() ? ElementType.U8 : ElementType.I8,
            quantizer.constant().value().shape());
    ByteBuffer bytes = stored.bytes();
    bytes.put(codes);
    return new Stored(stored, grid, subtract);
  }

  private static byte[] codes(WeightQuantizer quantizer, Grid grid) {
    Tensor weights = quantizer.constant().value();
    float[] values = Floats.read(weights);
    float differences = 0;
    for (float value : values) {
      differences += value - value;
    }
    for (int i = 0; differences != 0 && i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new UnsupportedModelException(
            "the weights '%s' hold NaN at index %d; repair the model"
                .formatted(quantizer.constant().name(), i));
      }
    }
    int[] levels = quantizer.quantizer().codes(values, weights.shape());
    byte[] codes = new byte[levels.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (levels[i] + grid.lowestCode());
    }
    return codes;
  }
}
