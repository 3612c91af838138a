package org.octet.algorithms.minmax.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.octet.api.error.InputException;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTraits;

/**
 * Operations of a type, all or those with given attributes: {@code Convolution} or {@code
 * Convolution[strides=2,2;dilations=1,1]}. Attributes are compared as in the IR, without blanks;
 * convolutions have the attribute {@code group} besides, their number of groups.
 *
 * @param type operation type
 * @param attributes all of which must be equal
 */
record TypeSelection(String type, Map<String, String> attributes) implements Selection {
  private static final String GROUP = "group";

  static TypeSelection of(String text) {
    int open = text.indexOf('[');
    if (open < 0) {
      return new TypeSelection(text.strip(), Map.of());
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    if (!text.endsWith("]")) {
      throw malformed(text);
    }
    for (String pair : text.substring(open + 1, text.length() - 1).split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw malformed(text);
      }
      attributes.put(pair.substring(0, equals).strip(), plain(pair.substring(equals + 1)));
    }
    return new TypeSelection(text.substring(0, open).strip(), attributes);
  }

  private static InputException malformed(String text) {
    return new InputException(
        "ignored-types: '%s' must be a type, or a type with attributes such as".formatted(text)
            + " Convolution[group=1;strides=2,2]");
  }

  private static String plain(String value) {
    return value.replace(" ", "");
  }

  @Override
  public List<Operation> select(List<Operation> operations) {
    return operations.stream().filter(this::matches).toList();
  }

  private boolean matches(Operation op) {
    return op.type().equals(type)
        && attributes.entrySet().stream()
            .allMatch(
                a -> attribute(op, a.getKey()).filter(v -> v.equals(a.getValue())).isPresent());
  }

  private static Optional<String> attribute(Operation op, String key) {
    Optional<String> own = op.attribute(key).map(TypeSelection::plain);
    if (own.isPresent() || !key.equals(GROUP)) {
      return own;
    }
    OptionalLong groups = OperationTraits.groups(op);
    return groups.isPresent() ? Optional.of(Long.toString(groups.getAsLong())) : Optional.empty();
  }

  @Override
  public String complaint(List<Operation> operations) {
    List<Operation> ofType = operations.stream().filter(op -> op.type().equals(type)).toList();
    if (ofType.isEmpty()) {
      return "ignored-types: the model has no '"
          + type
          + "'"
          + Selection.nearest(type, operations.stream().map(Operation::type));
    }
    String there =
        ofType.stream()
            .map(op -> TypeSelection.text(op, attributes))
            .distinct()
            .limit(NEAREST)
            .collect(Collectors.joining(", "));
    return "ignored-types: no %s of the model is '%s'; there are %s"
        .formatted(type, text(attributes), there);
  }

  private static String text(Operation op, Map<String, String> attributes) {
    Map<String, String> values = new LinkedHashMap<>();
    attributes.keySet().forEach(k -> values.put(k, attribute(op, k).orElse("(none)")));
    return new TypeSelection(op.type(), values).text(values);
  }

  private String text(Map<String, String> values) {
    return values.isEmpty()
        ? type
        : values.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(";", type + "[", "]"));
  }

  @Override
  public String toString() {
    return "type " + text(attributes);
  }
}
