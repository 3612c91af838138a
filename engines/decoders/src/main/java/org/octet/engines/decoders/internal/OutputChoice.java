package org.octet.engines.decoders.internal;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Floats;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * Which output of a model a decoder reads: the one that the user names, or else the first of the
 * right form. Immutable.
 *
 * @param decoder name of the decoder, for messages
 * @param key key of the parameter that names the output
 * @param name the user's choice; null: none
 * @param form what the decoder reads, for messages, such as {@code [1,N,4]}
 * @param fits whether a tensor is of this form
 */
record OutputChoice(String decoder, String key, String name, String form, Predicate<Tensor> fits) {

  /** The choice that the parameter {@code key} makes. */
  static OutputChoice of(
      Parameters parameters, String decoder, String key, String form, Predicate<Shape> fits) {
    String name = parameters.has(key) ? parameters.string(key) : null;
    return new OutputChoice(decoder, key, name, form, t -> fits.test(t.shape()));
  }

  /** The parameter {@code output}. */
  static Parameter parameter(String form) {
    return Parameter.string(
        "output", null, "name of the output to read; default: the first of the form " + form);
  }

  /**
   * The output.
   *
   * @throws InputException when it is not there, or neither of this form nor of numbers
   */
  Tensor in(Map<String, Tensor> outputs) {
    if (name == null) {
      return outputs.values().stream()
          .filter(t -> fits.test(t) && readable(t))
          .findFirst()
          .orElseThrow(() -> refused("the model's outputs are " + list(outputs)));
    }
    Tensor named = outputs.get(name);
    if (named == null) {
      throw refused("%s=%s is no output of the model: %s".formatted(key, name, list(outputs)));
    }
    if (!fits.test(named) || !readable(named)) {
      throw refused("%s=%s is %s".formatted(key, name, named));
    }
    return named;
  }

  private InputException refused(String what) {
    return new InputException(
        ("decoder '%s' reads an output %s of numbers, %s; choose another decoder, or the output"
                + " with %s=NAME")
            .formatted(decoder, form, what, key));
  }

  private static String list(Map<String, Tensor> outputs) {
    return outputs.entrySet().stream()
        .map(e -> "'" + e.getKey() + "' " + e.getValue())
        .collect(Collectors.joining(", ", outputs.isEmpty() ? "none" : "", ""));
  }

  private static boolean readable(Tensor tensor) {
    return Floats.supports(tensor.type()) || isInteger(tensor);
  }

  /** Whether {@link #integers} can read the tensor. */
  static boolean isInteger(Tensor tensor) {
    return switch (tensor.type()) {
      case BOOLEAN, I8, U8, I32, I64 -> true;
      default -> false;
    };
  }

  /** The elements of an output that {@link #in} gave, in C order. */
  static float[] floats(Tensor tensor) {
    if (Floats.supports(tensor.type())) {
      return Floats.read(tensor);
    }
    int[] integers = integers(tensor);
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = integers[i];
    }
    return values;
  }

  /** The elements of an integer tensor, in C order; of 64 bits the lower half. */
  static int[] integers(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    int[] values = new int[Math.toIntExact(tensor.shape().elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.type()) {
            case BOOLEAN, U8 -> bytes.get(i) & 0xFF;
            case I8 -> bytes.get(i);
            case I32 -> bytes.getInt(4 * i);
            case I64 -> (int) bytes.getLong(8 * i);
            default -> throw new IllegalArgumentException(tensor + " does not hold integers");
          };
    }
    return values;
  }
}
