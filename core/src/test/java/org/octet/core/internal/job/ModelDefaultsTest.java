package org.octet.core.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.model.Model;
import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;
import org.octet.api.model.PartialShape;
import org.octet.api.model.XmlElement;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.tensor.ElementType;

class ModelDefaultsTest {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.size("size", null, "size").defaultsTo(Parameter.FromModel.INPUT_SIZE),
          Parameter.choice("layout", "NCHW", List.of("NCHW", "NHWC"), "layout")
              .defaultsTo(Parameter.FromModel.INPUT_LAYOUT),
          Parameter.string("other", "x", "other"));

  private static Model model(String... shapes) {
    Model model = new Model("m", 11);
    for (String shape : shapes) {
      Operation input = new Operation(OperationTypes.PARAMETER, "opset1", "in" + shape);
      input.addOutput(ElementType.F32, PartialShape.parse(shape));
      model.add(input);
    }
    return model;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,3,224,320 | 320x224 | NCHW",
        "1,224,320,3 | 320x224 | NHWC",
        "?,1,28,28   | 28x28   | NCHW",
        "1,3,?,?     |         | NCHW",
        "1,64,32,32  |         |     ",
        "1,10        |         |     ",
        "...         |         |     ",
      })
  void takesWhatTheShapeSays(String shape, String size, String layout) {
    Map<String, Object> filled = ModelDefaults.fill(SCHEMA, Map.of(), model(shape));
    assertThat(filled.get("size")).isEqualTo(size);
    assertThat(filled.get("layout")).isEqualTo(layout);
    assertThat(filled).doesNotContainKey("other");
  }

  @Test
  void theUserGoesFirst() {
    Map<String, Object> filled =
        ModelDefaults.fill(SCHEMA, Map.of("size", "8x8"), model("1,3,224,224"));
    assertThat(filled).isEqualTo(Map.of("size", "8x8", "layout", "NCHW"));
  }

  @Test
  void declaredLayoutGoesBeforeAGuess() {
    Model model = model("1,3,3,3");
    model
        .parameters()
        .get(0)
        .output(0)
        .runtimeInfo()
        .add(
            new XmlElement(
                "attribute", Map.of("name", "layout", "layout", "[N,H,W,C]"), List.of(), ""));
    assertThat(ModelDefaults.fill(SCHEMA, Map.of(), model)).containsEntry("layout", "NHWC");
  }

  @Test
  void twoPicturesDecideNothing() {
    assertThat(ModelDefaults.fill(SCHEMA, Map.of(), model("1,3,8,8", "1,3,9,9"))).isEmpty();
  }
}
