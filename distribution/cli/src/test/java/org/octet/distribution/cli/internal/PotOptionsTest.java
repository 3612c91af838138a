package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.error.InputException;
import picocli.CommandLine;

class PotOptionsTest {
  private static Object algorithms(String... more) {
    List<String> all =
        new ArrayList<>(List.of("-m", "net.xml", "-w", "net.bin", "--ac-config", "ac.yaml"));
    all.addAll(List.of(more));
    PotOptions options = new PotOptions();
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(all.toArray(String[]::new));
    Map<?, ?> compression = (Map<?, ?>) options.config().values().get("compression");
    return compression.get("algorithms");
  }

  @Test
  void theDropThatIsAllowedReachesTheTemplate() {
    assertThat(algorithms("-q", "accuracy_aware", "--max-drop", "0.02"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name",
                    "AccuracyAwareQuantization",
                    "params",
                    Map.of(
                        "preset", "performance", "stat_subset_size", 300, "maximal_drop", 0.02))));
    assertThat(algorithms("-q", "default").toString())
        .contains("DefaultQuantization")
        .doesNotContain("maximal_drop");
    assertThatThrownBy(() -> algorithms("-q", "accuracy_aware"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--max-drop");
  }
}
