package org.octet.distribution.cli.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.RuntimeSpec;
import org.octet.api.plugin.PluginSpec;
import picocli.CommandLine.Option;

/** Where and how models run. */
final class RuntimeOptions {
  private static final String DEFAULT_ENGINE = "ie";

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Device that runs the model (default: CPU).")
  String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Inferences at the same time, one thread each (default: one per core).")
  Integer threads;

  @Option(
      names = "--load-threads",
      paramLabel = "N",
      description = "Threads that read and decode samples (default: one per core).")
  Integer loadThreads;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "How a sample goes through the model (default: ie, one model).")
  String engine;

  @Option(
      names = {"-E", "--engine-option"},
      paramLabel = "KEY=VALUE",
      description = "Parameter of the engine; repeat for more.")
  Map<String, String> engineParameters = new LinkedHashMap<>();

  RuntimeSpec spec() {
    return new RuntimeSpec(null, device, threads, loadThreads, null);
  }

  /** The engine, or null for the default. */
  PluginSpec engineSpec() {
    if (engine == null && engineParameters.isEmpty()) {
      return null;
    }
    return new PluginSpec(
        engine == null ? DEFAULT_ENGINE : engine, new LinkedHashMap<>(engineParameters));
  }
}
