package org.octet.core.internal.pot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A data set of the Accuracy Checker.
 *
 * @param loader what reads it
 * @param path what the loader opens
 * @param parameters the loader's
 * @param metrics what is measured on it
 * @param background whether class 0 of the annotations is the background
 * @param fullLabelMap whether classes have COCO's own numbers
 * @param subset samples used at most; null: all
 */
record AcDataSet(
    String loader,
    Path path,
    Map<String, Object> parameters,
    AcMetrics metrics,
    boolean background,
    boolean fullLabelMap,
    Integer subset) {
  private static final List<String> CONVERTERS =
      List.of(
          "imagenet",
          "mscoco_detection",
          "voc_detection",
          "common_semantic_segmentation",
          "super_resolution_dir_based",
          "mnist");

  /**
   * Reads a data set.
   *
   * @param shared has the {@code preprocessing} of data sets without their own
   */
  static AcDataSet read(PotObject set, Optional<PotObject> shared) {
    set.word("name");
    Map<String, Object> parameters = new TreeMap<>();
    Optional<Path> source = set.file("data_source");
    Optional<PotObject> conversion = set.object("annotation_conversion");
    if (conversion.isEmpty()) {
      set.complain("annotation_conversion", "is needed: prepared annotations are not read");
    } else if (set.has("annotation")) {
      set.warn("annotation", "has no effect: annotations are converted anew");
    }
    for (String key : List.of("dataset_meta", "reader")) {
      set.find(key); // read with the pictures, or not needed
    }
    String converter = conversion.flatMap(c -> c.choice("converter", CONVERTERS)).orElse("");
    Path path = source.orElse(null);
    boolean background = false;
    boolean full = false;
    if (conversion.isPresent()) {
      PotObject c = conversion.get();
      background = c.bool("has_background").orElse(false);
      full = c.bool("use_full_label_map").orElse(false);
      path = annotations(c, converter, path, parameters);
      c.end();
    }
    if (path == null || !Files.exists(path)) {
      set.complain("data_source", path == null ? "is needed" : "there is no '" + path + "'");
    }
    boolean pictures = !converter.equals("mnist");
    AcPreprocessing.read(
        set, set.has("preprocessing") ? set : shared.orElse(set), pictures, parameters);
    boolean shifted = background && converter.equals("imagenet");
    AcMetrics metrics = AcMetrics.read(set, shifted);
    Integer subset = set.integer("subsample_size", 1).orElse(null);
    set.end();
    return new AcDataSet(
        pictures ? "image" : "mnist", path, parameters, metrics, background, full, subset);
  }

  /** Sets the loader's parameters, and answers where the samples are. */
  private static Path annotations(
      PotObject c, String converter, Path source, Map<String, Object> parameters) {
    c.find("dataset_meta_file");
    switch (converter) {
      case "imagenet" -> labels(c, "annotation_file", "class", parameters);
      case "mscoco_detection" -> labels(c, "annotation_file", "coco", parameters);
      case "common_semantic_segmentation" -> {
        labels(c, "masks_dir", "masks", parameters);
        return c.file("images_dir").orElse(source);
      }
      case "voc_detection" -> {
        labels(c, "annotations_dir", "voc", parameters);
        if (c.has("imageset_file")) {
          c.complain(
              "imageset_file",
              "lists of names without endings are not read; let data_source be a .txt file with a"
                  + " picture per line");
        }
        return source == null ? c.file("images_dir").orElse(null) : source;
      }
      case "super_resolution_dir_based" -> {
        labels(c, "hr_dir", "pairs", parameters);
        return c.file("lr_dir").orElse(source);
      }
      case "mnist" -> {
        c.find("labels_file"); // lies beside the pictures
        return c.file("images_file").orElse(source);
      }
      default -> {
        if (!c.has("converter")) {
          c.complain("converter", "is needed, one of " + String.join(", ", CONVERTERS));
        }
        c.rest().forEach(c::find); // keys of a converter that is refused
      }
    }
    return source;
  }

  private static void labels(PotObject c, String key, String kind, Map<String, Object> parameters) {
    Optional<Path> file = c.file(key);
    if (file.isEmpty() && !c.has(key)) {
      c.complain(key, "is needed");
    } else if (file.isPresent() && !Files.exists(file.get())) {
      c.complain(key, "there is no '" + file.get() + "'");
    }
    parameters.put("annotations", kind);
    file.ifPresent(f -> parameters.put("labels", f.toString()));
  }
}
