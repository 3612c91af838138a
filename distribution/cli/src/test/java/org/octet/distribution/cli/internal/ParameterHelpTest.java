package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

class ParameterHelpTest {
  private static String help(Parameter parameter) {
    return ParameterHelp.table(ParameterSchema.of(parameter)).toString().strip();
  }

  @Test
  void typeRangeAndDefaultAreShown() {
    assertThat(help(Parameter.integer("topK", 1, 1, 1000, "so many")))
        .isEqualTo("top-k=INTEGER   so many (1 to 1000; default: 1)");
    assertThat(help(Parameter.number("minScore", 0.25, 0, 1, "least score")))
        .isEqualTo("min-score=NUMBER   least score (0 to 1; default: 0.25)");
    assertThat(help(Parameter.number("scale", null, 0.5, 1e30, "divisor")))
        .isEqualTo("scale=NUMBER   divisor (at least 0.5)");
    assertThat(help(Parameter.integer("seed", null, Integer.MIN_VALUE, Integer.MAX_VALUE, "seed")))
        .isEqualTo("seed=INTEGER   seed");
    assertThat(help(Parameter.choice("mode", "a", List.of("a", "b"), "how")))
        .isEqualTo("mode=a|b   how (default: a)");
    assertThat(help(Parameter.path("path", "folder").mandatory()))
        .isEqualTo("--data=PATH   folder (required)");
  }

  @Test
  void parametersOfObjectsFollow() {
    assertThat(help(Parameter.objects("stages", "stages", Parameter.string("model", null, "name"))))
        .matches("stages=FILE.json +stages\\R +model=STRING +name");
  }
}
