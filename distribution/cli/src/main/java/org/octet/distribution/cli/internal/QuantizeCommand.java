package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.PotConfig;
import org.octet.api.PotJob;
import org.octet.api.QuantizationReport;
import org.octet.core.Json;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code octet quantize}. */
@Command(
    name = "quantize",
    description = {
      "Makes an INT8 model of a float model.",
      "Runs unlabelled samples through it, and writes DIR/NAME.xml, DIR/NAME.bin,",
      "DIR/NAME.report.json and DIR/NAME.report.html, or nothing."
    },
    footer = {
      "",
      "Examples:",
      "  octet quantize --model net.onnx --loader image --data pictures/ \\",
      "      -L mean=123.675,116.28,103.53 -L scale=58.395,57.12,57.375 --output int8/",
      "  octet quantize --job job.json --preset mixed --output int8/ --force",
      "  octet quantize --job job.json --dry-run > completed-job.json"
    })
final class QuantizeCommand extends OctetCommand {
  @ArgGroup(validate = false, heading = "%nModel:%n", order = 1)
  ModelOptions model = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nCalibration samples:%n", order = 2)
  DataOptions data = new DataOptions();

  @ArgGroup(validate = false, heading = "%nQuantization and result:%n", order = 3)
  QuantizeOptions how = new QuantizeOptions();

  @ArgGroup(validate = false, heading = "%nMetric:%n", order = 4)
  MetricOptions metric = new MetricOptions();

  @ArgGroup(validate = false, heading = "%nRunning:%n", order = 5)
  RuntimeOptions runtime = new RuntimeOptions();

  QuantizeCommand(Session session) {
    super(session);
  }

  @Override
  void execute(Octet octet) {
    Job job = new JobOverlay(model, data, how, metric, runtime).over(base(octet));
    if (how.dryRun) {
      session.out().print(Json.write(octet.complete(job)));
      return;
    }
    session.announce(common, "quantizing " + names(job));
    QuantizationReport report =
        watched(progress -> octet.quantize(job, progress, session.cancellation()));
    if (common.json) {
      session.out().print(Json.write(report));
    } else {
      session.out().print(Summaries.of(report, job.output()));
    }
  }

  private Job base(Octet octet) {
    if (how.potConfig == null) {
      return how.job == null ? Job.builder().build() : Json.readJob(how.job);
    }
    if (how.job != null) {
      refuse(List.of("--job and --pot-config: give one of them"));
    }
    PotJob pot = octet.readPot(PotConfig.of(how.potConfig));
    session.warn(pot);
    return pot.job();
  }

  private static String names(Job job) {
    return job.models().stream()
        .map(ModelSpec::model)
        .map(Path::toString)
        .collect(Collectors.joining(", "));
  }
}
