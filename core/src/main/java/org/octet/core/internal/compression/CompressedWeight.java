package org.octet.core.internal.compression;

/**
 * Weights that are stored as integers.
 *
 * @param name friendly name of the Multiply that stands for the FakeQuantize
 * @param target the weights: name of their constant in the float model
 * @param levels number of levels
 * @param perChannel whether there is one scale per channel
 * @param low least lower bound of the output ranges
 * @param high largest upper bound of the output ranges
 */
public record CompressedWeight(
    String name, String target, int levels, boolean perChannel, double low, double high) {}
