package org.octet.engines.openvino.internal;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openvino.global.openvino;
import org.octet.api.error.InferenceException;

/** Turns OpenVINO's status codes into exceptions. */
final class Status {
  private Status() {}

  /**
   * Does nothing for success.
   *
   * @param status what a function of the C API returned
   * @param doing what was tried, to start the message with
   * @throws InferenceException with OpenVINO's text
   */
  static void check(int status, String doing) {
    if (status != openvino.OK) {
      throw new InferenceException(doing + " failed: " + text(status));
    }
  }

  /**
   * OpenVINO's text for an error. It keeps only the last one, for the whole process, so this is
   * called directly after the call that failed; under load it may still be another thread's.
   */
  static String text(int status) {
    String last = take(openvino.ov_get_last_err_msg());
    if (!last.isBlank()) {
      return last.strip();
    }
    BytePointer general = openvino.ov_get_error_info(status);
    return general == null ? "status " + status : general.getString(StandardCharsets.UTF_8);
  }

  /** The text behind a pointer that the C API allocated; frees it. */
  static String take(BytePointer text) {
    if (Pointer.isNull(text)) {
      return "";
    }
    String java = text.getString(StandardCharsets.UTF_8);
    openvino.ov_free(text);
    return java;
  }
}
