package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.PotConfig;
import org.octet.api.error.InputException;
import picocli.CommandLine.Option;

/** The command line of POT. */
final class PotOptions {
  /** What {@code -q} makes. */
  enum Quantize {
    DEFAULT("DefaultQuantization"),
    ACCURACY_AWARE("AccuracyAwareQuantization");

    private final String algorithm;

    Quantize(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  /** Where ranges lie. */
  enum Preset {
    PERFORMANCE,
    MIXED
  }

  /** What reads samples. */
  enum Engine {
    ACCURACY_CHECKER,
    SIMPLIFIED
  }

  /** What of the log is shown and kept. */
  enum Level {
    CRITICAL,
    ERROR,
    WARNING,
    INFO,
    DEBUG
  }

  private static final int SAMPLES = 300;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration of POT, JSON or YAML.")
  Path config;

  @Option(
      names = {"-q", "--quantize"},
      paramLabel = "default|accuracy_aware",
      description = "Quantize without a configuration file.")
  Quantize quantize;

  @Option(
      names = "--preset",
      paramLabel = "performance|mixed",
      description = "With -q: symmetric activations, or asymmetric ones.")
  Preset preset;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "With -q: the model (.xml).")
  String model;

  @Option(
      names = {"-w", "--weights"},
      paramLabel = "FILE",
      description = "With -q: its weights (.bin).")
  String weights;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Base name of the files.")
  String name;

  @Option(
      names = "--engine",
      paramLabel = "accuracy_checker|simplified",
      description = "What reads samples (default: accuracy_checker).")
  Engine engine;

  @Option(
      names = "--data-source",
      paramLabel = "DIR",
      description = "Pictures for the engine simplified.")
  String dataSource;

  @Option(
      names = "--ac-config",
      paramLabel = "FILE",
      description = "With -q: configuration of the Accuracy Checker.")
  String acConfig;

  @Option(
      names = "--max-drop",
      paramLabel = "N",
      description = "With -q accuracy_aware: the drop of accuracy that is allowed.")
  Double maxDrop;

  @Option(
      names = {"-e", "--evaluate"},
      description = "Measure the result afterwards.")
  boolean evaluate;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      defaultValue = "./results",
      description = "Root of the results (default: ${DEFAULT-VALUE}).")
  Path outputDir;

  @Option(
      names = {"-d", "--direct-dump"},
      description = "No sub-folders for algorithms and time; results there are replaced.")
  boolean directDump;

  @Option(
      names = "--log-level",
      paramLabel = "CRITICAL|ERROR|WARNING|INFO|DEBUG",
      defaultValue = "INFO",
      description = "What is logged (default: ${DEFAULT-VALUE}).")
  Level logLevel;

  @Option(names = "--progress-bar", description = "Show a bar instead of the log.")
  boolean progressBar;

  @Option(names = "--stream-output", description = "With the bar: a new line for every step.")
  boolean streamOutput;

  @Option(
      names = "--keep-uncompressed-weights",
      description = "Has no effect: weights are always stored as integers.")
  boolean keepUncompressedWeights;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--no-osgi", hidden = true)
  boolean noOsgi;

  /**
   * The configuration.
   *
   * @throws InputException with POT's own words, in POT's order
   */
  PotConfig config() {
    check(
        (config == null) != (quantize == null),
        "Either --config or --quantize option should be specified");
    boolean simplified = engine == Engine.SIMPLIFIED;
    if (quantize != null) {
      check(
          model != null && weights != null,
          "--quantize option requires model and weights to be specified.");
      check(
          simplified || acConfig != null,
          "--quantize option requires AC config to be specified or --engine should be `simplified`.");
      check(
          quantize == Quantize.DEFAULT || maxDrop != null,
          "For AccuracyAwareQuantization --max-drop should be specified");
      check(
          !simplified || dataSource != null,
          "For Simplified mode `--data-source` option should be specified");
      return new PotConfig(null, template());
    }
    exclusive("model", model);
    exclusive("weights", weights);
    exclusive("preset", preset);
    exclusive("ac_config", acConfig);
    exclusive("max_drop", maxDrop);
    Map<String, Object> values = new LinkedHashMap<>();
    if (name != null) {
      values.put("model", Map.of("model_name", name));
    }
    if (engine != null || dataSource != null) {
      values.put("engine", engineValues());
    }
    return new PotConfig(config, values);
  }

  private static void exclusive(String parameter, Object value) {
    check(value == null, "Either --config or --" + parameter + " option should be specified");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new InputException(message);
    }
  }

  private Map<String, Object> template() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("preset", preset == Preset.MIXED ? "mixed" : "performance");
    parameters.put("stat_subset_size", SAMPLES);
    if (quantize == Quantize.ACCURACY_AWARE) {
      parameters.put("maximal_drop", maxDrop);
    }
    return Map.of(
        "model",
        Map.of("model_name", fileName(), "model", model, "weights", weights),
        "engine",
        engineValues(),
        "compression",
        Map.of(
            "target_device",
            "ANY",
            "algorithms",
            List.of(Map.of("name", quantize.algorithm, "params", parameters))));
  }

  private String fileName() {
    return name == null ? folderName("") : name;
  }

  /**
   * How the folder of a run begins: with {@code -q} as POT's template has it, whatever the name.
   */
  String folderName(String modelName) {
    return quantize == null ? modelName : "model_name";
  }

  private Map<String, Object> engineValues() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (engine != null) {
      values.put("type", engine == Engine.SIMPLIFIED ? "simplified" : "accuracy_checker");
    }
    if (dataSource != null) {
      values.put("data_source", dataSource);
    }
    if (acConfig != null) {
      values.put("config", acConfig);
    }
    return values;
  }
}
