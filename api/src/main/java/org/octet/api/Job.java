package org.octet.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.plugin.PluginSpec;

/**
 * One quantization, as the user describes it; the form of {@code job.json}. Fields that are null or
 * empty take defaults, which {@link Octet#complete} fills in.
 *
 * @param schemaVersion version of this form, {@value #SCHEMA_VERSION}; null: the current one
 * @param models the model, or the models of a cascade
 * @param data calibration samples
 * @param engine the engine; null: {@code ie}
 * @param algorithms algorithms in order; empty: {@code DefaultQuantization}
 * @param targetDevice what the model is for; null: {@code ANY}
 * @param guard demands on the result
 * @param metrics metrics to report on the calibration samples, where they are annotated
 * @param output where the result goes
 * @param runtime where and how models run
 * @param timings whether to measure, in addition, the plain float model on the same samples
 */
public record Job(
    Integer schemaVersion,
    List<ModelSpec> models,
    DataSpec data,
    PluginSpec engine,
    List<AlgorithmSpec> algorithms,
    String targetDevice,
    GuardSpec guard,
    List<PluginSpec> metrics,
    OutputSpec output,
    RuntimeSpec runtime,
    Boolean timings) {
  /** The current version of the form. */
  public static final int SCHEMA_VERSION = 1;

  /** Copies the lists. */
  public Job {
    models = models == null ? List.of() : List.copyOf(models);
    algorithms = algorithms == null ? List.of() : List.copyOf(algorithms);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }

  /** Starts the description of a job. */
  public static Builder builder() {
    return new Builder();
  }

  /** Describes a job step by step. Not thread-safe. */
  public static final class Builder {
    private final List<ModelSpec> models = new ArrayList<>();
    private final Map<String, Object> dataParameters = new LinkedHashMap<>();
    private final List<AlgorithmSpec> algorithms = new ArrayList<>();
    private String loader;
    private Path dataPath;
    private String slice;
    private Integer subsetSize;
    private String targetDevice;
    private OutputSpec output;
    private RuntimeSpec runtime;
    private GuardSpec guard;

    private Builder() {}

    /** Adds a model. */
    public Builder model(Path model) {
      models.add(ModelSpec.of(model));
      return this;
    }

    /** Sets the data loader and what it opens. */
    public Builder data(String loaderName, Path path) {
      loader = loaderName;
      dataPath = path;
      return this;
    }

    /** Sets a parameter of the data loader. */
    public Builder dataParameter(String key, Object value) {
      dataParameters.put(key, value);
      return this;
    }

    /** Takes only part of the samples: {@code start:stop:step}. */
    public Builder slice(String startStopStep) {
      slice = startStopStep;
      return this;
    }

    /** Sets how many samples are used at most. */
    public Builder subsetSize(int samples) {
      subsetSize = samples;
      return this;
    }

    /** Adds an algorithm. */
    public Builder algorithm(String name, Map<String, Object> parameters) {
      algorithms.add(new AlgorithmSpec(name, parameters));
      return this;
    }

    /** Sets what the model is for. */
    public Builder targetDevice(String name) {
      targetDevice = name;
      return this;
    }

    /** Sets the demands on the result. */
    public Builder guard(GuardSpec demands) {
      guard = demands;
      return this;
    }

    /** Sets where the result goes; the files take the model's name. */
    public Builder output(Path directory) {
      return output(new OutputSpec(directory, null, null));
    }

    /** Sets where the result goes. */
    public Builder output(OutputSpec spec) {
      output = spec;
      return this;
    }

    /** Sets where and how models run. */
    public Builder runtime(RuntimeSpec spec) {
      runtime = spec;
      return this;
    }

    /** The job. */
    public Job build() {
      DataSpec data =
          loader == null
              ? null
              : new DataSpec(loader, dataPath, dataParameters, slice, null, subsetSize);
      return new Job(
          SCHEMA_VERSION,
          models,
          data,
          null,
          algorithms,
          targetDevice,
          guard,
          List.of(),
          output,
          runtime,
          null);
    }
  }
}
