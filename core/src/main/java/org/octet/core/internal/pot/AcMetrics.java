package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.plugin.PluginSpec;

/**
 * Metrics of the Accuracy Checker.
 *
 * @param plugins what measures them
 * @param names what the configuration calls the values, by Octet's name
 */
record AcMetrics(List<PluginSpec> plugins, Map<String, String> names) {
  static final AcMetrics NONE = new AcMetrics(List.of(), Map.of());

  private static final List<String> TYPES =
      List.of(
          "accuracy",
          "coco_precision",
          "coco_orig_precision",
          "map",
          "recall",
          "mean_iou",
          "segmentation_accuracy",
          "psnr");
  private static final List<String> PRESENTATION =
      List.of("presenter", "reference", "abs_threshold", "rel_threshold");

  /** Copies list and map, keeping their order. */
  AcMetrics {
    plugins = List.copyOf(plugins);
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
  }

  /**
   * One metric.
   *
   * @param value Octet's name of the value that the configuration means
   */
  private record Measured(PluginSpec plugin, String value) {}

  /**
   * Reads the metrics of a data set.
   *
   * @param shifted whether class 0 of the model is the background, which annotations do not count
   */
  static AcMetrics read(PotObject set, boolean shifted) {
    List<PluginSpec> plugins = new ArrayList<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (PotObject metric : set.objects("metrics")) {
      Optional<String> type = metric.choice("type", TYPES);
      if (type.isEmpty() && !metric.has("type")) {
        metric.complain("type", "is needed, one of " + String.join(", ", TYPES));
      }
      String name = metric.word("name").orElse(type.orElse(""));
      PRESENTATION.forEach(metric::find);
      if (type.isEmpty()) {
        continue; // its keys are not known
      }
      Measured measured = measured(metric, type.get(), shifted);
      metric.end();
      if (!plugins.contains(measured.plugin())) {
        plugins.add(measured.plugin());
      }
      names.put(measured.value(), name);
    }
    return new AcMetrics(plugins, names);
  }

  private static Measured measured(PotObject metric, String type, boolean shifted) {
    switch (type) {
      case "accuracy":
        int k = metric.integer("top_k", 1).orElse(1);
        Map<String, Object> classes =
            shifted ? Map.of("topK", k, "labelOffset", 1) : Map.of("topK", k);
        return new Measured(new PluginSpec("accuracy", classes), "accuracy@top" + k);
      case "map":
        Map<String, Object> overlap =
            metric
                .number("overlap_threshold")
                .map(t -> Map.<String, Object>of("iou", t))
                .orElse(Map.of());
        String integral = metric.choice("integral", List.of("max", "11point")).orElse("max");
        return new Measured(
            new PluginSpec("pascal-map", overlap),
            integral.equals("max") ? "pascal-map" : "pascal-map@11");
      case "recall":
        metric.warn("type", "counts objects of all classes together");
        double least = metric.number("overlap_threshold").orElse(0.5);
        return new Measured(
            new PluginSpec("detections", Map.of("iou", least)), "detections@recall");
      case "mean_iou", "segmentation_accuracy":
        metric.find("use_argmax"); // the decoder does that
        return new Measured(
            PluginSpec.of("iou"), type.equals("mean_iou") ? "iou" : "pixel-accuracy");
      case "psnr":
        if (metric.integer("scale_border", 0).orElse(4) != 0) {
          metric.complain("scale_border", "must be 0: the edges of pictures count too");
        }
        return new Measured(PluginSpec.of("psnr"), "psnr");
      default:
        return new Measured(PluginSpec.of("coco-map"), "coco-map");
    }
  }
}
