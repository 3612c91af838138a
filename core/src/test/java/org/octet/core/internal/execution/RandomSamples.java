package org.octet.core.internal.execution;

import java.util.Optional;
import java.util.Random;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Gaussian tensors; each depends on its index only.
 *
 * @param size number of samples
 * @param shape shape of each
 */
public record RandomSamples(int size, Shape shape) implements DataLoader {
  @Override
  public Sample get(int index) {
    return Sample.of("sample-" + index, tensor(index), Optional.empty());
  }

  /** The tensor of one sample. */
  public Tensor tensor(int index) {
    Random random = new Random(1000L + index);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (1 + index % 7));
    }
    return Tensor.of(shape, values);
  }
}
