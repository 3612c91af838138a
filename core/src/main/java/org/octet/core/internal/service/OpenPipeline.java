package org.octet.core.internal.service;

import java.util.Map;
import java.util.Optional;
import org.octet.api.Pipeline;
import org.octet.api.PipelineConfig;
import org.octet.api.QuantizationReport;
import org.octet.api.device.TargetDevice;
import org.octet.api.engine.Engine;
import org.octet.api.error.InputException;
import org.octet.api.model.OptimizedModel;
import org.octet.core.internal.execution.ModelSources;
import org.octet.core.internal.execution.Samples;
import org.octet.core.internal.pipeline.Guard;
import org.octet.core.internal.pipeline.PipelineResult;
import org.octet.core.internal.pipeline.PipelineRunner;
import org.octet.core.internal.registry.Lease;

/** A pipeline of a program, over its own data. Used by one thread. */
final class OpenPipeline implements Pipeline {
  private final PipelineConfig config;
  private final JobContext context;
  private final Lease lease;
  private final OctetService.Identity identity;
  private QuantizationReport report;
  private boolean closed;

  OpenPipeline(
      PipelineConfig config, JobContext context, Lease lease, OctetService.Identity identity) {
    this.config = config;
    this.context = context;
    this.lease = lease;
    this.identity = identity;
  }

  @Override
  public OptimizedModel run(OptimizedModel model) {
    checkOpen();
    return lease.run(() -> optimize(model.copy()));
  }

  @Override
  public Map<String, Double> evaluate(OptimizedModel model) {
    checkOpen();
    if (config.metrics().isEmpty()) {
      throw new InputException("metrics: at least one metric is needed; give it to PipelineConfig");
    }
    return lease.run(
        () ->
            Evaluations.measure(
                    context,
                    engine(),
                    MetricSet.ofProgram(config.metrics()),
                    ModelSources.of(model),
                    Map.of(),
                    Samples.subset(config.dataLoader(), Integer.MAX_VALUE),
                    true)
                .values());
  }

  private void checkOpen() {
    if (closed) {
      throw new InputException("this pipeline is closed; make a new one");
    }
  }

  private Engine engine() {
    return config.engine() == null ? context.engine() : config.engine();
  }

  private MetricTrials accuracy() {
    return new MetricTrials(
        context,
        engine(),
        Samples.subset(config.dataLoader(), Integer.MAX_VALUE),
        () -> MetricSet.ofProgram(config.metrics()),
        true,
        floats -> Optional.empty());
  }

  private OptimizedModel optimize(OptimizedModel floats) {
    ReportBuilder builder = new ReportBuilder(identity, context);
    PipelineStages.prepare(floats.models(), Map.of());
    TargetDevice device = PipelineStages.device(context.plan());
    PipelineStages.decompose(floats.models(), device).forEach(builder::note);
    Samples samples = Samples.subset(config.dataLoader(), config.subsetSize());
    PipelineResult result =
        PipelineRunner.run(
            floats,
            PipelineStages.algorithms(context.plan()),
            samples,
            engine(),
            device,
            Guard.of(config.guard(), false, accuracy()),
            context.environment(),
            Optional.empty(),
            false);
    PipelineStages.stamp(
        result.model(), identity.version(), config.algorithms(), config.targetDevice());
    report = builder.build(result, device, null);
    return result.model();
  }

  @Override
  public QuantizationReport report() {
    if (report == null) {
      throw new InputException("no report: the pipeline has not run yet");
    }
    return report;
  }

  @Override
  public void close() {
    closed = true;
    context.close();
    lease.close();
  }
}
