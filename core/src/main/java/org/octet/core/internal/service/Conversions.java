package org.octet.core.internal.service;

import java.util.List;
import org.octet.api.runtime.ModelFiles;

/** Converts models to IR. */
final class Conversions {
  private Conversions() {}

  static ModelFiles run(JobContext context) {
    ModelWriter writer = ModelWriter.of(context.plan().output());
    writer.check();
    List<LoadedModel> models = context.modelLoader().load(context.plan().models());
    return writer.write(ModelLoader.graphs(models)).get(0);
  }
}
