package org.octet.core.internal.pot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.octet.api.plugin.PluginSpec;

/**
 * An adapter of the Accuracy Checker, which reads what a network puts out.
 *
 * @param type its type
 * @param parameters those of the decoder that it becomes
 */
record AcAdapter(String type, Map<String, Object> parameters) {
  /** What is read where there is no other. */
  static final AcAdapter CLASSIFICATION = new AcAdapter("classification", Map.of());

  private static final List<String> TYPES =
      List.of(
          "classification",
          "ssd",
          "yolox",
          "yolo_v8_detection",
          "segmentation",
          "segmentation_one_class",
          "super_resolution");

  private static final String OTHER =
      "; there are %s; describe data, decoder and metric in a job instead (octet quantize --job)"
          .formatted(String.join(", ", TYPES));

  /** COCO's numbers of its 80 classes, which models with its full label map give. */
  private static final List<Integer> COCO_IDS =
      IntStream.rangeClosed(1, 90)
          .filter(id -> !List.of(12, 26, 29, 30, 45, 66, 68, 69, 71, 83).contains(id))
          .boxed()
          .toList();

  /** Reads the adapter of a launcher: its type, or an object with it and more. */
  static AcAdapter read(PotObject launcher) {
    String type = CLASSIFICATION.type();
    Map<String, Object> parameters = new TreeMap<>();
    if (launcher.find("adapter").map(PotNode::value).orElse("") instanceof PotNode.Fields) {
      PotObject adapter = launcher.object("adapter").orElseThrow();
      type = adapter.text("type").orElse(type);
      values(adapter, type, parameters);
      adapter.end();
    } else {
      type = launcher.text("adapter").orElse(type);
    }
    if (!TYPES.contains(type)) {
      launcher.complain("adapter", "adapter '" + type + "' is not read" + OTHER);
    }
    return new AcAdapter(type, parameters);
  }

  private static void values(PotObject adapter, String type, Map<String, Object> parameters) {
    switch (type) {
      case "yolox" -> {
        adapter.find("num_classes"); // the output says it
        adapter.number("threshold").ifPresent(t -> parameters.put("scoreThreshold", t));
      }
      case "yolo_v8_detection" ->
          adapter.number("conf_threshold").ifPresent(t -> parameters.put("scoreThreshold", t));
      case "segmentation_one_class" ->
          adapter.number("threshold").ifPresent(t -> parameters.put("threshold", t));
      default -> {
        if (!TYPES.contains(type)) {
          adapter.rest().forEach(adapter::find); // keys of an adapter that is refused
        }
      }
    }
  }

  /** The decoder; null: the output itself counts. */
  PluginSpec decoder(AcDataSet data) {
    return switch (type) {
      case "segmentation" -> PluginSpec.of("argmax");
      case "segmentation_one_class" -> new PluginSpec("threshold", parameters);
      case "yolox" -> new PluginSpec("yolox", parameters);
      case "yolo_v8_detection" -> new PluginSpec("yolo", parameters);
      case "ssd" ->
          new PluginSpec(
              "ssd",
              data.fullLabelMap()
                  ? Map.of("classIds", COCO_IDS)
                  : Map.of("background", data.background() ? 0 : -1));
      default -> null;
    };
  }
}
