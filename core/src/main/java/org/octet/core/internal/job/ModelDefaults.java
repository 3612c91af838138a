package org.octet.core.internal.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.PartialShape;
import org.octet.api.model.XmlElement;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** Takes parameter defaults from a model's only rank-4 input. */
public final class ModelDefaults {
  private static final String NCHW = "NCHW";
  private static final String NHWC = "NHWC";

  private ModelDefaults() {}

  /**
   * The values with what the model says where the user said nothing.
   *
   * @param schema the plugin's parameters
   * @param raw values as the user wrote them
   * @param model the model that the data is for
   */
  public static Map<String, Object> fill(
      ParameterSchema schema, Map<String, Object> raw, Model model) {
    Map<String, Object> filled = new HashMap<>(raw);
    Optional<Operation> input = pictureInput(model);
    for (Parameter p : schema.parameters()) {
      boolean given =
          raw.keySet().stream().anyMatch(key -> ParameterSchema.camel(key).equals(p.name()));
      if (!given && input.isPresent()) {
        value(p, input.get()).ifPresent(v -> filled.put(p.name(), v));
      }
    }
    return filled;
  }

  private static Optional<String> value(Parameter p, Operation input) {
    PartialShape shape = input.output(0).shape();
    return switch (p.fromModel()) {
      case NOTHING -> Optional.empty();
      case INPUT_LAYOUT -> layout(input);
      case INPUT_SIZE -> layout(input).flatMap(layout -> size(shape, layout.equals(NCHW) ? 2 : 1));
    };
  }

  private static Optional<Operation> pictureInput(Model model) {
    List<Operation> pictures =
        model.parameters().stream()
            .filter(p -> p.output(0).shape().hasRank() && p.output(0).shape().rank() == 4)
            .toList();
    return pictures.size() == 1 ? Optional.of(pictures.get(0)) : Optional.empty();
  }

  private static Optional<String> size(PartialShape shape, int heightAxis) {
    return shape.dim(heightAxis).isStatic() && shape.dim(heightAxis + 1).isStatic()
        ? Optional.of(shape.dim(heightAxis + 1).min() + "x" + shape.dim(heightAxis).min())
        : Optional.empty();
  }

  /** The declared layout, else the one whose channel axis is as long as a picture has channels. */
  private static Optional<String> layout(Operation input) {
    Optional<String> declared = declaredLayout(input);
    if (declared.isPresent()) {
      return declared;
    }
    PartialShape shape = input.output(0).shape();
    if (isChannels(shape, 1)) {
      return Optional.of(NCHW);
    }
    return isChannels(shape, 3) ? Optional.of(NHWC) : Optional.empty();
  }

  private static boolean isChannels(PartialShape shape, int axis) {
    return shape.dim(axis).isStatic() && (shape.dim(axis).min() == 1 || shape.dim(axis).min() == 3);
  }

  private static Optional<String> declaredLayout(Operation input) {
    List<XmlElement> entries = new ArrayList<>(input.output(0).runtimeInfo().entries());
    entries.addAll(input.runtimeInfo().entries());
    for (XmlElement entry : entries) {
      String layout = entry.attributes().get("layout");
      if ("layout".equals(entry.attributes().get("name")) && layout != null) {
        String axes = layout.replaceAll("[\\[\\], ]", "");
        return axes.equals(NCHW) || axes.equals(NHWC) ? Optional.of(axes) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
