package org.octet.dataloaders.image.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Reads whole files into direct memory, which is used again for the next file: long runs leave
 * nothing to the garbage collector. Thread-safe.
 */
final class FileReader {
  /** Bytes of the largest file that is read. */
  private static final long MAX_BYTES = 512L << 20;

  /** Buffers kept, and the size of the largest one that is. */
  private static final int POOLED = 16;

  private static final int MAX_POOLED_BYTES = 4 << 20;
  private static final int GRANULE = 1 << 16;

  private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(POOLED);

  /** Uses the content of a file. */
  interface Use<T> {
    /**
     * Called with the file from position 0 to the limit; the memory is not to be kept.
     *
     * @throws IOException when the content is not what was expected
     */
    T apply(ByteBuffer content) throws IOException;
  }

  /**
   * Reads a file and gives what {@code use} makes of it.
   *
   * @throws IOException when the file cannot be read or is too large, or {@code use} throws it
   */
  <T> T read(Path file, Use<T> use) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > MAX_BYTES) {
        throw new IOException("it has %d bytes; at most %d are read".formatted(size, MAX_BYTES));
      }
      ByteBuffer memory = take((int) size);
      try {
        memory.limit((int) size);
        while (memory.hasRemaining() && channel.read(memory) >= 0) {
          // a file may come in parts
        }
        return use.apply(memory.flip());
      } finally {
        if (memory.capacity() <= MAX_POOLED_BYTES) {
          free.offer(memory.clear());
        }
      }
    }
  }

  private ByteBuffer take(int size) {
    ByteBuffer memory = free.poll();
    return memory != null && memory.capacity() >= size
        ? memory
        : ByteBuffer.allocateDirect((size / GRANULE + 1) * GRANULE);
  }
}
