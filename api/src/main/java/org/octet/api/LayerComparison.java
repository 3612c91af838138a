package org.octet.api;

/**
 * How far one tensor inside a network is from the same tensor of the float model, when both models
 * run the same samples from their inputs on: what all quantizers before it did together.
 *
 * @param model name of the model
 * @param name friendly name of the operation that makes the tensor
 * @param type its operation type
 * @param output which of its outputs, from 0
 * @param sqnr {@code 10 log10(sum ref^2 / sum (ref - out)^2)} over all samples, in dB; null for
 *     equal tensors
 */
public record LayerComparison(String model, String name, String type, int output, Double sqnr) {}
