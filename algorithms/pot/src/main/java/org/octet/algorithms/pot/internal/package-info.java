/** Algorithms of POT that are not part of its quantization. */
package org.octet.algorithms.pot.internal;
