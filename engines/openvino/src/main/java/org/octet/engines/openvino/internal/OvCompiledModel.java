package org.octet.engines.openvino.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openvino.global.openvino;
import org.bytedeco.openvino.ov_compiled_model_t;
import org.bytedeco.openvino.ov_infer_request_t;
import org.bytedeco.openvino.ov_model_t;
import org.octet.api.error.InferenceException;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.ExecutedLayer;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.ModelSource;
import org.octet.api.runtime.TensorInfo;
import org.octet.engines.openvino.extras.OvModels;

/** A compiled model. */
final class OvCompiledModel implements CompiledModel {
  private final ov_compiled_model_t handle;
  private final Guard guard = new Guard("the compiled model");
  private final Natives natives;
  private final List<TensorInfo> inputs;
  private final List<TensorInfo> outputs;
  private final boolean stateful;

  /**
   * OpenVINO does not copy the weights of a model in memory: they stay reachable from here and from
   * every request.
   */
  private final ModelSource source;

  /** Takes the handle over, even when it throws. */
  OvCompiledModel(
      ov_compiled_model_t handle,
      Ports.Names names,
      boolean stateful,
      ModelSource source,
      Natives natives) {
    this.handle = handle;
    this.stateful = stateful;
    this.source = source;
    this.natives = natives;
    try {
      inputs = Ports.inputs(handle, names);
      outputs = Ports.outputs(handle, names);
    } catch (RuntimeException e) {
      openvino.ov_compiled_model_free(handle);
      throw e;
    }
  }

  @Override
  public List<TensorInfo> inputs() {
    return inputs;
  }

  @Override
  public List<TensorInfo> outputs() {
    return outputs;
  }

  /** What the model was compiled from. */
  ModelSource source() {
    return source;
  }

  @Override
  public boolean stateful() {
    return stateful;
  }

  /**
   * Checks that variables can be reset.
   *
   * @throws InferenceException when this OpenVINO does not let Octet do it
   */
  void requireVariables() {
    if (!natives.showsModels()) {
      throw new InferenceException(
          "the state of a model cannot be reset with this OpenVINO (%s); use the embedded one"
              .formatted(natives.version()));
    }
  }

  @Override
  public InferRequest createRequest() {
    return guard.use(
        () -> {
          ov_infer_request_t request = new ov_infer_request_t();
          Status.check(
              openvino.ov_compiled_model_create_infer_request(handle, request),
              "creating an infer request");
          return new OvRequest(request, this);
        });
  }

  @Override
  public Map<String, String> properties() {
    return guard.use(
        () -> {
          Map<String, String> all = new TreeMap<>();
          for (String key : OvRuntime.words(property("SUPPORTED_PROPERTIES"))) {
            if (!key.equals("SUPPORTED_PROPERTIES")) {
              all.put(key, property(key));
            }
          }
          return Collections.unmodifiableMap(all);
        });
  }

  private String property(String key) {
    BytePointer value = new BytePointer((Pointer) null);
    try (BytePointer k = new BytePointer(key, StandardCharsets.UTF_8)) {
      Status.check(openvino.ov_compiled_model_get_property(handle, k, value), "reading " + key);
    }
    return Status.take(value);
  }

  @Override
  public List<ExecutedLayer> executedGraph() {
    if (!natives.showsModels()) {
      throw new InferenceException(
          "the executed graph cannot be read from this OpenVINO (%s); the embedded one shows it"
              .formatted(natives.version()));
    }
    return guard.use(
        () -> {
          ov_model_t graph = new ov_model_t();
          Status.check(
              openvino.ov_compiled_model_get_runtime_model(handle, graph),
              "asking for the executed graph");
          try {
            return OvModels.executedGraph(graph).stream()
                .map(OvCompiledModel::layer)
                .sorted(Comparator.comparingInt(ExecutedLayer::order))
                .toList();
          } finally {
            openvino.ov_model_free(graph);
          }
        });
  }

  private static ExecutedLayer layer(List<String> f) {
    List<String> originals = Arrays.stream(f.get(4).split(",")).filter(n -> !n.isEmpty()).toList();
    return new ExecutedLayer(
        f.get(0), f.get(1), f.get(2), f.get(3), originals, Integer.parseInt(f.get(5)));
  }

  @Override
  public void close() {
    guard.close(() -> openvino.ov_compiled_model_free(handle));
  }
}
