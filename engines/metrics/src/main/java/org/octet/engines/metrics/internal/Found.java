package org.octet.engines.metrics.internal;

/**
 * What became of one detected box: a bit for every criterion, such as a threshold of the
 * intersection over union.
 *
 * @param score confidence
 * @param rank place among the boxes of its class in its picture, by falling score, from 0
 * @param hits where it is a true object
 * @param ignored where it counts neither as true nor as false
 */
record Found(double score, int rank, long hits, long ignored) {
  boolean isHit(int criterion) {
    return (hits >>> criterion & 1) != 0;
  }

  boolean isIgnored(int criterion) {
    return (ignored >>> criterion & 1) != 0;
  }
}
