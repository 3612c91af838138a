package org.octet.core.internal.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import org.octet.api.model.Model;
import org.octet.api.model.OptimizedModel;
import org.octet.api.runtime.ModelInMemory;
import org.octet.core.internal.ir.IrWriter;

/** Graphs as runtimes read them. */
public final class ModelSources {
  private ModelSources() {}

  /** One graph as an IR in memory. */
  public static ModelInMemory of(Model model) {
    return IrWriter.toMemory(model);
  }

  /** All graphs by name, in the job's order. */
  public static Map<String, ModelInMemory> of(OptimizedModel model) {
    Map<String, ModelInMemory> sources = new LinkedHashMap<>();
    model.models().forEach((name, graph) -> sources.put(name, of(graph)));
    return sources;
  }
}
