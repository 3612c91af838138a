package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.error.InputException;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.ModelSource;
import org.octet.api.runtime.TensorInfo;

/**
 * The models of a job, compiled for f32 and as many requests as there are workers. The first
 * outputs of a model may be hidden from engines: they carry statistics. Thread-safe.
 */
public final class CompiledModels implements AutoCloseable {
  private static final String RUNTIME = "the runtime";

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(
      CompiledModel model, List<TensorInfo> inputs, List<TensorInfo> outputs, int hidden) {}

  private CompiledModels() {}

  /**
   * Compiles models all of whose outputs are an engine's.
   *
   * @param sources models by name, in the job's order
   * @throws org.octet.api.error.InferenceException when the runtime refuses a model
   */
  public static CompiledModels compile(
      Environment environment, Map<String, ? extends ModelSource> sources) {
    return compile(environment, Sources.of(sources));
  }

  /** Compiles models. */
  public static CompiledModels compile(Environment environment, Sources sources) {
    CompiledModels models = new CompiledModels();
    try {
      CompileOptions options = CompileOptions.of(environment.device(), environment.threads());
      sources
          .models()
          .forEach(
              (name, source) -> {
                environment.cancellation().check();
                int hidden = sources.hidden().getOrDefault(name, 0);
                models.add(name, environment, source, options, hidden);
              });
      return models;
    } catch (RuntimeException | Error e) {
      models.close();
      throw e;
    }
  }

  private void add(
      String name,
      Environment environment,
      ModelSource source,
      CompileOptions options,
      int hidden) {
    CompiledModel model = Blame.on(RUNTIME, () -> environment.runtime().compile(source, options));
    // kept first, so that a failing query below does not leak it
    entries.put(name, new Entry(model, List.of(), List.of(), hidden));
    List<TensorInfo> inputs = Blame.on(RUNTIME, model::inputs);
    List<TensorInfo> outputs = Blame.on(RUNTIME, model::outputs);
    entries.put(name, new Entry(model, List.copyOf(inputs), List.copyOf(outputs), hidden));
  }

  /** Names in the job's order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * One model as the runtime compiled it.
   *
   * @throws InputException for an unknown name
   */
  public CompiledModel model(String name) {
    return entry(name).model();
  }

  /** Inputs of a model in its order. */
  public List<TensorInfo> inputs(String name) {
    return entry(name).inputs();
  }

  /** Outputs of a model that engines see, in its order. */
  public List<TensorInfo> outputs(String name) {
    Entry entry = entry(name);
    return entry.outputs().subList(entry.hidden(), entry.outputs().size());
  }

  /** Number of leading outputs that engines do not see. */
  int hidden(String name) {
    return entry(name).hidden();
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(
          "no model '" + name + "' in this job; there are " + entries.keySet());
    }
    return entry;
  }

  /** What the device reports about itself; keys of several models are {@code model/key}. */
  public Map<String, String> properties() {
    Map<String, String> all = new TreeMap<>();
    entries.forEach(
        (name, entry) ->
            Blame.on(RUNTIME, entry.model()::properties)
                .forEach(
                    (key, value) -> all.put(entries.size() == 1 ? key : name + "/" + key, value)));
    return Collections.unmodifiableMap(all);
  }

  /** Frees all models. Idempotent. */
  @Override
  public void close() {
    List<Entry> open = new ArrayList<>(entries.values());
    entries.clear();
    RuntimeException first = null;
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).model().close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw Blame.translate(RUNTIME, first);
    }
  }
}
