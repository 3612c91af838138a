package org.octet.core.internal.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Held by one commit into a folder at a time, over threads and processes. The lock is a file that
 * is there only while it is held.
 */
final class FolderLock implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 5;

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @throws IOException when the folder cannot be written, or another commit does not end
   */
  static FolderLock acquire(Path directory) throws IOException {
    Path file = directory.resolve(".octet.lock");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      FolderLock lock = tryAcquire(file);
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
    throw new IOException(
        "'%s' has been locked by another run for %d s; remove it if there is none"
            .formatted(file, PATIENCE_SECONDS));
  }

  private static FolderLock tryAcquire(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      // far behind the content, which others must be able to read where locks are mandatory
      FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
      held = lock != null && isAtPath(file, channel);
      return held ? new FolderLock(file, channel) : null;
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  /** Whether the locked file is the one of that name: its last holder may just have removed it. */
  private static boolean isAtPath(Path file, FileChannel channel) throws IOException {
    String token = UUID.randomUUID().toString();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII)), 0);
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).equals(token);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
    }
  }
}
