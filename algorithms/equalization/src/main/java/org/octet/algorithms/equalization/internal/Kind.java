package org.octet.algorithms.equalization.internal;

import org.octet.api.model.Operation;
import org.octet.api.model.OperationTypes;

/** Whose inputs are equalized. */
enum Kind {
  /** Matrix products with a constant weight, of transformers. */
  MATRIX_PRODUCTS("SmoothQuant", "matrix products", 0),
  /**
   * Convolutions without groups. Networks of them are mostly good as they are, and what is proposed
   * costs a comparison: a quarter of a bit has to be in it.
   */
  CONVOLUTIONS("ActivationChannelAlignment", "convolutions", 1.5);

  private final String algorithm;
  private final String words;
  private final double leastPromise;

  Kind(String algorithm, String words, double leastPromise) {
    this.algorithm = algorithm;
    this.words = words;
    this.leastPromise = leastPromise;
  }

  /** What all inputs together must promise on average for anything to be proposed, in dB. */
  double leastPromise() {
    return leastPromise;
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
