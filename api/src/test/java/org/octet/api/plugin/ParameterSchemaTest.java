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
  void numbersAreFinite() {
    check(Map.of("mean", "NaN,1", "path", "x"));
    assertThat(complaints).singleElement().asString().contains("mean=NaN,1", "finite");
  }

  @Property
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
