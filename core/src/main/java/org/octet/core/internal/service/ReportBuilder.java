package org.octet.core.internal.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.octet.api.Job;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.QuantizationReport.Provenance;
import org.octet.api.QuantizationReport.Summary;
import org.octet.api.QuantizationReport.Timing;
import org.octet.api.algorithm.Reason;
import org.octet.api.device.TargetDevice;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.pipeline.PipelineResult;
import org.octet.core.internal.registry.Registration;

/** Collects what a report says, from the start of a run on. Used by one thread. */
final class ReportBuilder {
  /** Reasons for which an operation stays float that the device could compute in integers. */
  private static final Set<String> KEPT_FLOAT =
      Stream.of(
              Reason.IGNORED_BY_USER,
              Reason.NO_QUANTIZABLE_INPUT,
              Reason.POST_PROCESSING,
              Reason.DETECTION_HEAD,
              Reason.BRANCH_KEPT_FLOAT,
              Reason.RETURNED_BY_GUARD)
          .map(Reason::code)
          .collect(Collectors.toUnmodifiableSet());

  private final OctetService.Identity identity;
  private final JobContext context;
  private final String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private InputHashes hashes = InputHashes.none();
  private final List<Timing> before = new ArrayList<>();
  private final List<Timing> after = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Map<String, Double> metrics = Map.of();
  private List<String> files = List.of();
  private long weightsBefore;
  private long weightsAfter;

  ReportBuilder(OctetService.Identity identity, JobContext context) {
    this.identity = identity;
    this.context = context;
  }

  /** The hashes of the input files. */
  void inputs(InputHashes of) {
    hashes = of;
  }

  /** What the input's weights take. */
  void weights(long bytes) {
    weightsBefore = bytes;
  }

  /** A stage before the pipeline. */
  void before(String stage, double seconds) {
    before.add(new Timing(stage, seconds));
  }

  /** Metrics of the result. */
  void metrics(Map<String, Double> values, double seconds) {
    metrics = values;
    after.add(new Timing("metrics", seconds));
  }

  /** A remark. */
  void note(String text) {
    notes.add(text);
  }

  /** What is written. */
  void outputs(List<String> names, long weightsBytes) {
    files = names;
    weightsAfter = weightsBytes;
  }

  /**
   * The report.
   *
   * @param job the completed job; null for a pipeline of a program
   */
  QuantizationReport build(PipelineResult result, TargetDevice device, Job job) {
    List<Timing> timings = new ArrayList<>(before);
    timings.addAll(result.timings());
    timings.addAll(after);
    List<String> remarks = new ArrayList<>(result.notes());
    remarks.addAll(notes);
    return new QuantizationReport(
        QuantizationReport.SCHEMA_VERSION,
        summary(result, device),
        result.operations(),
        result.quantizers(),
        finite(result.sqnr()),
        result.layers(),
        metrics,
        result.guard(),
        timings,
        result.skipped(),
        remarks,
        provenance(result, job));
  }

  private Summary summary(PipelineResult result, TargetDevice device) {
    int quantized = 0;
    int kept = 0;
    for (OperationEntry operation : result.operations()) {
      if (operation.reason().equals(Reason.QUANTIZED.code())) {
        quantized++;
      } else if (device.operation(operation.type()).isPresent()
          && KEPT_FLOAT.contains(operation.reason())) {
        kept++;
      }
    }
    return new Summary(
        files,
        quantized,
        kept,
        result.quantizers().size(),
        result.samples(),
        weightsBefore,
        weightsAfter,
        worst(result.sqnr()));
  }

  /** The lowest ratio; null where nothing was compared or all outputs are equal. */
  private static Double worst(Map<String, Double> sqnr) {
    return sqnr.values().stream()
        .filter(v -> v != Double.POSITIVE_INFINITY)
        .min(Double::compare)
        .orElse(null);
  }

  private static Map<String, Double> finite(Map<String, Double> sqnr) {
    Map<String, Double> finite = new LinkedHashMap<>();
    sqnr.forEach(
        (output, value) -> finite.put(output, value == Double.POSITIVE_INFINITY ? null : value));
    return finite;
  }

  private Provenance provenance(PipelineResult result, Job job) {
    return new Provenance(
        identity.version(),
        Blame.on("the runtime", context.runtime()::version),
        context.deviceName(),
        result.deviceProperties(),
        System.getProperty("java.runtime.name") + " " + System.getProperty("java.runtime.version"),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        identity.mode(),
        context.plan().runtime().threads(),
        started,
        hashes.get(),
        context.plan().used().stream().map(ReportBuilder::plugin).sorted().toList(),
        job);
  }

  private static String plugin(Registration registration) {
    return "%s %s %s"
        .formatted(registration.kind().code(), registration.name(), registration.info().version())
        .strip();
  }
}
