package org.octet.dataloaders.text.internal;

/**
 * The tokens of a text, or of two texts together, without padding. The arrays belong to it.
 *
 * @param ids which token
 * @param types 0 for the first text, 1 for the second, as the tokenizer says
 */
record Encoding(long[] ids, long[] types) {
  /** Tokens of one text. */
  static Encoding of(long... ids) {
    return new Encoding(ids, new long[ids.length]);
  }

  /** Number of tokens. */
  int size() {
    return ids.length;
  }
}
