package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Checks the table of a normalizer of type {@code Precompiled}, which SentencePiece makes: a trie
 * as a double array (the layout of Darts-clone) whose leaves point into a text of replacements. The
 * library follows it without looking, so every step that it can take must stay inside.
 */
final class CharsMapCheck {
  /** A step by one byte of a text stays within a block of so many units. */
  private static final int BLOCK = 256;

  private static final int LEAF = 1 << 31;
  private static final int HAS_LEAF = 1 << 8;
  private static final int WIDE = 1 << 9;

  private final int[] units;
  private final byte[] replacements;

  private CharsMapCheck(int[] units, byte[] replacements) {
    this.units = units;
    this.replacements = replacements;
  }

  /**
   * Checks a table.
   *
   * @param charsMap bytes of the trie, the trie, the replacements; in base64
   * @throws IOException when it is damaged
   */
  static void check(Object charsMap) throws IOException {
    if (!(charsMap instanceof String text)) {
      throw damaged("it is no text");
    }
    ByteBuffer bytes = decode(text);
    int size = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
    if (size <= 0 || size > bytes.remaining() || size % (BLOCK * Integer.BYTES) != 0) {
      throw damaged("a trie of %d bytes in a table of %d bytes".formatted(size, bytes.remaining()));
    }
    int[] units = new int[size / Integer.BYTES];
    bytes.asIntBuffer().get(units);
    byte[] replacements = new byte[bytes.remaining() - size];
    bytes.position(bytes.position() + size).get(replacements);
    TextFile.decode(replacements);
    new CharsMapCheck(units, replacements).check();
  }

  private static ByteBuffer decode(String text) throws IOException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IllegalArgumentException e) {
      throw new IOException("precompiled_charsmap is no base64: " + e.getMessage(), e);
    }
  }

  private void check() throws IOException {
    if ((units[0] & LEAF) != 0) {
      throw damaged("the root is a leaf");
    }
    for (int i = 0; i < units.length; i++) {
      if ((units[i] & LEAF) != 0) {
        leaf(i);
      } else {
        node(i);
      }
    }
  }

  private void node(int i) throws IOException {
    int offset = units[i] >>> 10 << ((units[i] & WIDE) == 0 ? 0 : 8);
    int next = i ^ offset;
    if (next < 0 || next >= units.length) {
      throw damaged("unit %d points outside".formatted(i));
    }
    if ((units[i] & HAS_LEAF) != 0 && (units[next] & LEAF) == 0) {
      throw damaged("unit %d has no leaf".formatted(i));
    }
  }

  private void leaf(int i) throws IOException {
    int at = units[i] & ~LEAF;
    // not into the middle of a character
    if (at > replacements.length || at < replacements.length && (replacements[at] & 0xC0) == 0x80) {
      throw damaged("unit %d has no replacement".formatted(i));
    }
  }

  private static IOException damaged(String how) {
    return new IOException("precompiled_charsmap is damaged: " + how);
  }
}
