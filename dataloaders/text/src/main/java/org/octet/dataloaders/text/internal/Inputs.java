package org.octet.dataloaders.text.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * The tensors that a model takes for a text. Immutable.
 *
 * @param all in the user's order
 * @param type of the elements: {@link ElementType#I64} or {@link ElementType#I32}
 */
record Inputs(List<Input> all, ElementType type) {

  /** What a tensor says about each token. */
  enum Kind {
    /** Which token. */
    INPUT_IDS,
    /** 1 for a token, 0 for padding. */
    ATTENTION_MASK,
    /** 0 for the first text, 1 for the second. */
    TOKEN_TYPE_IDS,
    /** 0, 1, 2, …. */
    POSITION_IDS;

    /** As users write it. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One tensor.
   *
   * @param kind what is in it
   * @param name of the model's input
   */
  record Input(Kind kind, String name) {}

  /**
   * Reads what the user wrote.
   *
   * @param specs each {@code KIND} or {@code KIND:NAME}; a single one without a name is the model's
   *     only input, whatever its name
   * @param type {@code i64} or {@code i32}
   * @throws InputException when a kind is unknown or a name is there twice
   */
  static Inputs parse(List<String> specs, String type) {
    List<Input> all = specs.stream().map(s -> input(s, specs.size() == 1)).toList();
    Set<String> names = new HashSet<>();
    for (Input input : all) {
      if (!names.add(input.name())) {
        throw new InputException(
            "data loader 'text': inputs=%s names '%s' twice"
                .formatted(String.join(",", specs), input.name()));
      }
    }
    if (all.isEmpty()) {
      throw new InputException("data loader 'text': inputs is empty; name at least input_ids");
    }
    return new Inputs(all, type.equals("i32") ? ElementType.I32 : ElementType.I64);
  }

  private static Input input(String spec, boolean only) {
    int colon = spec.indexOf(':');
    String kind = colon < 0 ? spec : spec.substring(0, colon);
    String name = colon < 0 ? only ? Sample.ONLY_INPUT : kind : spec.substring(colon + 1);
    for (Kind k : Kind.values()) {
      if (k.text().equals(kind)) {
        return new Input(k, name);
      }
    }
    throw new InputException(
        "data loader 'text': inputs=%s: each must be KIND or KIND:NAME, where KIND is one of %s"
            .formatted(
                spec,
                Arrays.stream(Kind.values()).map(Kind::text).collect(Collectors.joining(", "))));
  }

  /**
   * The tensors [rows, length] of some texts.
   *
   * @param rows tokens of each
   * @param length tokens per row; shorter rows are filled
   * @param padId the id they are filled with
   * @throws InputException when an id does not fit the type
   */
  Map<String, Tensor> tensors(List<Encoding> rows, int length, long padId) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Input input : all) {
      Tensor tensor = Tensor.allocate(type, Shape.of(rows.size(), length));
      ByteBuffer bytes = tensor.bytes();
      for (Encoding row : rows) {
        for (int i = 0; i < length; i++) {
          put(bytes, value(input.kind(), row, i, padId));
        }
      }
      tensors.put(input.name(), tensor);
    }
    return tensors;
  }

  private static long value(Kind kind, Encoding row, int i, long padId) {
    boolean token = i < row.size();
    return switch (kind) {
      case INPUT_IDS -> token ? row.ids()[i] : padId;
      case ATTENTION_MASK -> token ? 1 : 0;
      case TOKEN_TYPE_IDS -> token ? row.types()[i] : 0;
      case POSITION_IDS -> i;
    };
  }

  private void put(ByteBuffer bytes, long value) {
    if (type == ElementType.I64) {
      bytes.putLong(value);
    } else if (value == (int) value) {
      bytes.putInt((int) value);
    } else {
      throw new InputException(
          "data loader 'text': the token id %d does not fit type=i32; use i64".formatted(value));
    }
  }
}
