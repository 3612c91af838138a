package org.octet.core.internal.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.DataSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.device.TargetDevice;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.runtime.ModelInMemory;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.ir.IrWriter;
import org.octet.core.internal.job.Plan;
import org.octet.core.internal.pipeline.Guard;
import org.octet.core.internal.pipeline.PipelineResult;
import org.octet.core.internal.pipeline.PipelineRunner;

/** Runs a quantization from the user's files to the result's. Used for one job. */
final class Quantizations {
  private final JobContext context;
  private final OctetService.Identity identity;
  private final ReportBuilder report;

  Quantizations(JobContext context, OctetService.Identity identity) {
    this.context = context;
    this.identity = identity;
    this.report = new ReportBuilder(identity, context);
  }

  /** The job with what the model says of its data where the user said nothing. */
  static Job withModelDefaults(Job job, Plan plan, Model model) {
    DataSpec data = plan.data().orElseThrow().describedFor(model);
    return new Job(
        job.schemaVersion(),
        job.models(),
        data,
        job.engine(),
        job.algorithms(),
        job.targetDevice(),
        job.guard(),
        job.metrics(),
        job.output(),
        job.runtime(),
        job.timings());
  }

  QuantizationReport run(Job checked) {
    FileStamps stamps = new FileStamps(context.plan().models());
    try {
      return run(checked, stamps);
    } catch (OctetException e) {
      throw e;
    } catch (RuntimeException | InternalError e) {
      // a mapped file that became shorter cannot be read: the JVM's own error
      stamps.check();
      throw e;
    }
  }

  private QuantizationReport run(Job checked, FileStamps stamps) {
    long start = System.nanoTime();
    context.progress().stage("load", 0, "");
    report.inputs(InputHashes.of(files(context.plan().models())));
    List<LoadedModel> models = context.modelLoader().load(context.plan().models());
    OptimizedModel floats = ModelLoader.graphs(models);
    PipelineStages.prepare(floats.models(), fileNames(models));
    TargetDevice device = PipelineStages.device(context.plan());
    PipelineStages.decompose(floats.models(), device).forEach(report::note);
    report.weights(weightsBytes(models));
    Job job = withModelDefaults(checked, context.plan(), JobContext.first(models));
    Samples samples = context.samples(JobContext.first(models));
    samples.notes().forEach(report::note);
    report.before("load", (System.nanoTime() - start) * 1e-9);

    PipelineResult result =
        PipelineRunner.run(
            floats,
            PipelineStages.algorithms(context.plan()),
            samples,
            context.engine(),
            device,
            guard(job, samples, JobContext.first(models)),
            context.environment(),
            new CacheScope(context, identity, job, JobContext.first(models)).statistics(),
            job.timings());
    PipelineStages.stamp(result.model(), identity.version(), job.algorithms(), job.targetDevice());
    measureMetrics(result.model(), samples);
    return write(result, device, job, stamps);
  }

  private Guard guard(Job job, Samples samples, Model model) {
    Plan plan = context.plan();
    Plan.DataPlan data = plan.validation().orElseGet(() -> plan.data().orElseThrow());
    Samples annotated = plan.validation().isPresent() ? context.samples(data, model) : samples;
    return Guard.of(
        job.guard(),
        Boolean.TRUE.equals(job.output().force()),
        new MetricTrials(
            context,
            context.engine(),
            annotated,
            () -> MetricSet.of(plan.metrics()),
            false,
            floats ->
                new CacheScope(context, identity, job, model).trials(data, annotated, floats)));
  }

  private static Map<String, String> fileNames(List<LoadedModel> models) {
    Map<String, String> names = new LinkedHashMap<>();
    models.forEach(m -> names.put(m.name(), m.spec().model().toString()));
    return names;
  }

  private static List<Path> files(List<ModelSpec> models) {
    List<Path> files = new ArrayList<>();
    for (ModelSpec each : models) {
      files.add(each.model());
      Optional.ofNullable(each.weights()).ifPresent(files::add);
    }
    return files;
  }

  private static long weightsBytes(List<LoadedModel> models) {
    long bytes = 0;
    for (LoadedModel model : models) {
      Path weights = model.files().weights();
      try {
        bytes += weights == null ? 0 : Files.size(weights);
      } catch (IOException e) {
        throw new InputException("'" + weights + "' cannot be read: " + e, e);
      }
    }
    return bytes;
  }

  private void measureMetrics(OptimizedModel result, Samples samples) {
    if (context.plan().metrics().isEmpty()) {
      return;
    }
    Map<String, ModelInMemory> memory = new LinkedHashMap<>();
    result.models().forEach((name, model) -> memory.put(name, IrWriter.toMemory(model)));
    Evaluations.Outcome outcome = Evaluations.measure(context, memory, Map.of(), samples, false);
    if (outcome.annotated() == 0) {
      report.note("no metrics: the calibration samples have no annotations");
    } else {
      report.metrics(outcome.values(), outcome.run().seconds());
    }
  }

  private QuantizationReport write(
      PipelineResult result, TargetDevice device, Job job, FileStamps stamps) {
    context.cancellation().check();
    context.progress().stage("write", 0, "");
    List<QuantizationReport> built = new ArrayList<>();
    ModelWriter.of(job.output())
        .write(
            result.model(),
            written -> {
              stamps.check();
              report.outputs(names(written.files()), written.weightsBytes());
              built.add(report.build(result, device, job));
              return Optional.of(built.get(0));
            });
    return built.get(0);
  }

  private static List<String> names(List<ModelFiles> files) {
    List<String> names = new ArrayList<>();
    for (ModelFiles each : files) {
      names.add(each.model().getFileName().toString());
      names.add(each.weights().getFileName().toString());
    }
    return names;
  }
}
