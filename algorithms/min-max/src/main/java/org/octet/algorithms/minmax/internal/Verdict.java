package org.octet.algorithms.minmax.internal;

import org.octet.api.algorithm.Reason;

/**
 * Why an operation is quantized or not.
 *
 * @param reason the reason
 * @param detail more, may be empty
 */
record Verdict(Reason reason, String detail) {}
