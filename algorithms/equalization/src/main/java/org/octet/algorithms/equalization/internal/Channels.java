package org.octet.algorithms.equalization.internal;

/**
 * The channels of a tensor.
 *
 * @param min least values
 * @param max largest values
 * @param magnitudes how large they are in most samples: the means of the samples' largest
 *     magnitudes
 * @param power mean squares
 */
record Channels(float[] min, float[] max, float[] magnitudes, float[] power) {}
