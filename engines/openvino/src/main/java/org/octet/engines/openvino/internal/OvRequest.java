package org.octet.engines.openvino.internal;

import java.util.List;
import java.util.Objects;
import org.bytedeco.openvino.global.openvino;
import org.bytedeco.openvino.ov_infer_request_t;
import org.bytedeco.openvino.ov_tensor_t;
import org.octet.api.error.InferenceException;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.TensorInfo;
import org.octet.api.tensor.Tensor;
import org.octet.engines.openvino.extras.OvModels;

/** An infer request. Used by one thread at a time. */
final class OvRequest implements InferRequest {
  private final ov_infer_request_t handle;

  /** Also keeps the weights reachable. */
  private final OvCompiledModel model;

  /** OpenVINO has only the addresses of the inputs. */
  private final Tensor[] inputs;

  /**
   * Native outputs and views of them. They stay the same for the life of the request, except those
   * of dynamic shape and inputs that are passed through.
   */
  private final OvTensor[] outputs;

  private final Tensor[] views;
  private boolean closed;

  OvRequest(ov_infer_request_t handle, OvCompiledModel model) {
    this.handle = handle;
    this.model = model;
    this.inputs = new Tensor[model.inputs().size()];
    this.outputs = new OvTensor[model.outputs().size()];
    this.views = new Tensor[outputs.length];
  }

  @Override
  public void setInput(int index, Tensor tensor) {
    open();
    Objects.checkIndex(index, inputs.length);
    if (inputs[index] == tensor) {
      return; // set already; what its memory holds is read at the next inference
    }
    try (OvTensor over = OvTensor.over(tensor)) {
      int status =
          openvino.ov_infer_request_set_input_tensor_by_index(handle, index, over.handle());
      if (status != openvino.OK) {
        TensorInfo input = model.inputs().get(index);
        throw new InferenceException(
            "input '%s' of %s[%s] does not take a tensor %s: %s"
                .formatted(
                    input.name(),
                    input.type().irName(),
                    input.shape(),
                    tensor,
                    Status.text(status)));
      }
    }
    inputs[index] = tensor;
  }

  @Override
  public void infer() {
    open();
    dropMovingOutputs();
    Status.check(openvino.ov_infer_request_infer(handle), "inference");
  }

  @Override
  public Tensor output(int index) {
    open();
    Objects.checkIndex(index, outputs.length);
    if (views[index] == null) {
      ov_tensor_t tensor = new ov_tensor_t();
      Status.check(
          openvino.ov_infer_request_get_output_tensor_by_index(handle, index, tensor),
          "asking for output " + index);
      OvTensor output = new OvTensor(tensor);
      try {
        views[index] = output.view(model.outputs().get(index).name());
        outputs[index] = output;
      } finally {
        if (outputs[index] == null) {
          output.close();
        }
      }
    }
    return views[index];
  }

  @Override
  public void resetState() {
    open();
    if (!model.stateful()) {
      return;
    }
    model.requireVariables();
    try {
      OvModels.resetState(handle);
    } catch (RuntimeException e) {
      throw new InferenceException("the state cannot be reset: " + e.getMessage(), e);
    }
  }

  private void dropMovingOutputs() {
    List<TensorInfo> infos = model.outputs();
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != null && moves(infos.get(i))) {
        drop(i);
      }
    }
  }

  // an output that is a Parameter itself goes by the input's name, and lies in the input's memory
  private boolean moves(TensorInfo output) {
    return output.shape().toShape().isEmpty()
        || model.inputs().stream().anyMatch(input -> input.name().equals(output.name()));
  }

  private void drop(int index) {
    outputs[index].close();
    outputs[index] = null;
    views[index] = null;
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException("the infer request is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != null) {
        drop(i);
      }
    }
    openvino.ov_infer_request_free(handle);
  }
}
