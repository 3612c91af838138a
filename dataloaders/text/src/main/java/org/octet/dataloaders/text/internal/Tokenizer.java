package org.octet.dataloaders.text.internal;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;

/**
 * Cuts texts into tokens: Hugging Face's library behind JNI, without its own threads. Thread-safe;
 * closing waits for those that are cutting.
 */
final class Tokenizer implements AutoCloseable {
  /** Of one text: the library takes some hundred bytes for each. */
  private static final int MAX_CHARS = 1 << 20;

  private final String name;
  private final String digest;
  private final OptionalInt maxLength;
  private final boolean special;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Address of the native tokenizer; 0: closed. */
  private long handle;

  /**
   * @param file what it does
   * @param special whether special tokens are added
   * @throws InputException when the library does not understand the file
   * @throws PluginException when the library does not load on this machine
   */
  Tokenizer(TokenizerFile file, boolean special) {
    NativeTokenizers.load();
    name = file.name();
    digest = file.digest();
    maxLength = file.maxLength();
    this.special = special;
    try {
      handle = TokenizersLibrary.LIB.createTokenizerFromString(file.json());
    } catch (RuntimeException e) { // all that the library says
      throw new InputException(
          "tokenizer '%s' is no tokenizer.json: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Identifies what it does. */
  String digest() {
    return digest;
  }

  /**
   * The tokens, cut off at the longest length.
   *
   * @param text a text
   * @param pair a second one; null: none
   * @throws IllegalArgumentException with the reason when it cannot be cut
   * @throws IllegalStateException when it is closed
   */
  Encoding encode(String text, String pair) {
    checkLength(text);
    checkLength(pair == null ? "" : pair);
    lock.readLock().lock();
    try {
      if (handle == 0) {
        throw new IllegalStateException("the data loader is closed");
      }
      Encoding encoding = read(encodeNative(text, pair));
      checkFits(encoding);
      return encoding;
    } finally {
      lock.readLock().unlock();
    }
  }

  private long encodeNative(String text, String pair) {
    try {
      return pair == null
          ? TokenizersLibrary.LIB.encode(handle, text, special)
          : TokenizersLibrary.LIB.encodeDual(handle, text, pair, special);
    } catch (RuntimeException e) { // all that the library says
      throw new IllegalArgumentException(
          "tokenizer '%s' cannot cut it: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static Encoding read(long encoding) {
    try {
      return new Encoding(
          TokenizersLibrary.LIB.getTokenIds(encoding), TokenizersLibrary.LIB.getTypeIds(encoding));
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
  }

  private static void checkLength(String text) {
    if (text.length() > MAX_CHARS) {
      throw new IllegalArgumentException(
          "it has %d characters; at most %d are tokenized".formatted(text.length(), MAX_CHARS));
    }
  }

  /** The library does not cut at all where not even the special tokens have room. */
  private void checkFits(Encoding encoding) {
    if (maxLength.isPresent() && encoding.size() > maxLength.getAsInt()) {
      throw new InputException(
          "data loader 'text': max-length=%d has no room for the special tokens"
              .formatted(maxLength.getAsInt()));
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (handle != 0) {
        TokenizersLibrary.LIB.deleteTokenizer(handle);
        handle = 0;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
