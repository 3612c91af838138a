/** Default quantization: a list of other algorithms. */
package org.octet.algorithms.defaultquantization.internal;
