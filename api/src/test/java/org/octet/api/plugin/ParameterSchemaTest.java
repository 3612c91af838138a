package org.octet.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ParameterSchemaTest {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.size("size", null, "size in pixels"),
          Parameter.choice("onError", "skip", List.of("skip", "fail"), "what to do"),
          Parameter.numbers("mean", "0", "subtracted"),
          Parameter.integer("topK", 1, 1, 1000, "classes"),
          Parameter.bool("strict", false, "strict"),
          Parameter.path("path", "the data").mandatory());

  private final List<String> complaints = new ArrayList<>();

  private Parameters check(Map<String, Object> raw) {
    return SCHEMA.check(raw, "data loader image", complaints);
  }

  @Test
  void bothSpellingsAndBothKindsOfListsAreRead() {
    Parameters p =
        check(
            Map.of(
                "on-error",
                "fail",
                "topK",
                5,
                "mean",
                List.of(1, 2.5, 3),
                "size",
                "32x16",
                "path",
                "x"));
    assertThat(complaints).isEmpty();
    assertThat(p.string("onError")).isEqualTo("fail");
    assertThat(p.integer("topK")).isEqualTo(5);
    assertThat(p.numbers("mean")).containsExactly(1, 2.5, 3);
    assertThat(p.size("size")).containsExactly(32, 16);
    assertThat(p.bool("strict")).isFalse();
  }

  @Test
  void everyComplaintNamesKeyValueAndWhatIsAllowed() {
    check(
        Map.of(
            "onerror",
            "skip",
            "on-error",
            "skp",
            "top-k",
            0,
            "mean",
            "1,x",
            "size",
            "32",
            "strict",
            "yes"));
    assertThat(complaints)
        .hasSize(7)
        .anyMatch(c -> c.contains("unknown key 'onerror' (did you mean 'on-error'?)"))
        .anyMatch(c -> c.contains("on-error=skp: must be one of skip, fail (did you mean 'skip'?)"))
        .anyMatch(c -> c.contains("top-k=0: must be from 1 to 1000"))
        .anyMatch(c -> c.contains("mean=1,x: must be finite numbers"))
        .anyMatch(c -> c.contains("size=32: must be WIDTHxHEIGHT"))
        .anyMatch(c -> c.contains("strict=yes: must be true or false"))
        .anyMatch(c -> c.contains("'path' is missing"));
  }

  @Test
  void objectsHaveParametersOfTheirOwn() {
    ParameterSchema schema =
        ParameterSchema.of(
            Parameter.objects(
                "stages",
                "in order",
                Parameter.string("model", null, "name").mandatory(),
                Parameter.number("minScore", 0.5, 0, 1, "least score")));
    Parameters p =
        schema.check(
            Map.of("stages", List.of(Map.of("model", "a"), Map.of("min-score", 1, "model", "b"))),
            "engine e",
            complaints);
    assertThat(complaints).isEmpty();
    assertThat(p.objects("stages")).hasSize(2);
    assertThat(p.objects("stages").get(0).number("minScore")).isEqualTo(0.5);
    assertThat(p.objects("stages").get(1).string("model")).isEqualTo("b");
    assertThat(p.objects("stages").get(1).number("minScore")).isEqualTo(1);

    schema.check(
        Map.of("stages", List.of(Map.of(), Map.of("model", "b", "minScore", 2, "modl", "c"))),
        "engine e",
        complaints);
    assertThat(complaints)
        .containsExactly(
            "engine e: stages[0]: 'model' is missing: name",
            "engine e: stages[1]: min-score=2: must be from 0 to 1",
            "engine e: stages[1]: unknown key 'modl' (did you mean 'model'?); it takes model, min-score");
    complaints.clear();
    schema.check(Map.of("stages", List.of("a")), "engine e", complaints);
    schema.check(Map.of("stages", "a.json"), "engine e", complaints);
    assertThat(complaints).hasSize(2).allMatch(c -> c.contains("must be a JSON list of objects"));
  }

  @Test
  void numbersAreFinite() {
    check(Map.of("mean", "NaN,1", "path", "x"));
    assertThat(complaints).singleElement().asString().contains("mean=NaN,1", "finite");
  }

  @Property(seed = "1")
  void camelAndKebabAreInverse(@ForAll @AlphaChars @StringLength(min = 1, max = 20) String word) {
    String name = Character.toLowerCase(word.charAt(0)) + word.substring(1);
    assertThat(ParameterSchema.camel(ParameterSchema.kebab(name))).isEqualTo(name);
  }

  @Test
  void theNearestNameIsFoundAndNothingFarAway() {
    List<String> names = List.of("performance", "mixed");
    assertThat(ParameterSchema.nearest("perfomance", names)).contains("performance");
    assertThat(ParameterSchema.nearest("MIXD", names)).contains("mixed");
    assertThat(ParameterSchema.nearest("accuracy", names)).isEmpty();
  }
}
