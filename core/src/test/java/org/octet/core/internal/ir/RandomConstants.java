package org.octet.core.internal.ir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Finite constants of every element type; some come again, as the same tensor or as equal bytes.
 */
final class RandomConstants {
  /** All that hold numbers. */
  static final List<ElementType> NUMBERS =
      List.of(ElementType.values()).stream()
          .filter(t -> t != ElementType.DYNAMIC && t != ElementType.STRING)
          .toList();

  private final Random random;
  private final List<Tensor> used = new ArrayList<>();

  RandomConstants(Random random) {
    this.random = random;
  }

  /** A constant that broadcasts to rows of {@code width}. */
  Tensor next(long width) {
    List<Tensor> fitting = used.stream().filter(t -> fits(t.shape(), width)).toList();
    if (!fitting.isEmpty() && random.nextInt(3) == 0) {
      Tensor again = fitting.get(random.nextInt(fitting.size()));
      return random.nextBoolean() ? again : again.copy();
    }
    Shape shape =
        switch (random.nextInt(3)) {
          case 0 -> Shape.of();
          case 1 -> Shape.of(width);
          default -> Shape.of(1, width);
        };
    Tensor made = of(NUMBERS.get(random.nextInt(NUMBERS.size())), shape);
    used.add(made);
    return made;
  }

  private static boolean fits(Shape shape, long width) {
    return shape.rank() == 0 || shape.dim(-1) == width;
  }

  /** Random finite elements of a type. */
  Tensor of(ElementType type, Shape shape) {
    if (Floats.supports(type)) {
      float[] values = new float[(int) shape.elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() * 4 - 2;
      }
      return Floats.tensor(type, shape, values);
    }
    Tensor tensor = Tensor.allocate(type, shape);
    ByteBuffer bytes = tensor.bytes();
    for (int i = 0; i < bytes.limit(); i++) {
      bytes.put(i, (byte) element(type));
    }
    return tensor;
  }

  // without the patterns of NaN and infinity
  private int element(ElementType type) {
    return switch (type) {
      case BOOLEAN -> random.nextInt(2);
      case F8E4M3, F8E5M2 -> random.nextInt(0x40);
      case F8E8M0 -> 120 + random.nextInt(14);
      default -> random.nextInt(256);
    };
  }

  /** Strings as an IR holds them: count, offset of each and of the end, characters. */
  Tensor strings(String... values) {
    List<byte[]> encoded =
        List.of(values).stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toList();
    int characters = encoded.stream().mapToInt(b -> b.length).sum();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(4 * (values.length + 2) + characters)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(values.length);
    int offset = 0;
    bytes.putInt(offset);
    for (byte[] value : encoded) {
      offset += value.length;
      bytes.putInt(offset);
    }
    encoded.forEach(bytes::put);
    return Tensor.of(ElementType.STRING, Shape.of(values.length), bytes.flip());
  }
}
