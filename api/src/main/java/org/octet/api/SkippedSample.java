package org.octet.api;

/**
 * A sample that could not be read and was left out.
 *
 * @param id the sample
 * @param reason why
 */
public record SkippedSample(String id, String reason) {}
