package org.octet.core.internal.pot;

import java.util.List;
import java.util.Optional;
import org.octet.api.DataSpec;
import org.octet.api.RuntimeSpec;
import org.octet.api.plugin.PluginSpec;

/**
 * What the section {@code engine} says.
 *
 * @param data calibration samples
 * @param decoder reads the model's outputs; null: nothing
 * @param evaluation samples with annotations; null: there are no metrics
 * @param metrics what is measured on them
 * @param runtime where and how the model runs
 */
record PotEngine(
    DataSpec data,
    PluginSpec decoder,
    DataSpec evaluation,
    AcMetrics metrics,
    RuntimeSpec runtime) {

  static PotEngine read(PotObject section, PotSampling sampling, boolean cascade) {
    String type =
        section
            .choice("type", List.of("accuracy_checker", "simplified"))
            .orElse(section.has("type") ? "" : "accuracy_checker");
    RuntimeSpec runtime = runtime(section);
    if (cascade) {
      section.complain(
          "type",
          "Cascade models are not supported in current engine; name Octet's (octet quantize"
              + " --engine mtcnn or cascade), see octet plugins list");
    }
    return switch (type) {
      case "simplified" -> Simplified.read(section, sampling, runtime);
      case "accuracy_checker" -> AccuracyChecker.read(section, sampling, runtime);
      default -> new PotEngine(null, null, null, AcMetrics.NONE, runtime);
    };
  }

  private static RuntimeSpec runtime(PotObject section) {
    String device = section.text("device").orElse("CPU");
    int cores = Runtime.getRuntime().availableProcessors();
    Optional<Integer> requests = section.integer("stat_requests_number", 0).filter(n -> n > 0);
    if (requests.isPresent() && requests.get() > cores) {
      section.warn("stat_requests_number", "is more than the processors there are: " + cores);
    }
    if (section.integer("eval_requests_number", 0).isPresent()) {
      section.warn(
          "eval_requests_number",
          "has no effect: stat_requests_number holds for all; no result" + " depends on it");
    }
    return new RuntimeSpec(
        null, device, requests.map(n -> Math.min(n, cores)).orElse(null), null, null);
  }
}
