package org.octet.core.internal.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The bytes of a file of statistics: blocks of {@code length, CRC-32C, content}, the first one
 * being the header (magic, key, layout, device properties), every further one a sample's (name,
 * record). Stateless.
 */
final class StoreFile {
  /** Raised when the form of the file, or the meaning of what is in it, changes. */
  private static final long MAGIC = 0x4f_63_74_65_74_53_00_01L;

  /** Bytes before a block's content. */
  static final int PREFIX = 2 * Integer.BYTES;

  /** Bytes of a sample's name: a SHA-256. */
  static final int NAME = 32;

  /** No block is larger: what says so is damaged. */
  private static final int MAX_BLOCK = 1 << 28;

  private StoreFile() {}

  /**
   * What a file begins with.
   *
   * @param key what the statistics are of, a SHA-256
   * @param lengths number of values by model
   * @param properties what the device reported when they were measured
   */
  record Header(String key, int[] lengths, Map<String, String> properties) {
    ByteBuffer encode() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(MAGIC);
      out.writeUTF(key);
      out.writeInt(lengths.length);
      for (int length : lengths) {
        out.writeInt(length);
      }
      out.writeInt(properties.size());
      for (Map.Entry<String, String> each : new TreeMap<>(properties).entrySet()) {
        out.writeUTF(each.getKey());
        out.writeUTF(each.getValue());
      }
      return block(ByteBuffer.wrap(bytes.toByteArray()));
    }

    /** The header, if it is that of these statistics. */
    static Optional<Header> decode(ByteBuffer content, String key, int[] lengths) {
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      try {
        if (in.readLong() != MAGIC || !in.readUTF().equals(key)) {
          return Optional.empty();
        }
        int[] read = new int[in.readInt() == lengths.length ? lengths.length : 0];
        for (int i = 0; i < read.length; i++) {
          read[i] = in.readInt();
        }
        if (!Arrays.equals(read, lengths)) {
          return Optional.empty();
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
          properties.put(in.readUTF(), in.readUTF());
        }
        return Optional.of(new Header(key, lengths, properties));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /** A block of some content, ready to be written. */
  static ByteBuffer block(ByteBuffer... parts) {
    int length = 0;
    CRC32C crc = new CRC32C();
    for (ByteBuffer part : parts) {
      length += part.remaining();
      crc.update(part.duplicate());
    }
    ByteBuffer block = ByteBuffer.allocate(PREFIX + length);
    block.putInt(length).putInt((int) crc.getValue());
    for (ByteBuffer part : parts) {
      block.put(part.duplicate());
    }
    return block.flip();
  }

  /**
   * The content of the block at a place.
   *
   * @return empty when there is no whole and undamaged block
   */
  static Optional<ByteBuffer> read(FileChannel file, long at) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
    if (!fill(file, prefix, at)) {
      return Optional.empty();
    }
    int length = prefix.getInt();
    int crc = prefix.getInt();
    if (length < 0 || length > MAX_BLOCK || at + PREFIX + length > file.size()) {
      return Optional.empty();
    }
    ByteBuffer content = ByteBuffer.allocate(length);
    if (!fill(file, content, at + PREFIX)) {
      return Optional.empty();
    }
    CRC32C actual = new CRC32C();
    actual.update(content.duplicate());
    return (int) actual.getValue() == crc ? Optional.of(content) : Optional.empty();
  }

  private static boolean fill(FileChannel file, ByteBuffer into, long at) throws IOException {
    long next = at;
    while (into.hasRemaining()) {
      int n = file.read(into, next);
      if (n < 0) {
        return false;
      }
      next += n;
    }
    into.flip();
    return true;
  }
}
