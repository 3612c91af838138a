package org.octet.core.internal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.octet.api.QuantizationReport;
import org.octet.api.error.InputException;
import org.octet.api.error.InternalException;

/** Reads {@code NAME.report.json}. */
public final class ReportJson {
  private ReportJson() {}

  /**
   * Reads a report. Keys that this version does not know are passed over: later versions only add
   * some under the same schema version.
   *
   * @throws InputException when the file cannot be read or is not a report of a known version
   */
  public static QuantizationReport read(Path file) {
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (IOException e) {
      String reason = Files.exists(file) ? "cannot be read: " + e : "does not exist";
      throw new InputException("report '" + file + "' " + reason, e);
    }
    QuantizationReport report;
    try {
      report =
          JsonForms.reader(QuantizationReport.class, null)
              .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(json);
    } catch (JsonProcessingException e) {
      throw notAReport(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw notAReport(file, e.toString(), e);
    }
    if (report != null && report.schemaVersion() != QuantizationReport.SCHEMA_VERSION) {
      throw new InputException(
          "report '%s': schemaVersion %d is not known; this Octet reads %d"
              .formatted(file, report.schemaVersion(), QuantizationReport.SCHEMA_VERSION));
    }
    if (report == null || report.summary() == null || report.provenance() == null) {
      throw notAReport(file, "summary or provenance is missing", null);
    }
    Stream.of(
            report.operations(),
            report.quantizers(),
            report.layers(),
            report.timings(),
            report.skipped(),
            List.of(report.provenance()))
        .flatMap(List::stream)
        .forEach(entry -> requireTexts(file, entry));
    return report;
  }

  /** Every text of an entry must be there. */
  private static void requireTexts(Path file, Object entry) {
    for (RecordComponent component : entry.getClass().getRecordComponents()) {
      try {
        if (component.getType() == String.class && component.getAccessor().invoke(entry) == null) {
          throw notAReport(
              file,
              entry.getClass().getSimpleName() + " without '" + component.getName() + "'",
              null);
        }
      } catch (ReflectiveOperationException e) {
        throw new InternalException("cannot read " + component, e);
      }
    }
  }

  private static InputException notAReport(Path file, String reason, Exception cause) {
    return new InputException(
        "'%s' is not a report: %s; name the NAME.report.json that octet quantize wrote"
            .formatted(file, reason),
        cause);
  }
}
