package org.octet.engines.openvino.internal;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.openvino.global.openvino;
import org.bytedeco.openvino.ov_shape_t;
import org.bytedeco.openvino.ov_tensor_t;
import org.octet.api.error.InferenceException;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/**
 * A handle of a native tensor.
 *
 * @param handle the native tensor
 */
record OvTensor(ov_tensor_t handle) implements AutoCloseable {

  /**
   * A native tensor over the memory of a tensor, which must stay open and reachable while the
   * native one is used.
   */
  static OvTensor over(Tensor tensor) {
    if (tensor.type() == ElementType.STRING) {
      throw new InferenceException("tensors of strings cannot be passed to OpenVINO");
    }
    long[] dims = tensor.shape().toArray();
    ov_tensor_t handle = new ov_tensor_t();
    ByteBuffer memory = tensor.bytes();
    try (ov_shape_t shape = new ov_shape_t();
        LongPointer d = new LongPointer(dims);
        Pointer data = new Pointer(memory)) {
      if (dims.length > 0) { // the C API makes no shape of rank 0, but takes an empty one
        Status.check(
            openvino.ov_shape_create(dims.length, d, shape), "making shape " + tensor.shape());
      } else {
        shape.rank(0).dims(null);
      }
      int status =
          openvino.ov_tensor_create_from_host_ptr(
              ElementTypes.code(tensor.type()), shape, data, handle);
      if (dims.length > 0) {
        openvino.ov_shape_free(shape);
      }
      Status.check(status, "making a native tensor " + tensor);
    }
    return new OvTensor(handle);
  }

  /** A view of the native memory, valid as long as the native tensor. */
  Tensor view(String name) {
    try (IntPointer type = new IntPointer(1);
        SizeTPointer size = new SizeTPointer(1);
        Pointer data = new Pointer()) {
      Status.check(
          openvino.ov_tensor_get_element_type(handle, type), "asking for the type of " + name);
      Status.check(
          openvino.ov_tensor_get_byte_size(handle, size), "asking for the size of " + name);
      ElementType elementType = ElementTypes.of(type.get());
      if (elementType == ElementType.STRING || size.get() > Integer.MAX_VALUE) {
        throw new InferenceException(
            "output %s (%s, %d bytes) cannot be read: texts and tensors above 2 GiB are not supported"
                .formatted(name, elementType.irName(), size.get()));
      }
      if (size.get() == 0) {
        return Tensor.of(elementType, shape(name), ByteBuffer.allocateDirect(0));
      }
      Status.check(openvino.ov_tensor_data(handle, data), "asking for the memory of " + name);
      return Tensor.of(elementType, shape(name), data.capacity(size.get()).asByteBuffer());
    }
  }

  private Shape shape(String name) {
    try (ov_shape_t shape = new ov_shape_t();
        SizeTPointer elements = new SizeTPointer(1)) {
      int status = openvino.ov_tensor_get_shape(handle, shape);
      // the C API has no answer for rank 0: one element and this refusal is a scalar
      if (status == openvino.INVALID_C_PARAM
          && openvino.ov_tensor_get_size(handle, elements) == openvino.OK
          && elements.get() == 1) {
        return Shape.of();
      }
      Status.check(status, "asking for the shape of " + name);
      long[] dims = new long[Math.toIntExact(shape.rank())];
      if (dims.length > 0) {
        shape.dims().get(dims);
      }
      openvino.ov_shape_free(shape);
      return Shape.of(dims);
    }
  }

  @Override
  public void close() {
    openvino.ov_tensor_free(handle);
  }
}
