package org.octet.algorithms.equalization.internal;

import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;

/** Whose inputs are equalized. */
enum Kind {
  /** Matrix products with a constant weight, of transformers. */
  MATRIX_PRODUCTS("SmoothQuant", "matrix products"),
  /** Convolutions without groups. */
  CONVOLUTIONS("ActivationChannelAlignment", "convolutions");

  private final String algorithm;
  private final String words;

  Kind(String algorithm, String words) {
    this.algorithm = algorithm;
    this.words = words;
  }

  /** The algorithm's name. */
  String algorithm() {
    return algorithm;
  }

  /** What the report calls the operations. */
  String words() {
    return words;
  }

  boolean takes(Operation op) {
    return op.is(this == CONVOLUTIONS ? OperationTypes.CONVOLUTION : OperationTypes.MAT_MUL);
  }
}
