/** Min-max quantization: where quantizers go, their ranges, and their insertion. */
package org.octet.algorithms.minmax.internal;
