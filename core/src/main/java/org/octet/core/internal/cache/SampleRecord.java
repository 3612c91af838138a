package org.octet.core.internal.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.octet.api.SkippedSample;

/**
 * What is kept of one sample.
 *
 * @param values per model, in the order of the store's layout, the reduced values; null: the engine
 *     did not run it for this sample
 * @param skipped why there are no values, for a sample that could not be read
 */
public record SampleRecord(float[][] values, Optional<SkippedSample> skipped) {
  private static final byte VALUES = 1;
  private static final byte SKIPPED = 2;

  /** The values of a sample. */
  public static SampleRecord of(float[][] values) {
    return new SampleRecord(values, Optional.empty());
  }

  /** A sample that could not be read. */
  public static SampleRecord of(SkippedSample skipped) {
    return new SampleRecord(new float[0][], Optional.of(skipped));
  }

  /** The record as bytes, position 0 to limit. */
  ByteBuffer encode() {
    if (skipped.isPresent()) {
      byte[] id = skipped.get().id().getBytes(StandardCharsets.UTF_8);
      byte[] reason = skipped.get().reason().getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes = ByteBuffer.allocate(1 + 2 * Integer.BYTES + id.length + reason.length);
      bytes.put(SKIPPED).putInt(id.length).put(id).putInt(reason.length).put(reason);
      return bytes.flip();
    }
    int size = 1 + values.length;
    for (float[] each : values) {
      size += each == null ? 0 : each.length * Float.BYTES;
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).put(VALUES);
    for (float[] each : values) {
      bytes.put((byte) (each == null ? 0 : 1));
      if (each != null) {
        bytes.asFloatBuffer().put(each);
        bytes.position(bytes.position() + each.length * Float.BYTES);
      }
    }
    return bytes.flip();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param lengths number of values by model
   * @return empty when the bytes are not of this layout
   */
  static Optional<SampleRecord> decode(ByteBuffer bytes, int[] lengths) {
    try {
      byte kind = bytes.get();
      if (kind == SKIPPED) {
        SkippedSample sample = new SkippedSample(text(bytes), text(bytes));
        return bytes.hasRemaining() ? Optional.empty() : Optional.of(of(sample));
      }
      return kind == VALUES ? values(bytes, lengths) : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<SampleRecord> values(ByteBuffer bytes, int[] lengths) {
    float[][] values = new float[lengths.length][];
    for (int m = 0; m < lengths.length; m++) {
      if (bytes.get() != 0) {
        values[m] = new float[lengths[m]];
        bytes.asFloatBuffer().get(values[m]);
        bytes.position(bytes.position() + lengths[m] * Float.BYTES);
      }
    }
    return bytes.hasRemaining() ? Optional.empty() : Optional.of(of(values));
  }

  private static String text(ByteBuffer bytes) {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("length " + length);
    }
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
