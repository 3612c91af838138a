package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.octet.api.data.Annotation;
import org.octet.api.data.Sample;
import org.octet.api.engine.Decoder;
import org.octet.api.engine.Models;
import org.octet.api.error.InputException;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Tensor;

/**
 * One worker's models: one request per model, and a second one for engines that run a model more
 * than once per sample. Used by one thread.
 */
final class WorkerModels implements Models, AutoCloseable {
  private static final String RUNTIME = "the runtime";

  /** Hears of every inference. */
  interface Observer {
    /** A model was run; its hidden outputs are valid during the call. */
    void observed(String model, List<Tensor> hidden);
  }

  private static final class Requests {
    private final InferRequest first;
    private InferRequest further;
    private int calls;

    Requests(InferRequest first) {
      this.first = first;
    }
  }

  private final CompiledModels models;
  private final Map<String, Decoder> decoders;
  private final InputFitter fitter = new InputFitter();
  private final Map<String, Requests> requests = new LinkedHashMap<>();
  private final Map<String, Integer> inferences = new LinkedHashMap<>();
  private Sample sample;
  private Observer observer;

  WorkerModels(CompiledModels models, Map<String, Decoder> decoders) {
    this.models = models;
    this.decoders = decoders;
  }

  /** Engines may run models for this sample from now on. */
  void begin(Sample newSample, Observer newObserver) {
    sample = newSample;
    observer = newObserver;
    requests.values().forEach(r -> r.calls = 0);
    requests.keySet().forEach(this::resetState);
  }

  /** Engines must not run models until the next {@link #begin}. */
  void end() {
    sample = null;
    observer = null;
  }

  /** Inferences so far, by model. */
  Map<String, Integer> inferences() {
    return inferences;
  }

  @Override
  public List<String> names() {
    return models.names();
  }

  @Override
  public List<TensorInfo> inputs(String model) {
    return models.inputs(model);
  }

  @Override
  public List<TensorInfo> outputs(String model) {
    return models.outputs(model);
  }

  @Override
  public Map<String, Tensor> infer(String model, Map<String, Tensor> data) {
    if (sample == null) {
      throw new IllegalStateException("models are valid only while Engine.run is called");
    }
    List<TensorInfo> inputs = models.inputs(model);
    Tensor[] bound = bind(model, inputs, data);
    Requests own = requests.computeIfAbsent(model, m -> new Requests(create(m)));
    // the outputs of the first call stay the engine's until it returns
    boolean again = own.calls++ > 0;
    if (again && own.further == null) {
      own.further = create(model);
    }
    InferRequest request = again ? own.further : own.first;
    Blame.on(
        RUNTIME,
        () -> {
          for (int i = 0; i < bound.length; i++) {
            request.setInput(i, bound[i]);
          }
          request.infer();
        });
    inferences.merge(model, 1, Integer::sum);
    observer.observed(model, hidden(model, request));
    return outputs(model, request, again);
  }

  // both requests of a model have variables of their own
  @Override
  public void resetState(String model) {
    models.inputs(model); // an unknown name is an error
    Requests own = requests.get(model);
    if (own != null) {
      Blame.on(
          RUNTIME,
          () -> {
            own.first.resetState();
            if (own.further != null) {
              own.further.resetState();
            }
          });
    }
  }

  @Override
  public Optional<Annotation> decode(String model, Map<String, Tensor> outputs, Sample of) {
    models.outputs(model); // an unknown name is an error
    Decoder decoder = decoders.get(model);
    return decoder == null
        ? Optional.empty()
        : Optional.of(
            Blame.on("the decoder of model '" + model + "'", () -> decoder.decode(outputs, of)));
  }

  private InferRequest create(String model) {
    return Blame.on(RUNTIME, () -> models.model(model).createRequest());
  }

  private List<Tensor> hidden(String model, InferRequest request) {
    int count = models.hidden(model);
    if (count == 0) {
      return List.of();
    }
    return Blame.on(
        RUNTIME,
        () -> {
          List<Tensor> tensors = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            tensors.add(request.output(i));
          }
          return tensors;
        });
  }

  private Map<String, Tensor> outputs(String model, InferRequest request, boolean copy) {
    List<TensorInfo> infos = models.outputs(model);
    int skip = models.hidden(model);
    return Blame.on(
        RUNTIME,
        () -> {
          Map<String, Tensor> outputs = new LinkedHashMap<>();
          for (int i = 0; i < infos.size(); i++) {
            Tensor tensor = request.output(skip + i);
            outputs.put(infos.get(i).name(), copy ? tensor.copy() : tensor);
          }
          return outputs;
        });
  }

  private Tensor[] bind(String model, List<TensorInfo> inputs, Map<String, Tensor> data) {
    String where = "sample '" + sample.id() + "', model '" + model + "'";
    Tensor[] bound = new Tensor[inputs.size()];
    data.forEach(
        (key, tensor) -> {
          int at = find(where, inputs, key);
          if (bound[at] != null) {
            throw new InputException(
                where + ": input '" + inputs.get(at).name() + "' is given twice");
          }
          bound[at] = fitter.fit(where, inputs.get(at), tensor);
        });
    for (int i = 0; i < bound.length; i++) {
      if (bound[i] == null) {
        throw new InputException(
            "%s: no data for input '%s'; the data have %s, the model's inputs are %s"
                .formatted(where, inputs.get(i).name(), quoted(data.keySet()), names(inputs)));
      }
    }
    return bound;
  }

  private static int find(String where, List<TensorInfo> inputs, String key) {
    for (int i = 0; i < inputs.size(); i++) {
      TensorInfo input = inputs.get(i);
      if (input.name().equals(key)
          || input.names().contains(key)
          || key.equals(Sample.ONLY_INPUT) && inputs.size() == 1) {
        return i;
      }
    }
    if (key.equals(Sample.ONLY_INPUT)) {
      throw new InputException(
          "%s: the data do not say which input they are for, and the model has %d: %s; give the tensors under these names"
              .formatted(where, inputs.size(), names(inputs)));
    }
    throw new InputException(
        "%s: there is no input '%s'; the model's inputs are %s"
            .formatted(where, key, names(inputs)));
  }

  private static String names(List<TensorInfo> inputs) {
    return inputs.stream().map(TensorInfo::name).toList().toString();
  }

  private static String quoted(Iterable<String> keys) {
    TreeSet<String> sorted = new TreeSet<>();
    keys.forEach(k -> sorted.add("'" + k + "'"));
    return sorted.toString();
  }

  /** Frees the requests. */
  @Override
  public void close() {
    requests
        .values()
        .forEach(
            r -> {
              r.first.close();
              if (r.further != null) {
                r.further.close();
              }
            });
    requests.clear();
  }
}
