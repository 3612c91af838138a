package org.octet.core.internal.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.QuantizationReport;
import org.octet.api.error.InputException;

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
    return report;
  }

  private static InputException notAReport(Path file, String reason, Exception cause) {
    return new InputException(
        "'%s' is not a report: %s; name the NAME.report.json that octet quantize wrote"
            .formatted(file, reason),
        cause);
  }
}
