package org.octet.engines.openvino.internal;

import org.bytedeco.openvino.global.openvino;
import org.octet.api.error.InferenceException;
import org.octet.api.tensor.ElementType;

/** Element types as the C API numbers them. */
final class ElementTypes {
  private ElementTypes() {}

  /** The C API's number of a type. */
  static int code(ElementType type) {
    return switch (type) {
      case DYNAMIC -> openvino.DYNAMIC;
      case BOOLEAN -> 1; // the preset leaves this one out: a macro of Windows has its name
      case BF16 -> openvino.BF16;
      case F16 -> openvino.F16;
      case F32 -> openvino.F32;
      case F64 -> openvino.F64;
      case I4 -> openvino.I4;
      case I8 -> openvino.I8;
      case I16 -> openvino.I16;
      case I32 -> openvino.I32;
      case I64 -> openvino.I64;
      case U1 -> openvino.U1;
      case U2 -> openvino.U2;
      case U3 -> openvino.U3;
      case U4 -> openvino.U4;
      case U6 -> openvino.U6;
      case U8 -> openvino.U8;
      case U16 -> openvino.U16;
      case U32 -> openvino.U32;
      case U64 -> openvino.U64;
      case NF4 -> openvino.NF4;
      case F8E4M3 -> openvino.F8E4M3;
      case F8E5M2 -> openvino.F8E5M3; // a misprint of the C API
      case F4E2M1 -> openvino.F4E2M1;
      case F8E8M0 -> openvino.F8E8M0;
      case STRING -> openvino.STRING;
    };
  }

  /**
   * The type of a number.
   *
   * @throws InferenceException for a number that this version of Octet does not know
   */
  static ElementType of(int code) {
    for (ElementType type : ElementType.values()) {
      if (code(type) == code) {
        return type;
      }
    }
    throw new InferenceException("OpenVINO uses an element type that Octet does not know: " + code);
  }
}
