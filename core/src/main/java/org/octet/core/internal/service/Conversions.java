package org.octet.core.internal.service;

import java.util.List;
import org.octet.api.runtime.ModelFiles;

/** Converts models to IR. */
final class Conversions {
  private Conversions() {}

  static ModelFiles run(JobContext context) {
    List<LoadedModel> models = context.modelLoader().load(context.plan().models());
    return ModelWriter.of(context.plan().output()).write(ModelLoader.graphs(models)).get(0);
  }
}
