package org.octet.core.internal.job;

import java.util.List;
import org.octet.api.algorithm.AlgorithmProvider;

/**
 * An algorithm of a job.
 *
 * @param chosen the plugin with its parameters
 * @param models names of the models that it works on; empty: all
 */
public record PlannedAlgorithm(Chosen<AlgorithmProvider> chosen, List<String> models) {}
