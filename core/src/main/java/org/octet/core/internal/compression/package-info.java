/** Stores quantized weights as integers. */
package org.octet.core.internal.compression;
