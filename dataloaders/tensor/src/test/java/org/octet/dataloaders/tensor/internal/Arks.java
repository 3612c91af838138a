package org.octet.dataloaders.tensor.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Records of Kaldi archives for tests. */
final class Arks {
  private Arks() {}

  /** A matrix of 32 bits. */
  static byte[] binary(String key, int rows, int columns, float... values) {
    ByteBuffer b = header(key, "FM", 10 + 4 * values.length);
    b.put((byte) 4).putInt(rows).put((byte) 4).putInt(columns);
    for (float v : values) {
      b.putFloat(v);
    }
    return b.array();
  }

  /** A matrix of 64 bits. */
  static byte[] wide(String key, int rows, int columns, double... values) {
    ByteBuffer b = header(key, "DM", 10 + 8 * values.length);
    b.put((byte) 4).putInt(rows).put((byte) 4).putInt(columns);
    for (double v : values) {
      b.putDouble(v);
    }
    return b.array();
  }

  /** Codes of 8 bits, row by row. */
  static byte[] compressed(
      String key, float least, float range, int rows, int columns, byte... codes) {
    ByteBuffer b = header(key, "CM3", 16 + codes.length);
    return b.putFloat(least).putFloat(range).putInt(rows).putInt(columns).put(codes).array();
  }

  /** A matrix as text. */
  static byte[] text(String key, int rows, int columns, float... values) {
    StringBuilder text = new StringBuilder(key + "  [");
    for (int r = 0; r < rows; r++) {
      text.append("\n ");
      for (int c = 0; c < columns; c++) {
        text.append(' ').append(values[r * columns + c]);
      }
    }
    return (text + " ]\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer header(String key, String token, int length) {
    byte[] name = (key + " \0B" + token + " ").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(name.length + length).order(ByteOrder.LITTLE_ENDIAN).put(name);
  }

  static byte[] join(byte[]... records) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] record : records) {
      all.writeBytes(record);
    }
    return all.toByteArray();
  }
}
