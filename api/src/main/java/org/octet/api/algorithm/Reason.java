package org.octet.api.algorithm;

import java.util.Locale;

/** Why an operation was quantized or not: a closed list that reports rely on. */
public enum Reason {
  /** Its inputs are quantized. */
  QUANTIZED("computed with quantized inputs"),
  /** The user asked for it. */
  IGNORED_BY_USER("left alone because the user asked for it"),
  /** Quantizable, but none of its inputs is a float tensor that can be quantized. */
  NO_QUANTIZABLE_INPUT("has no input that can be quantized"),
  /** Part of another operation's kernel. */
  FUSED_INTO("fused into another operation"),
  /** Only moves values; quantizers pass through it. */
  MOVES_VALUES("moves values without changing them"),
  /** Behind top-k or non-maximum suppression. */
  POST_PROCESSING("post-processing of the outputs"),
  /** Decodes boxes. */
  DETECTION_HEAD("decodes detections"),
  /** Computes shapes. */
  SHAPE_SUBGRAPH("computes a shape"),
  /** The target device has no quantized form of it, or Octet does not know the type. */
  UNSUPPORTED_OPERATION("the target device does not quantize this type"),
  /** Quantizing only one of several branches would not pay. */
  BRANCH_KEPT_FLOAT("another branch of the same tensor stays float"),
  /** Small and sensitive, such as the gate of a squeeze-and-excitation block. */
  KEPT_FOR_ACCURACY("kept float because quantizing it costs accuracy and hardly saves time"),
  /** The guard gave it back to float. */
  RETURNED_BY_GUARD("returned to float by the guard");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** The code in reports, such as {@code fused-into}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The code in words. */
  public String text() {
    return text;
  }
}
