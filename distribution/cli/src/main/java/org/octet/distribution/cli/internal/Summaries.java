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
import org.octet.api.InspectionResult;
import org.octet.api.LayerComparison;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.algorithm.Reason;
import org.octet.api.device.Finding;

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
            .row("SQNR", fidelity(report.sqnr(), s.worstSqnr()));
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

  /** How near the outputs are, by output and the worst; nothing: they were not compared. */
  static String fidelity(Map<String, Double> sqnr, Double worst) {
    return sqnr.isEmpty() ? "not compared" : Table.decibels(worst) + " on calibration samples";
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
            : Table.times(
                (double) s.weightsBytesBefore() / s.weightsBytesAfter(), "smaller", "larger");
    return Table.size(s.weightsBytesBefore())
        + " -> "
        + Table.size(s.weightsBytesAfter())
        + (ratio.isEmpty() ? "" : " (" + ratio + ")");
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
  static String of(ComparisonResult result, int layers) {
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
        + metrics(result)
        + inside(result.layers(), layers)
        + "  over "
        + result.samples()
        + " samples"
        + unread(result.skipped().size())
        + System.lineSeparator();
  }

  private static String metrics(ComparisonResult result) {
    if (result.before().isEmpty()) {
      return "";
    }
    Table table = Table.ofNumbers("metric", "before", "after", "change");
    result
        .before()
        .forEach(
            (name, was) -> {
              double is = result.after().getOrDefault(name, Double.NaN);
              table.row(
                  name,
                  Table.format("%.4f", was),
                  Table.format("%.4f", is),
                  Table.format("%+.4f", is - was));
            });
    return System.lineSeparator() + table;
  }

  private static String inside(List<LayerComparison> worstFirst, int count) {
    if (count == 0) {
      return "";
    }
    Table table = Table.ofNumbers("inside, worst first", "SQNR", "type");
    worstFirst.stream()
        .limit(count)
        .forEach(
            l ->
                table.row(
                    l.output() == 0 ? l.name() : l.name() + ":" + l.output(),
                    Table.decibels(l.sqnr()),
                    l.type()));
    String rest =
        worstFirst.size() <= count
            ? ""
            : "  " + (worstFirst.size() - count) + " more are better" + System.lineSeparator();
    return System.lineSeparator() + table + rest + System.lineSeparator();
  }

  /** What is in a model. */
  static String of(InspectionResult result, String targetDevice) {
    Table table =
        Table.ofTexts().row("model", result.model() + ", IR version " + result.irVersion());
    rows(table, "inputs", result.inputs().stream().map(Summaries::port).toList());
    rows(table, "outputs", result.outputs().stream().map(Summaries::port).toList());
    table.row("parameters", Table.count(result.parameters()));
    rows(
        table,
        "weights",
        result.weights().entrySet().stream().map(e -> weights(e.getKey(), e.getValue())).toList());
    table.row(
        "multiply-adds",
        result.multiplyAdds() == null
            ? "unknown: shapes are dynamic"
            : Table.count(result.multiplyAdds()) + " per inference");
    table.row(
        "quantizers", result.quantizers() == 0 ? "none" : String.valueOf(result.quantizers()));
    rows(
        table,
        "operations",
        result.operations().entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    return table
        + explanation(result.explanation())
        + (targetDevice == null ? "" : findings(result.findings(), targetDevice));
  }

  private static String findings(List<Finding> findings, String targetDevice) {
    if (findings.isEmpty()) {
      return "  " + targetDevice + " refuses nothing that is known" + System.lineSeparator();
    }
    Table table = Table.ofTexts().row("operation", "rule of " + targetDevice, "");
    findings.forEach(f -> table.row(f.operation(), f.rule(), f.detail()));
    return System.lineSeparator() + table;
  }

  private static String port(InspectionResult.Port port) {
    return port.name() + "  " + port.type() + " " + port.shape();
  }

  private static String weights(String type, InspectionResult.Weights w) {
    return Table.size(w.bytes()) + " " + type + " in " + w.constants() + " constants";
  }

  private static void rows(Table table, String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      table.row(i == 0 ? name : "", values.get(i));
    }
  }

  private static String explanation(List<OperationEntry> operations) {
    if (operations.isEmpty()) {
      return "";
    }
    Table table = Table.ofTexts().row("operation", "type", "would be", "");
    operations.forEach(o -> table.row(o.name(), o.type(), o.reason(), o.detail()));
    Map<String, Long> reasons =
        operations.stream()
            .collect(
                Collectors.groupingBy(OperationEntry::reason, TreeMap::new, Collectors.counting()));
    String sums =
        reasons.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return System.lineSeparator() + table + "  " + sums + System.lineSeparator();
  }

  private static String spread(BenchmarkResult.Range range, String unit) {
    return Table.format(
        range.max() < 100 ? "%.2f..%.2f%s" : "%.0f..%.0f%s", range.min(), range.max(), unit);
  }

  /** How fast models are. */
  static String of(BenchmarkResult result) {
    Table table =
        Table.ofNumbers("model", "throughput", "speed-up", "latency", "weights", "spread");
    result
        .models()
        .forEach(
            m ->
                table.row(
                    m.model(),
                    Table.format("%.1f/s", m.throughput()),
                    Table.format("%.2f x", m.throughputRatio()),
                    Table.format("%.2f ms", m.latency()),
                    Table.size(m.weightsBytes()),
                    spread(m.throughputRange(), "/s") + ", " + spread(m.latencyRange(), " ms")));
    return table
        + "  on "
        + result.device()
        + ", "
        + result.threads()
        + " at the same time; medians"
        + System.lineSeparator();
  }
}
