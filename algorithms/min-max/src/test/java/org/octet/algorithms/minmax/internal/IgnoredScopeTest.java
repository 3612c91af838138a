package org.octet.algorithms.minmax.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.Reason;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.Output;

class IgnoredScopeTest {
  private final Graphs g = new Graphs();

  /** Stem, two branches that meet, and a head. */
  @BeforeEach
  void build() {
    Output x = g.parameter("x", 1, 4, 8, 8);
    Output stem = g.same("ReLU", "stem/relu", g.biasedConvolution("stem", x, 4));
    Output left = g.biasedConvolution("left", stem, 4);
    Output right = g.depthwise("right", stem);
    g.find("stem").with("strides", "1, 1");
    g.find("left").with("strides", "2, 2");
    Output sum = g.same("Add", "sum", left, right);
    g.result(g.biasedConvolution("head", sum, 4));
  }

  private List<String> ignored(Run run) {
    return run.reasons.entrySet().stream()
        .filter(e -> e.getValue() == Reason.IGNORED_BY_USER)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<String> ignoredWith(String key, Object value) {
    return ignored(new Run().with(key, value).on(g.model));
  }

  @Test
  void typesCanHaveAttributes() {
    assertThat(ignoredWith("ignored-types", List.of("Convolution[strides=2,2]")))
        .containsExactly("left");
  }

  @Test
  void allAttributesMustBeEqual() {
    Run run = new Run().with("ignored-types", List.of("Convolution[strides=2,2;dilations=1,1]"));
    assertThatThrownBy(() -> run.on(g.model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Convolution[strides=1,1;dilations=(none)]");
  }

  @Test
  void laterEntriesOfATypeAreTriedToo() {
    assertThat(
            ignoredWith(
                "ignored-types", List.of("Convolution[strides=2,2]", "Convolution[strides=1,1]")))
        .containsExactlyInAnyOrder("stem", "left");
  }

  @Test
  void convolutionsHaveANumberOfGroups() {
    assertThat(ignoredWith("ignored-types", "GroupConvolution[group=4]")).containsExactly("right");
    assertThatThrownBy(
            () -> new Run().with("ignored-types", "GroupConvolution[group=2]").on(g.model))
        .hasMessageContaining("there are GroupConvolution[group=4]");
  }

  @Test
  void malformedAttributesAreExplained() {
    assertThatThrownBy(() -> new Run().with("ignored-types", "Convolution[group").on(g.model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("such as Convolution[group=1;strides=2,2]");
  }

  @Test
  void patternsMatchWholeNames() {
    assertThat(ignoredWith("ignored-patterns", "(left|right).*"))
        .containsExactlyInAnyOrder("left", "left/add", "right");
  }

  @Test
  void subGraphHoldsAllPathsAndBothEnds() {
    assertThat(ignoredWith("ignored-subgraphs", "stem/relu -> sum"))
        .containsExactlyInAnyOrder("stem/relu", "left", "left/add", "right", "sum");
  }

  @Test
  void subGraphCanHaveSeveralEnds() {
    assertThat(ignoredWith("ignored-subgraphs", "left;right -> left/add;sum"))
        .containsExactlyInAnyOrder("left", "left/add", "right", "sum");
  }

  @Test
  void subGraphWithoutAPathIsRefused() {
    assertThatThrownBy(() -> new Run().with("ignored-subgraphs", "sum -> stem").on(g.model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'sum -> stem'");
    assertThatThrownBy(() -> new Run().with("ignored-subgraphs", "left -> summ").on(g.model))
        .hasMessageContaining("no 'summ'; did you mean 'sum'");
    assertThatThrownBy(() -> new Run().with("ignored-subgraphs", "left").on(g.model))
        .hasMessageContaining("such as 'conv1 -> add3'");
  }

  @Test
  void everyComplaintIsShownWithTheNearestNames() {
    Run run = new Run().with("ignored-names", "lefd").with("ignored-types", "Convolutions");
    assertThatThrownBy(() -> run.on(g.model))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no 'lefd'; did you mean 'left'")
        .hasMessageContaining("no 'Convolutions'; did you mean 'Convolution'");
  }

  @Test
  void nameThatIsPartOfOthersListsThem() {
    assertThatThrownBy(() -> new Run().with("ignored-names", "relu").on(g.model))
        .hasMessageContaining("'stem/relu'");
  }

  @Test
  void entryCanBeForOneModelOfACascade() {
    Map<String, Model> cascade = new LinkedHashMap<>();
    cascade.put("first", g.model);
    Graphs second = new Graphs();
    second.result(second.biasedConvolution("other", second.parameter("y", 1, 4, 8, 8), 4));
    second.result(second.biasedConvolution("left", second.find("other").output(0), 4));
    cascade.put("second", second.model);

    Run run = new Run().with("ignored-names", "second:left").on(cascade);

    assertThat(second.input("left", 0).source().operation().name()).isEqualTo("other");
    assertThat(g.input("left", 0).source().operation().type()).isEqualTo("FakeQuantize");
    assertThat(run.reasons).containsEntry("left", Reason.IGNORED_BY_USER);
  }

  @Test
  void entryForOneModelMustMatchThere() {
    Map<String, Model> cascade = new LinkedHashMap<>();
    cascade.put("first", g.model);
    Graphs second = new Graphs();
    second.result(second.biasedConvolution("other", second.parameter("y", 1, 4, 8, 8), 4));
    cascade.put("second", second.model);
    assertThatThrownBy(() -> new Run().with("ignored-names", "second:left").on(cascade))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no 'left'");
  }

  @Test
  void wholeModelOfACascadeCanBeLeftAlone() {
    Map<String, Model> cascade = new LinkedHashMap<>();
    cascade.put("first", g.model);
    Graphs second = new Graphs();
    second.result(second.biasedConvolution("other", second.parameter("y", 1, 4, 8, 8), 4));
    cascade.put("second", second.model);
    new Run().with("ignored-patterns", "second:.*").on(cascade);
    assertThat(second.model.ofType("FakeQuantize")).isEmpty();
    assertThat(g.model.ofType("FakeQuantize")).isNotEmpty();
  }
}
