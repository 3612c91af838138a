package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.algorithm.CompositeAlgorithmProvider;

/** What every algorithm made of others must keep. */
public abstract class CompositeAlgorithmContract {
  /** The provider. */
  protected abstract CompositeAlgorithmProvider provider();

  /** Values of parameters by key; defaults stand for the others. */
  protected Map<String, ?> parameters() {
    return Map.of();
  }

  private List<AlgorithmSpec> expand() {
    return provider().expand(PluginParameters.of(provider(), parameters()));
  }

  @Test
  void isMadeOfOthers() {
    assertThat(expand())
        .isNotEmpty()
        .allSatisfy(child -> assertThat(child.name()).isNotEqualTo(provider().name()));
  }

  @Test
  void isMadeOfTheSameTwice() {
    CompositeAlgorithmProvider provider = provider();
    var parameters = PluginParameters.of(provider, parameters());
    assertThat(provider.expand(parameters))
        .isEqualTo(provider.expand(parameters))
        .isEqualTo(expand());
  }

  @Test
  void threadsGetTheSame() throws Exception {
    CompositeAlgorithmProvider provider = provider();
    var parameters = PluginParameters.of(provider, parameters());
    List<AlgorithmSpec> expected = expand();
    for (List<AlgorithmSpec> children : Together.run(t -> () -> provider.expand(parameters))) {
      assertThat(children).isEqualTo(expected);
    }
  }

  @Test
  void childrenHaveParametersAsUsersWriteThem() {
    for (AlgorithmSpec child : expand()) {
      assertThat(child.parameters().keySet())
          .as(child.name())
          .allMatch(key -> key.matches("[a-z][A-Za-z0-9-]*"));
      assertThat(child.parameters().values())
          .as(child.name())
          .allMatch(
              v ->
                  v instanceof String
                      || v instanceof Number
                      || v instanceof Boolean
                      || v instanceof List);
    }
  }
}
