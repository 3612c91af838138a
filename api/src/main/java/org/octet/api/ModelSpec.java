package org.octet.api;

import java.nio.file.Path;
import org.octet.api.plugin.PluginSpec;

/**
 * A model file of a job.
 *
 * @param name name of the model in the job; null: taken from the file
 * @param model IR {@code .xml}, or a file that the runtime imports, such as {@code .onnx}
 * @param weights the {@code .bin}; null: beside the {@code .xml} under the same name
 * @param decoder reads its outputs; null: they stay tensors
 */
public record ModelSpec(String name, Path model, Path weights, PluginSpec decoder) {
  /** A model whose outputs stay tensors. */
  public ModelSpec(String name, Path model, Path weights) {
    this(name, model, weights, null);
  }

  /** The same with another decoder. */
  public ModelSpec with(PluginSpec other) {
    return new ModelSpec(name, model, weights, other);
  }

  /** A model with its weights beside it. */
  public static ModelSpec of(Path model) {
    return new ModelSpec(null, model, null);
  }
}
