package org.octet.core.internal.service;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.model.Dimension;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** Seeded random tensors for timing: floats from 0 to 1, integers 0 or 1, open extents 1. */
final class RandomInputs {
  private RandomInputs() {}

  static List<Tensor> of(List<TensorInfo> inputs, long seed) {
    Random random = new Random(seed);
    List<Tensor> tensors = new ArrayList<>();
    inputs.forEach(input -> tensors.add(of(input, random)));
    return tensors;
  }

  private static Tensor of(TensorInfo input, Random random) {
    if (!input.shape().hasRank() || input.type() == ElementType.STRING) {
      throw new UnsupportedModelException(
          "input '%s' is %s[%s]: random data cannot be made for it"
              .formatted(input.name(), input.type().irName(), input.shape()));
    }
    long[] dims =
        input.shape().dimensions().stream()
            .mapToLong((Dimension d) -> Math.max(1, d.min()))
            .toArray();
    ElementType type = input.type() == ElementType.DYNAMIC ? ElementType.F32 : input.type();
    Tensor tensor = Tensor.allocate(type, Shape.of(dims));
    fill(tensor, random);
    return tensor;
  }

  private static void fill(Tensor tensor, Random random) {
    ByteBuffer bytes = tensor.bytes();
    int step = Math.max(1, tensor.type().bits() / 8);
    for (int at = 0; at + step <= bytes.capacity(); at += step) {
      switch (tensor.type()) {
        case F32 -> bytes.putFloat(at, random.nextFloat());
        case F64 -> bytes.putDouble(at, random.nextDouble());
        case F16 -> bytes.putShort(at, (short) (0x3800 + random.nextInt(0x400))); // 0.5 to 1
        case BF16 -> bytes.putShort(at, (short) (Float.floatToIntBits(random.nextFloat()) >> 16));
        default -> bytes.put(at, (byte) random.nextInt(2)); // least byte: 0 or 1
      }
    }
  }
}
