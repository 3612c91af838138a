package org.octet.core.internal.service;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.octet.api.BenchmarkJob;
import org.octet.api.BenchmarkResult;
import org.octet.api.ComparisonJob;
import org.octet.api.ComparisonResult;
import org.octet.api.ConversionJob;
import org.octet.api.EvaluationJob;
import org.octet.api.EvaluationResult;
import org.octet.api.InspectionJob;
import org.octet.api.InspectionResult;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.Pipeline;
import org.octet.api.PipelineConfig;
import org.octet.api.PluginInfo;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.api.QuantizationReport;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.InputException;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelFiles;
import org.octet.core.internal.compression.WeightCompressor;
import org.octet.core.internal.ir.IrReader;
import org.octet.core.internal.job.ModelFormats;
import org.octet.core.internal.job.Plan;
import org.octet.core.internal.pot.PotTranslator;
import org.octet.core.internal.registry.Lease;
import org.octet.core.internal.registry.PluginRegistry;

/** Octet over a registry of plugins. Thread-safe. */
public final class OctetService implements Octet {
  private final PluginRegistry registry;
  private final Planning planning;
  private final Runtimes runtimes = new Runtimes();
  private final Identity identity;
  private final Runnable onClose;

  /**
   * Who runs a job.
   *
   * @param version version of Octet
   * @param mode {@code osgi} or {@code class-path}
   */
  record Identity(String version, String mode) {}

  /**
   * @param registry the plugins
   * @param mode {@code osgi} or {@code class-path}, for reports
   * @param onClose run by {@link #close}
   */
  public OctetService(PluginRegistry registry, String mode, Runnable onClose) {
    this.registry = registry;
    this.planning = new Planning(registry);
    this.identity = new Identity(Version.read(), mode);
    this.onClose = onClose;
    registry.onRemoval(runtimes::closeUnused);
  }

  @Override
  public String version() {
    return identity.version();
  }

  @Override
  public List<PluginInfo> plugins() {
    return registry.list();
  }

  @Override
  public Job complete(Job job) {
    Planning.Quantization checked = planning.quantization(job);
    Job complete = checked.job();
    ModelSpec first = complete.models().get(0);
    if (!ModelFormats.isIr(first.model())) {
      return complete; // what the model says of its input is known after the import only
    }
    Model model = IrReader.read(first.model(), first.weights());
    return Quantizations.withModelDefaults(complete, checked.plan(), model);
  }

  @Override
  public PotJob readPot(PotConfig config) {
    return PotTranslator.read(config, registry);
  }

  @Override
  public QuantizationReport quantize(Job job, Progress progress, Cancellation cancellation) {
    Planning.Quantization checked = planning.quantization(job);
    return run(
        checked.plan(),
        progress,
        cancellation,
        context -> new Quantizations(context, identity).run(checked.job()));
  }

  @Override
  public EvaluationResult evaluate(
      EvaluationJob job, Progress progress, Cancellation cancellation) {
    return run(planning.evaluation(job), progress, cancellation, Evaluations::run);
  }

  @Override
  public ComparisonResult compare(ComparisonJob job, Progress progress, Cancellation cancellation) {
    return run(
        planning.comparison(job),
        progress,
        cancellation,
        context -> Comparisons.run(context, job.layers()));
  }

  @Override
  public BenchmarkResult benchmark(BenchmarkJob job, Progress progress, Cancellation cancellation) {
    return run(
        planning.benchmark(job),
        progress,
        cancellation,
        context -> Benchmarks.run(context, job.seconds(), job.rounds()));
  }

  @Override
  public InspectionResult inspect(InspectionJob job) {
    return run(
        planning.inspection(job),
        Progress.NONE,
        new Cancellation(),
        context -> Inspections.run(context, job));
  }

  @Override
  public Path renderReport(Path report) {
    return ReportPages.write(report);
  }

  @Override
  public ModelFiles convert(ConversionJob job) {
    return run(planning.conversion(job), Progress.NONE, new Cancellation(), Conversions::run);
  }

  @Override
  public OptimizedModel loadModel(List<ModelSpec> models) {
    return run(
        planning.loading(models),
        Progress.NONE,
        new Cancellation(),
        context -> ModelLoader.graphs(context.modelLoader().load(context.plan().models())));
  }

  @Override
  public List<ModelFiles> saveModel(OptimizedModel model, Path directory, String name) {
    planning.saving(directory, name);
    return Lease.none().run(() -> new ModelWriter(directory, name, false).write(model));
  }

  @Override
  public Pipeline createPipeline(
      PipelineConfig config, Progress progress, Cancellation cancellation) {
    requireListeners(progress, cancellation);
    Planning.PipelinePlan checked = planning.pipeline(config);
    Lease lease = registry.lease(checked.plan().used(), cancellation);
    JobContext context = new JobContext(checked.plan(), runtimes, progress, lease.cancellation());
    return new OpenPipeline(checked.config(), context, lease, identity);
  }

  @Override
  public void compressModelWeights(OptimizedModel model) {
    Lease.none()
        .run(
            () -> {
              model.models().values().forEach(WeightCompressor::compress);
              return null;
            });
  }

  private <T> T run(
      Plan plan, Progress progress, Cancellation cancellation, Function<JobContext, T> job) {
    requireListeners(progress, cancellation);
    try (Lease lease = registry.lease(plan.used(), cancellation)) {
      return lease.run(
          () -> {
            try (JobContext context =
                new JobContext(plan, runtimes, progress, lease.cancellation())) {
              return job.apply(context);
            }
          });
    }
  }

  private static void requireListeners(Progress progress, Cancellation cancellation) {
    if (progress == null || cancellation == null) {
      throw new InputException("progress and cancellation are needed; Progress.NONE hears nothing");
    }
  }

  @Override
  public void close() {
    runtimes.close();
    onClose.run();
  }
}
