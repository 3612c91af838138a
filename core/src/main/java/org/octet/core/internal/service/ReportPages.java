package org.octet.core.internal.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.octet.api.QuantizationReport;
import org.octet.api.error.OutputException;
import org.octet.core.internal.output.OutputFiles;
import org.octet.core.internal.output.OutputNames;
import org.octet.core.internal.report.HtmlReport;
import org.octet.core.internal.report.ReportJson;

/** Renders reports that are there already. */
final class ReportPages {
  private ReportPages() {}

  /**
   * Writes the page of a report beside it; it appears whole or not at all.
   *
   * @return the page
   * @throws OutputException when it cannot be written
   */
  static Path write(Path file) {
    QuantizationReport report = ReportJson.read(file);
    Path directory = file.toAbsolutePath().getParent();
    String name = OutputNames.page(file.getFileName().toString());
    try (OutputFiles files = OutputFiles.open(directory, true)) {
      Files.write(files.stage(name), HtmlReport.render(report).getBytes(StandardCharsets.UTF_8));
      files.commit();
    } catch (IOException e) {
      throw OutputFiles.failure("the page cannot be written to '" + directory + "'", e);
    }
    return file.resolveSibling(name);
  }
}
