package org.octet.core.internal.service;

import java.util.List;
import org.octet.api.OutputSpec;
import org.octet.api.runtime.ModelFiles;

/** Converts models to IR. */
final class Conversions {
  private Conversions() {}

  static ModelFiles run(JobContext context) {
    List<LoadedModel> models = context.modelLoader().load(context.plan().models());
    OutputSpec output = context.plan().output();
    return new ModelWriter(output.directory(), output.name(), Boolean.TRUE.equals(output.force()))
        .write(ModelLoader.graphs(models))
        .get(0);
  }
}
