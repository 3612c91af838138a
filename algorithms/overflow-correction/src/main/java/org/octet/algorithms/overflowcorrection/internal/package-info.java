/** Keeps 32-bit sums from overflowing. */
package org.octet.algorithms.overflowcorrection.internal;
