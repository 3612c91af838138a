package org.octet.api.runtime;

import java.nio.ByteBuffer;

/**
 * An IR in memory. The runtime does not copy the weights: the buffer stays referenced until the
 * compiled model is closed.
 *
 * @param xml the text of the {@code .xml} in UTF-8
 * @param weights direct buffer with the bytes of the {@code .bin} from 0 to its limit, below 2 GiB
 */
public record ModelInMemory(byte[] xml, ByteBuffer weights) implements ModelSource {}
