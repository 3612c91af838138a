package org.octet.core.internal.cache;

/**
 * A cache, and what a run's statistics depend on besides the instrumented models and the samples:
 * plugins and their parameters, runtime, device, processor, versions.
 *
 * @param cache where statistics are kept
 * @param scope a hash of all that
 */
public record SampleCache(StatisticsCache cache, String scope) {}
