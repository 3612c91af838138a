package org.octet.distribution.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.DataSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.PluginSpec;

/**
 * Lays the options of the command line over a job: an option that was not given changes nothing.
 * Used by one thread.
 */
final class JobOverlay {
  private static final String DEFAULT_ALGORITHM = "DefaultQuantization";

  private final List<String> complaints = new ArrayList<>();
  private final ModelOptions model;
  private final DataOptions data;
  private final QuantizeOptions how;
  private final MetricOptions metric;
  private final RuntimeOptions runtime;

  JobOverlay(
      ModelOptions model,
      DataOptions data,
      QuantizeOptions how,
      MetricOptions metric,
      RuntimeOptions runtime) {
    this.model = model;
    this.data = data;
    this.how = how;
    this.metric = metric;
    this.runtime = runtime;
  }

  /**
   * The job.
   *
   * @param base the job file's, or an empty one
   * @throws org.octet.api.error.InputException when something is missing, by the name of the option
   */
  Job over(Job base) {
    DataSpec samples = samples(base.data());
    Job job =
        new Job(
            base.schemaVersion(),
            models(base.models()),
            samples,
            first(runtime.engineSpec(), base.engine()),
            algorithms(base.algorithms()),
            first(how.targetDevice, base.targetDevice()),
            new GuardOverlay(how, complaints).over(base.guard(), samples),
            metrics(base.metrics()),
            output(base.output()),
            running(base.runtime()),
            how.timings ? Boolean.TRUE : base.timings());
    require(job);
    OctetCommand.refuse(complaints);
    return job;
  }

  private List<PluginSpec> metrics(List<PluginSpec> base) {
    List<PluginSpec> given = metric.specs(complaints);
    return given.isEmpty() ? base : given;
  }

  private void require(Job job) {
    missing(job.models().isEmpty(), "--model", "name a model file");
    DataSpec d = job.data();
    missing(
        d == null || d.loader() == null,
        "--loader",
        "name a data loader, see 'octet plugins list'");
    // whether a named loader needs data its own schema says
    missing(
        d == null || d.loader() == null && d.path() == null,
        "--data",
        "name the folder or file with the samples");
    OutputSpec o = job.output();
    missing(o == null || o.directory() == null, "--output", "name the folder of the result");
  }

  private void missing(boolean missing, String option, String hint) {
    if (missing) {
      complaints.add(option + " is missing: " + hint);
    }
  }

  private List<ModelSpec> models(List<ModelSpec> base) {
    model.check(complaints);
    if (!model.models.isEmpty()) {
      return model.specs();
    }
    if (model.weights == null && model.decoder == null) {
      return base;
    }
    if (base.size() != 1) {
      complaints.add("--weights and --decoder need --model: they do not say whose they are");
      return base;
    }
    ModelSpec old = base.get(0);
    return List.of(
        new ModelSpec(
            old.name(),
            old.model(),
            first(model.weights, old.weights()),
            first(model.decoderSpec(), old.decoder())));
  }

  private DataSpec samples(DataSpec base) {
    DataSpec old = base == null ? new DataSpec(null, null, null, null, null, null) : base;
    boolean other = data.loader != null && !data.loader.equals(old.loader());
    // another loader's parameters would only be complained about
    Map<String, Object> parameters = new LinkedHashMap<>(other ? Map.of() : old.parameters());
    data.loaderParameters().forEach((k, v) -> put(parameters, k, v));
    DataSpec samples =
        new DataSpec(
            first(data.loader, old.loader()),
            first(data.data, old.path()),
            parameters,
            first(data.slice(), old.slice()),
            first(data.shuffle(complaints), old.shuffle()),
            first(data.subsetSize, old.subsetSize()));
    return samples.loader() == null && samples.path() == null && base == null ? null : samples;
  }

  /** A key may be spelled in kebab-case on the command line and in camelCase in the file. */
  private static void put(Map<String, Object> parameters, String key, Object value) {
    parameters.keySet().removeIf(k -> ParameterSchema.camel(k).equals(ParameterSchema.camel(key)));
    parameters.put(key, value);
  }

  private List<AlgorithmSpec> algorithms(List<AlgorithmSpec> base) {
    if (how.preset == null && how.modelType == null && how.effort == null) {
      return base;
    }
    List<AlgorithmSpec> old =
        base.isEmpty() ? List.of(new AlgorithmSpec(DEFAULT_ALGORITHM, null)) : base;
    if (old.stream().noneMatch(a -> a.name().equals(DEFAULT_ALGORITHM))) {
      complaints.add(
          "--preset, --effort and --model-type belong to %s, which the job's algorithms do not name"
              .formatted(DEFAULT_ALGORITHM));
    }
    return old.stream().map(this::preset).toList();
  }

  private AlgorithmSpec preset(AlgorithmSpec algorithm) {
    if (!algorithm.name().equals(DEFAULT_ALGORITHM)) {
      return algorithm;
    }
    Map<String, Object> parameters = new LinkedHashMap<>(algorithm.parameters());
    if (how.preset != null) {
      put(parameters, "preset", how.preset);
    }
    if (how.effort != null) {
      put(parameters, "effort", how.effort);
    }
    if (how.modelType != null) {
      put(parameters, "modelType", how.modelType);
    }
    return new AlgorithmSpec(algorithm.name(), parameters, algorithm.models());
  }

  private OutputSpec output(OutputSpec base) {
    OutputSpec old = base == null ? new OutputSpec(null, null, null) : base;
    return new OutputSpec(
        first(how.output, old.directory()),
        first(how.name, old.name()),
        how.force ? Boolean.TRUE : old.force());
  }

  private RuntimeSpec running(RuntimeSpec base) {
    RuntimeSpec old = base == null ? RuntimeSpec.DEFAULT : base;
    return new RuntimeSpec(
        old.name(),
        first(runtime.device, old.device()),
        first(runtime.threads, old.threads()),
        first(runtime.loadThreads, old.loadThreads()),
        old.parameters(),
        how.noCache ? Boolean.FALSE : old.cache());
  }

  private static <T> T first(T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
