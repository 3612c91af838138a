/**
 * Bias correction, analytic and measured front to back, kept where it brings the outputs nearer.
 */
package org.octet.algorithms.biascorrection.internal;
