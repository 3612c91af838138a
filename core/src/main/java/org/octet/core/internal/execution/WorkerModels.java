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
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Tensor;

/**
 * One worker's models: one request per model, and a second one for engines that run a model more
 * than once per sample; a stateful model has one request only, which has the state. Used by one
 * thread.
 */
final class WorkerModels implements Models, AutoCloseable {
  private static final String RUNTIME = "the runtime";

  /** Hears of every inference. */
  interface Observer {
    /** A model was run; its hidden outputs are valid during the call. */
    void observed(String model, List<Tensor> hidden);
  }

  private static final class Requests implements AutoCloseable {
    private final CompiledModel model;
    private final boolean stateful;
    private final InferRequest first;
    private InferRequest further;
    private int calls;

    Requests(CompiledModel model) {
      this.model = model;
      this.stateful = model.stateful();
      this.first = model.createRequest();
    }

    /** The request for the next call; the outputs of the first one stay the engine's. */
    InferRequest next() {
      if (calls++ == 0 || stateful) {
        return first;
      }
      if (further == null) {
        further = model.createRequest();
      }
      return further;
    }

    /** Whether the next call writes over the outputs of the latest. */
    boolean reused() {
      return stateful || calls > 1;
    }

    void resetState() {
      if (stateful) {
        first.resetState();
      }
    }

    @Override
    public void close() {
      first.close();
      if (further != null) {
        further.close();
      }
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
    for (Requests each : requests.values()) {
      each.calls = 0;
      Blame.on(RUNTIME, each::resetState);
    }
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
    Requests own =
        requests.computeIfAbsent(
            model, m -> Blame.on(RUNTIME, () -> new Requests(models.model(m))));
    InferRequest request = Blame.on(RUNTIME, own::next);
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
    return outputs(model, request, own.reused());
  }

  @Override
  public void resetState(String model) {
    models.inputs(model); // an unknown name is an error
    Requests own = requests.get(model);
    if (own != null) {
      Blame.on(RUNTIME, own::resetState);
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
    requests.values().forEach(Requests::close);
    requests.clear();
  }
}
