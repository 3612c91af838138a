package org.octet.core.internal.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The kinds of model files, by their extension. */
public final class ModelFormats {
  /** What is accepted, for messages. */
  public static final String ACCEPTED =
      "accepted are OpenVINO IR (.xml with its .bin) and models that the runtime imports, such as"
          + " ONNX (.onnx)";

  private static final List<String> IMPORTED = List.of(".onnx", ".tflite", ".pb", ".pdmodel");

  private ModelFormats() {}

  /** Whether this is an IR by its name. */
  public static boolean isIr(Path model) {
    return lower(model).endsWith(".xml");
  }

  /** Whether this is a model by its name. */
  public static boolean isKnown(Path model) {
    return isIr(model) || IMPORTED.stream().anyMatch(lower(model)::endsWith);
  }

  /** The file name without its extension. */
  public static String baseName(Path model) {
    String name = model.getFileName() == null ? "" : model.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** The weights beside an IR. */
  public static Path weightsBeside(Path xml) {
    return xml.resolveSibling(baseName(xml) + ".bin");
  }

  private static String lower(Path model) {
    return model.getFileName() == null
        ? ""
        : model.getFileName().toString().toLowerCase(Locale.ROOT);
  }
}
