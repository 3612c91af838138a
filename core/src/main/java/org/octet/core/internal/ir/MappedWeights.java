package org.octet.core.internal.ir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.octet.api.error.InputException;

/**
 * Weights in a memory-mapped file, mapped read-only in segments because one mapping ends at 2 GiB.
 * The mapping lives until the garbage collector has found every view: until then the file may be
 * renamed or removed (not on Windows) but must not be truncated or overwritten in place.
 */
final class MappedWeights implements Weights {
  private static final long SEGMENT = 1L << 30;

  private final Path file;
  private final Map<Long, MappedByteBuffer> segments = new HashMap<>();
  private FileChannel channel;
  private long length;

  /**
   * @param file the {@code .bin}; opened when the first bytes are asked for
   */
  MappedWeights(Path file) {
    this.file = file;
  }

  @Override
  public ByteBuffer slice(long offset, int size, String reader) {
    if (size == 0) {
      return ByteBuffer.allocateDirect(0).asReadOnlyBuffer();
    }
    try {
      open(offset, size, reader);
      if (offset > length - size) {
        throw Weights.tooShort(file.toString(), offset, size, reader, length);
      }
      long segment = offset / SEGMENT;
      long within = offset % SEGMENT;
      if (within + size > SEGMENT) {
        return channel.map(MapMode.READ_ONLY, offset, size);
      }
      return segment(segment).slice((int) within, size);
    } catch (IOException e) {
      throw new InputException("cannot read weights '" + file + "': " + e.getMessage(), e);
    }
  }

  private void open(long offset, int size, String reader) throws IOException {
    if (channel != null) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          "weights '%s' do not exist: %s needs %d bytes from byte %d; put the .bin beside the .xml or name it"
              .formatted(file, reader, size, offset));
    }
    channel = FileChannel.open(file, StandardOpenOption.READ);
    length = channel.size();
  }

  private MappedByteBuffer segment(long index) throws IOException {
    MappedByteBuffer segment = segments.get(index);
    if (segment == null) {
      long start = index * SEGMENT;
      segment = channel.map(MapMode.READ_ONLY, start, Math.min(SEGMENT, length - start));
      segments.put(index, segment);
    }
    return segment;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new InputException("cannot close weights '" + file + "': " + e.getMessage(), e);
    }
  }
}
