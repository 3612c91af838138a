/** Analytic bias correction, kept only where it brings the outputs nearer. */
package org.octet.algorithms.biascorrection.internal;
