package org.octet.api;

import java.nio.file.Path;

/**
 * A model file of a job.
 *
 * @param name name of the model in the job; null: taken from the file
 * @param model IR {@code .xml}, or a file that the runtime imports, such as {@code .onnx}
 * @param weights the {@code .bin}; null: beside the {@code .xml} under the same name
 */
public record ModelSpec(String name, Path model, Path weights) {
  /** A model with its weights beside it. */
  public static ModelSpec of(Path model) {
    return new ModelSpec(null, model, null);
  }
}
