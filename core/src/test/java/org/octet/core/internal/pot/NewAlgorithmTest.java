package org.octet.core.internal.pot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.PotConfig;
import org.octet.api.algorithm.Algorithm;
import org.octet.api.algorithm.AlgorithmProvider;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.device.TargetDeviceProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.core.internal.registry.Origin;
import org.octet.core.internal.registry.PluginKind;
import org.octet.core.internal.registry.PluginRegistry;

/** An algorithm of POT works under its name as soon as a plugin has it. */
class NewAlgorithmTest {
  private static final String NAME = "OutlierChannelSplitting";

  @TempDir Path folder;
  private final PluginRegistry registry = new PluginRegistry();

  private record Splitting(String name) implements AlgorithmProvider {
    @Override
    public ParameterSchema parameters() {
      return ParameterSchema.of(
          Parameter.number("rangeMargin", 0.1, 0, 1, "margin"),
          Parameter.number("threshold", 2.0, 0, 1000, "magnitude"),
          Parameter.strings("ignoredNames", "operations to leave alone"),
          Parameter.strings("ignoredTypes", "types to leave alone"));
    }

    @Override
    public Algorithm create(Parameters parameters) {
      throw new AssertionError("created");
    }
  }

  @BeforeEach
  void devices() throws IOException {
    for (TargetDeviceProvider device : ServiceLoader.load(TargetDeviceProvider.class)) {
      registry.add(PluginKind.TARGET_DEVICE, device.name(), Origin.UNKNOWN, () -> device);
    }
    Files.writeString(folder.resolve("net.onnx"), "net");
    Files.createDirectories(folder.resolve("pictures"));
  }

  private AlgorithmSpec read(Map<String, Object> params) {
    String model = folder.resolve("net.onnx").toString();
    String data = folder.resolve("pictures").toString();
    Map<String, Object> values =
        Map.of(
            "model",
            Map.of("model", model),
            "engine",
            Map.of("type", "simplified", "data_source", data),
            "compression",
            Map.of("algorithms", List.of(Map.of("name", NAME, "params", params))));
    return PotTranslator.read(new PotConfig(null, values), registry).job().algorithms().get(0);
  }

  @Test
  void thePluginGoesBeforeTheRefusal() {
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("Octet does not have it: use DefaultQuantization");
    registry.add(PluginKind.ALGORITHM, "new", Origin.UNKNOWN, () -> new Splitting(NAME));
    Map<String, Object> params =
        Map.of("range_margin", 0.5, "threshold", 3, "ignored", Map.of("scope", List.of("a", "b")));
    assertThat(read(params).parameters())
        .isEqualTo(Map.of("rangeMargin", 0.5, "threshold", 3L, "ignoredNames", List.of("a", "b")));
    assertThatThrownBy(() -> read(Map.of("range_margins", 0.5, "threshold", -1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'compression.algorithms[0].params.range_margins'")
        .hasMessageContaining("did you mean 'range_margin'?")
        .hasMessageContaining("params.threshold=-1: must be from 0");
  }
}
