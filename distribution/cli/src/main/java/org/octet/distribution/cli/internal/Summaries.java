package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.octet.api.BenchmarkResult;
import org.octet.api.ComparisonResult;
import org.octet.api.EvaluationResult;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.algorithm.Reason;

/** Results for people. */
final class Summaries {
  private static final int MAX_NOTES = 10;

  private Summaries() {}

  /** What a quantization did. */
  static String of(QuantizationReport report, OutputSpec output) {
    QuantizationReport.Summary s = report.summary();
    Table table =
        Table.ofTexts()
            .row("operations", s.quantizedOperations() + " quantized, " + left(report, s))
            .row("quantizers", String.valueOf(s.quantizers()))
            .row("samples", s.samples() + skipped(report.skipped().size()))
            .row("weights", sizes(s))
            .row("SQNR", Table.decibels(s.worstSqnr()) + " on calibration samples");
    report.metrics().forEach((name, value) -> table.row(name, metric(value)));
    table.row("time", times(report));
    String row = "written";
    for (Path file : files(report, output)) {
      table.row(row, file.toString());
      row = "";
    }
    StringBuilder text = new StringBuilder(table.toString());
    report.notes().stream()
        .limit(MAX_NOTES)
        .forEach(n -> text.append("  note: ").append(n).append(System.lineSeparator()));
    if (report.notes().size() > MAX_NOTES) {
      text.append("  note: ")
          .append(report.notes().size() - MAX_NOTES)
          .append(" more in the report");
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private static List<Path> files(QuantizationReport report, OutputSpec output) {
    List<Path> files = new ArrayList<>();
    report.summary().files().forEach(f -> files.add(output.directory().resolve(f)));
    // the job of the report is complete: it has the name even if the user gave none
    OutputSpec complete = report.provenance().job().output();
    files.add(output.directory().resolve(complete.name() + ".report.json"));
    files.add(output.directory().resolve(complete.name() + ".report.html"));
    return files;
  }

  private static String left(QuantizationReport report, QuantizationReport.Summary summary) {
    Map<String, Long> reasons =
        report.operations().stream()
            .map(OperationEntry::reason)
            .filter(r -> !r.equals(Reason.QUANTIZED.code()))
            .collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
    String why =
        reasons.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return summary.floatOperations() + " left float" + (why.isEmpty() ? "" : "; others: " + why);
  }

  private static String sizes(QuantizationReport.Summary s) {
    String ratio =
        s.weightsBytesAfter() == 0
            ? ""
            : Table.format(
                " (%.2f x smaller)", (double) s.weightsBytesBefore() / s.weightsBytesAfter());
    return Table.size(s.weightsBytesBefore()) + " -> " + Table.size(s.weightsBytesAfter()) + ratio;
  }

  private static String times(QuantizationReport report) {
    return report.timings().stream()
        .map(t -> Table.format("%s %.2f s", t.stage(), t.seconds()))
        .collect(Collectors.joining(", "));
  }

  private static String skipped(int count) {
    return count == 0 ? "" : " (" + count + " could not be read, see the report)";
  }

  /** What an evaluation found. */
  static String of(EvaluationResult result) {
    Table table =
        Table.ofTexts()
            .row("model", result.model())
            .row("samples", result.samples() + unread(result.skipped().size()));
    result.metrics().forEach((name, value) -> table.row(name, metric(value)));
    return table.toString();
  }

  private static String unread(int count) {
    return count == 0 ? "" : " (" + count + " could not be read)";
  }

  /** A metric's value; a fraction in percent, too. */
  static String metric(double value) {
    return value >= 0 && value <= 1
        ? Table.format("%.4f (%s)", value, Table.percent(value))
        : Table.format("%.4f", value);
  }

  /** How close two models are. */
  static String of(ComparisonResult result) {
    Table table = Table.ofNumbers("output", "SQNR", "equal top-1", "largest difference");
    result
        .outputs()
        .forEach(
            o ->
                table.row(
                    o.name(),
                    Table.decibels(o.sqnr()),
                    Table.percent(o.equalTop1()),
                    Table.format("%.4g", o.maxAbsoluteDifference())));
    return table
        + "  over "
        + result.samples()
        + " samples"
        + unread(result.skipped().size())
        + System.lineSeparator();
  }

  /** How fast models are. */
  static String of(BenchmarkResult result) {
    Table table = Table.ofNumbers("model", "throughput", "speed-up", "latency", "weights");
    result
        .models()
        .forEach(
            m ->
                table.row(
                    m.model(),
                    Table.format("%.1f/s", m.throughput()),
                    Table.format("%.2f x", m.throughputRatio()),
                    Table.format("%.2f ms", m.latency()),
                    Table.size(m.weightsBytes())));
    return table
        + "  on "
        + result.device()
        + ", "
        + result.threads()
        + " at the same time; medians"
        + System.lineSeparator();
  }
}
