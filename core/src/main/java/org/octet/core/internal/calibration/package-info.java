/** Measures tensors of the float model on calibration samples: graph reductions, then folding. */
package org.octet.core.internal.calibration;
