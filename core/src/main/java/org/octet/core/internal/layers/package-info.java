/** Compares tensors inside two networks that run side by side. */
package org.octet.core.internal.layers;
