package org.octet.api.runtime;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A model ready to run on a device. Thread-safe; its requests are closed before it. */
@ConsumerType
public interface CompiledModel extends AutoCloseable {
  /** Inputs in the model's order. */
  List<TensorInfo> inputs();

  /** Outputs in the model's order. */
  List<TensorInfo> outputs();

  /**
   * Whether its requests remember variables from one inference to the next (ReadValue and Assign),
   * until {@link InferRequest#resetState}.
   */
  default boolean stateful() {
    return false;
  }

  /** A new infer request. */
  InferRequest createRequest();

  /**
   * Properties as the device reports them after compilation, such as the precision and the streams
   * it really uses.
   */
  Map<String, String> properties();

  /** The graph as the device executes it, in execution order. */
  List<ExecutedLayer> executedGraph();

  /** Frees the model. */
  @Override
  void close();
}
