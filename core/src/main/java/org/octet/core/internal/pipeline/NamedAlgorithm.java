package org.octet.core.internal.pipeline;

import org.octet.api.algorithm.Algorithm;

/**
 * An algorithm of a pipeline.
 *
 * @param name its plugin's name, for messages and timings
 * @param algorithm the algorithm, made for this run
 */
public record NamedAlgorithm(String name, Algorithm algorithm) {}
