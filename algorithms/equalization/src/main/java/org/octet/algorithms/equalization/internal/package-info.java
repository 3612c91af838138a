/** Channels of activations that are made equally large where they are quantized. */
package org.octet.algorithms.equalization.internal;
