package org.octet.core.internal.pot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Steps of the Accuracy Checker's preprocessing as parameters of the loader of pictures. Used for
 * one data set, by one thread.
 */
final class AcPreprocessing {
  private final Map<String, Object> parameters;
  private boolean resized;

  private AcPreprocessing(Map<String, Object> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads the steps.
   *
   * @param set the data set, for its reader
   * @param owner has the key {@code preprocessing}
   * @param pictures whether the samples are files of pictures
   * @param parameters takes the loader's parameters
   */
  static void read(
      PotObject set, PotObject owner, boolean pictures, Map<String, Object> parameters) {
    AcPreprocessing steps = new AcPreprocessing(parameters);
    String reader =
        set.find("reader").map(PotNode::value).orElse("") instanceof PotNode.Fields
            ? set.object("reader").orElseThrow().text("type").orElse("")
            : set.text("reader").orElse("opencv_imread");
    if (!List.of("opencv_imread", "pillow_imread").contains(reader)) {
      set.complain("reader", "must be one of opencv_imread, pillow_imread");
    }
    if (pictures) {
      parameters.put("color", reader.equals("pillow_imread") ? "RGB" : "BGR");
    }
    owner.objects("preprocessing").forEach(steps::step);
  }

  private void step(PotObject step) {
    switch (step.text("type").orElse("")) {
      case "resize" -> resize(step);
      case "auto_resize" -> parameters.put("resize", "stretch");
      case "crop" -> crop(step);
      case "normalization" -> {
        numbers(step, "mean", "mean");
        numbers(step, "std", "scale");
      }
      case "bgr_to_rgb" -> swap("RGB");
      case "rgb_to_bgr" -> swap("BGR");
      case "bgr_to_gray", "rgb_to_gray" -> parameters.put("color", "GRAY");
      default -> {
        step.complain(
            "type",
            "must be one of resize, auto_resize, crop, normalization, bgr_to_rgb, rgb_to_bgr,"
                + " bgr_to_gray, rgb_to_gray; describe others in a job");
        step.rest().forEach(step::find);
      }
    }
    step.end();
  }

  private void resize(PotObject step) {
    Optional<String> size = size(step);
    Optional<String> ratio = step.choice("aspect_ratio_scale", List.of("greater"));
    boolean pillow = step.bool("use_pillow").orElse(false);
    step.text("interpolation")
        .or(() -> Optional.of("LINEAR"))
        .ifPresent(i -> scaled(step, i, pillow));
    if (ratio.isPresent()) {
      size.ifPresent(s -> parameters.put("shorter", Integer.valueOf(s.split("x")[0])));
    } else {
      size.ifPresent(s -> parameters.put("size", s));
      parameters.put("resize", "stretch");
      resized = true;
    }
  }

  private void scaled(PotObject step, String interpolation, boolean pillow) {
    String name =
        switch (interpolation) {
          case "LINEAR", "BILINEAR" -> pillow ? "linear-antialias" : "linear";
          case "CUBIC", "BICUBIC" -> pillow ? "cubic-antialias" : "cubic";
          case "AREA" -> "area";
          default -> "";
        };
    if (name.isEmpty()) {
      step.complain("interpolation", "must be one of LINEAR, BILINEAR, CUBIC, BICUBIC, AREA");
    } else {
      parameters.put("interpolation", name);
    }
  }

  private void crop(PotObject step) {
    if (step.has("central_fraction")) {
      if (parameters.containsKey("shorter") || resized) {
        step.complain("central_fraction", "is not read after a resize");
      }
      Simplified.central(step, parameters);
      return;
    }
    Optional<String> size = size(step);
    if (resized) {
      step.complain("type", "a crop after a resize that does not keep the shape is not read");
    }
    size.ifPresent(s -> parameters.put("size", s));
    parameters.put("resize", "center-crop");
  }

  private static Optional<String> size(PotObject step) {
    Optional<Integer> size = step.integer("size", 1);
    Optional<Integer> width = step.integer("dst_width", 1).or(() -> size);
    Optional<Integer> height = step.integer("dst_height", 1).or(() -> size);
    if (width.isEmpty() || height.isEmpty()) {
      step.complain("size", "is needed, or dst_width and dst_height");
      return Optional.empty();
    }
    return Optional.of(width.get() + "x" + height.get());
  }

  private void swap(String color) {
    parameters.put("color", color);
    // numbers given before are in the order that was
    for (String key : List.of("mean", "scale")) {
      if (parameters.get(key) instanceof List<?> list) {
        List<Object> turned = new ArrayList<>(list);
        Collections.reverse(turned);
        parameters.put(key, turned);
      }
    }
  }

  /** One number or one for each channel, as a list, a number, or a text with commas. */
  private void numbers(PotObject step, String key, String name) {
    Optional<PotNode> given = step.find(key);
    if (given.isEmpty()) {
      return;
    }
    List<Double> numbers = new ArrayList<>();
    List<?> texts =
        given.get().plain() instanceof List<?> list
            ? list
            : List.of(String.valueOf(given.get().plain()).split(","));
    for (Object text : texts) {
      try {
        numbers.add(Double.valueOf(text.toString().strip()));
      } catch (NumberFormatException e) {
        step.complain(key, "must be a number, or one for each channel");
        return;
      }
    }
    parameters.put(name, numbers);
  }
}
