package org.octet.core.internal.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.octet.api.OutputSpec;
import org.octet.api.QuantizationReport;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelFiles;
import org.octet.core.internal.ir.IrWriter;
import org.octet.core.internal.output.OutputFiles;
import org.octet.core.internal.output.OutputNames;
import org.octet.core.internal.report.HtmlReport;
import org.octet.core.internal.report.JsonForms;

/** Writes the models of a result, and its report, so that they appear together or not at all. */
final class ModelWriter {
  private final Path directory;
  private final String name;
  private final boolean force;

  ModelWriter(Path directory, String name, boolean force) {
    this.directory = directory;
    this.name = name;
    this.force = force;
  }

  /** For a job's output. */
  static ModelWriter of(OutputSpec output) {
    return new ModelWriter(output.directory(), output.name(), Boolean.TRUE.equals(output.force()));
  }

  /**
   * What is about to appear.
   *
   * @param files models and weights, in the job's order
   * @param weightsBytes bytes of all weights
   */
  record Written(List<ModelFiles> files, long weightsBytes) {}

  /**
   * Writes models without a report.
   *
   * @throws org.octet.api.error.OutputException when that fails; nothing is changed then
   */
  List<ModelFiles> write(OptimizedModel models) {
    return write(models, written -> Optional.empty()).files();
  }

  /**
   * Writes models and a report.
   *
   * @param report makes the report, if there is one
   */
  Written write(OptimizedModel models, Function<Written, Optional<QuantizationReport>> report) {
    OutputNames names = OutputNames.of(name, List.copyOf(models.names()), true);
    try (OutputFiles files = OutputFiles.open(directory, force)) {
      Map<String, Path> bins = new LinkedHashMap<>();
      names.bases().forEach((model, base) -> bins.put(model, files.stage(OutputNames.bin(base))));
      // the report tells the sizes, and is named before the models, which say that all is there
      String json = names.report().orElseThrow();
      String html = OutputNames.page(json);
      Path text = files.stage(json);
      Path page = files.stage(html);
      List<ModelFiles> targets = new ArrayList<>();
      names
          .bases()
          .forEach(
              (model, base) -> {
                Path xml = files.stage(OutputNames.xml(base));
                IrWriter.toFiles(models.model(model), xml, bins.get(model));
                targets.add(
                    new ModelFiles(
                        directory.resolve(OutputNames.xml(base)),
                        directory.resolve(OutputNames.bin(base))));
              });
      Written written = new Written(targets, size(bins));
      Optional<QuantizationReport> content = report.apply(written);
      if (content.isEmpty()) {
        files.unstage(json);
        files.unstage(html);
      } else {
        write(text, JsonForms.write(content.get()));
        write(page, HtmlReport.render(content.get()));
      }
      files.commit();
      return written;
    }
  }

  private void write(Path temporary, String content) {
    try {
      Files.write(temporary, content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw OutputFiles.failure("the report cannot be written to '" + directory + "'", e);
    }
  }

  private static long size(Map<String, Path> bins) {
    long bytes = 0;
    try {
      for (Path bin : bins.values()) {
        bytes += Files.size(bin);
      }
      return bytes;
    } catch (IOException e) {
      throw OutputFiles.failure("the weights cannot be read back", e);
    }
  }
}
