package org.octet.engines.openvino.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.openvino.global.openvino;
import org.bytedeco.openvino.ov_compiled_model_t;
import org.bytedeco.openvino.ov_model_t;
import org.bytedeco.openvino.ov_output_const_port_t;
import org.bytedeco.openvino.ov_partial_shape_t;
import org.octet.api.model.PartialShape;
import org.octet.api.runtime.TensorInfo;
import org.octet.engines.openvino.extras.OvModels;

/** Describes the inputs and outputs of a model. */
final class Ports {
  private Ports() {}

  /**
   * Names of a model's ports.
   *
   * @param inputs per input: friendly name, then all tensor names in byte order; null when this
   *     OpenVINO does not tell
   * @param outputs the same for the outputs
   */
  record Names(List<List<String>> inputs, List<List<String>> outputs) {}

  /** The names of a model that was read. */
  static Names names(ov_model_t model, Natives natives) {
    return natives.showsModels()
        ? new Names(OvModels.portNames(model, true), OvModels.portNames(model, false))
        : new Names(null, null);
  }

  /** The inputs of a compiled model. */
  static List<TensorInfo> inputs(ov_compiled_model_t model, Names names) {
    long size;
    try (SizeTPointer n = new SizeTPointer(1)) {
      Status.check(openvino.ov_compiled_model_inputs_size(model, n), "counting the inputs");
      size = n.get();
    }
    return describe(
        size,
        names.inputs(),
        "input",
        i -> {
          ov_output_const_port_t port = new ov_output_const_port_t();
          Status.check(
              openvino.ov_compiled_model_input_by_index(model, i, port), "asking for input " + i);
          return port;
        });
  }

  /** The outputs of a compiled model. */
  static List<TensorInfo> outputs(ov_compiled_model_t model, Names names) {
    long size;
    try (SizeTPointer n = new SizeTPointer(1)) {
      Status.check(openvino.ov_compiled_model_outputs_size(model, n), "counting the outputs");
      size = n.get();
    }
    return describe(
        size,
        names.outputs(),
        "output",
        i -> {
          ov_output_const_port_t port = new ov_output_const_port_t();
          Status.check(
              openvino.ov_compiled_model_output_by_index(model, i, port), "asking for output " + i);
          return port;
        });
  }

  private static List<TensorInfo> describe(
      long size, List<List<String>> names, String kind, LongFunction<ov_output_const_port_t> ask) {
    List<TensorInfo> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ov_output_const_port_t port = ask.apply(i);
      try {
        all.add(info(port, names == null ? anyName(port, kind + i) : names.get(i)));
      } finally {
        openvino.ov_output_const_port_free(port);
      }
    }
    return List.copyOf(all);
  }

  private static TensorInfo info(ov_output_const_port_t port, List<String> names) {
    List<String> tensorNames = names.subList(1, names.size());
    String name = tensorNames.isEmpty() ? names.get(0) : tensorNames.get(0);
    try (IntPointer type = new IntPointer(1);
        ov_partial_shape_t shape = new ov_partial_shape_t()) {
      Status.check(openvino.ov_port_get_element_type(port, type), "asking for the type of " + name);
      Status.check(
          openvino.ov_port_get_partial_shape(port, shape), "asking for the shape of " + name);
      String text = Status.take(openvino.ov_partial_shape_to_string(shape));
      openvino.ov_partial_shape_free(shape);
      return new TensorInfo(
          name,
          tensorNames,
          ElementTypes.of(type.get()),
          PartialShape.parse(text.replaceAll("[\\[\\]{}]", "")));
    }
  }

  /** What the C API alone can tell: the first tensor name, or nothing. */
  private static List<String> anyName(ov_output_const_port_t port, String otherwise) {
    BytePointer name = new BytePointer((Pointer) null);
    return openvino.ov_port_get_any_name(port, name) == openvino.OK
        ? List.of(otherwise, Status.take(name))
        : List.of(otherwise);
  }
}
