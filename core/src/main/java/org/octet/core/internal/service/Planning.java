package org.octet.core.internal.service;

import java.nio.file.Path;
import java.util.List;
import org.octet.api.BenchmarkJob;
import org.octet.api.ComparisonJob;
import org.octet.api.ConversionJob;
import org.octet.api.DataSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.GuardSpec;
import org.octet.api.InspectionJob;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.api.PipelineConfig;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.AlgorithmSpec;
import org.octet.api.error.InputException;
import org.octet.api.plugin.PluginSpec;
import org.octet.core.internal.job.JobPlanner;
import org.octet.core.internal.job.Plan;
import org.octet.core.internal.registry.PluginRegistry;

/** Checks jobs of every kind whole, before anything is loaded. */
final class Planning {
  private final PluginRegistry registry;

  Planning(PluginRegistry registry) {
    this.registry = registry;
  }

  /**
   * A checked quantization.
   *
   * @param job the job with all defaults
   * @param plan what it needs
   */
  record Quantization(Job job, Plan plan) {}

  Quantization quantization(Job job) {
    JobPlanner planner = new JobPlanner(registry);
    Integer version = job.schemaVersion();
    if (version != null && version != Job.SCHEMA_VERSION) {
      planner.complain("schemaVersion", version, "must be " + Job.SCHEMA_VERSION);
    }
    List<ModelSpec> models = planner.models(job.models(), "model");
    DataSpec data = planner.data(job.data(), JobPlanner.CALIBRATION_SAMPLES);
    PluginSpec engine = planner.engine(job.engine());
    String device = planner.targetDevice(job.targetDevice());
    List<AlgorithmSpec> algorithms = planner.algorithms(job.algorithms());
    GuardSpec guard = planner.guard(job.guard(), !job.metrics().isEmpty());
    List<PluginSpec> metrics = planner.metrics(job.metrics(), false);
    RuntimeSpec runtime = planner.runtime(job.runtime());
    OutputSpec output = planner.output(job.output(), true);
    Plan plan = planner.plan();
    Job complete =
        new Job(
            Job.SCHEMA_VERSION,
            models,
            data,
            engine,
            algorithms,
            device,
            guard,
            metrics,
            output,
            runtime,
            Boolean.TRUE.equals(job.timings()));
    return new Quantization(complete, plan);
  }

  Plan evaluation(EvaluationJob job) {
    JobPlanner planner = new JobPlanner(registry);
    planner.models(job.models(), "model");
    if (!job.reference().isEmpty()) {
      planner.reference(job.reference(), "reference");
    }
    planner.data(job.data(), null);
    planner.engine(job.engine());
    planner.metrics(job.metrics(), true);
    planner.runtime(job.runtime());
    return planner.plan();
  }

  Plan comparison(ComparisonJob job) {
    JobPlanner planner = new JobPlanner(registry);
    planner.reference(job.reference(), "model");
    planner.models(job.candidate(), "with");
    planner.data(job.data(), null);
    planner.metrics(job.metrics(), false);
    planner.engine(job.engine());
    planner.runtime(job.runtime());
    return planner.plan();
  }

  Plan benchmark(BenchmarkJob job) {
    JobPlanner planner = new JobPlanner(registry);
    planner.timedModels(job.models());
    planner.runtime(job.runtime());
    if (!(job.seconds() > 0 && job.seconds() <= 3600)) {
      planner.complain("seconds", job.seconds(), "must be above 0 and at most 3600");
    }
    if (job.rounds() < 1 || job.rounds() > 1000) {
      planner.complain("rounds", job.rounds(), "must be from 1 to 1000");
    }
    return planner.plan();
  }

  Plan inspection(InspectionJob job) {
    JobPlanner planner = new JobPlanner(registry);
    planner.models(job.model() == null ? List.of() : List.of(job.model()), "model");
    planner.runtime(null);
    if (job.explain() || job.targetDevice() != null) {
      planner.targetDevice(job.targetDevice());
    }
    if (job.explain()) {
      planner.algorithms(job.algorithms());
    }
    return planner.plan();
  }

  Plan conversion(ConversionJob job) {
    JobPlanner planner = new JobPlanner(registry);
    planner.models(job.model() == null ? List.of() : List.of(job.model()), "model");
    planner.runtime(job.runtime());
    planner.output(job.output(), false);
    return planner.plan();
  }

  /** Checks where a program's models go. */
  void saving(Path directory, String name) {
    JobPlanner planner = new JobPlanner(registry);
    planner.output(new OutputSpec(directory, name, null), false);
    planner.plan();
  }

  /** What reading models needs. */
  Plan loading(List<ModelSpec> models) {
    JobPlanner planner = new JobPlanner(registry);
    planner.models(models, "model");
    planner.runtime(null);
    return planner.plan();
  }

  /**
   * A checked pipeline.
   *
   * @param config the configuration with all defaults but data loader and engine
   * @param plan what it needs; the engine is there even if the program brings its own
   */
  record PipelinePlan(PipelineConfig config, Plan plan) {}

  PipelinePlan pipeline(PipelineConfig config) {
    if (config.dataLoader() == null) {
      throw new InputException("dataLoader: a data loader is needed");
    }
    JobPlanner planner = new JobPlanner(registry);
    String device = planner.targetDevice(config.targetDevice());
    List<AlgorithmSpec> algorithms = planner.algorithms(config.algorithms());
    if (config.engine() == null) {
      planner.engine(null);
    }
    if (config.guard() != null
        && config.guard().drop() != null
        && config.guard().drop().data() != null) {
      planner.complain("guard.drop.data", null, "a program's samples are its data loader's");
    }
    GuardSpec guard = planner.guard(config.guard(), !config.metrics().isEmpty());
    RuntimeSpec runtime = planner.runtime(config.runtime());
    int subset = config.subsetSize() == null ? JobPlanner.CALIBRATION_SAMPLES : config.subsetSize();
    if (subset < 1) {
      planner.complain("subsetSize", subset, "must be at least 1");
    }
    Plan plan = planner.plan();
    return new PipelinePlan(
        new PipelineConfig(
            algorithms,
            config.dataLoader(),
            config.engine(),
            device,
            subset,
            guard,
            runtime,
            config.metrics()),
        plan);
  }
}
