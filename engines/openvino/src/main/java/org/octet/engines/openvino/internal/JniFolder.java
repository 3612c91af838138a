package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * A fresh folder for the JNI libraries of one class loader: the JVM refuses to load the same file
 * for a second one. Deleted as soon as they are loaded, where the system allows it. A locked file
 * beside it tells that its process is alive: the system ends the lock with the process.
 *
 * @param path the folder
 * @param lock the locked file
 * @param channel holds the lock
 */
record JniFolder(Path path, Path lock, FileChannel channel) implements AutoCloseable {
  private static final String LOCK = ".lock";

  /**
   * Unpacks the JNI libraries and sweeps what dead processes left.
   *
   * @param natives existing folder for natives
   * @throws IOException when they cannot be written
   */
  static JniFolder unpack(EmbeddedFiles files, Path natives) throws IOException {
    Path all = Files.createDirectories(natives.resolve("jni"));
    JniFolder mine = make(all);
    try {
      sweep(all);
      files.copyTo(Files.createDirectory(mine.path));
      return mine;
    } catch (IOException | RuntimeException e) {
      mine.close();
      throw e;
    }
  }

  private static JniFolder make(Path all) throws IOException {
    while (true) {
      String name = process() + UUID.randomUUID();
      Path lock = all.resolve(name + LOCK);
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // another process may have taken it for abandoned before it was locked
      if (channel.tryLock() != null && Files.exists(lock)) {
        return new JniFolder(all.resolve(name), lock, channel);
      }
      channel.close();
    }
  }

  /** This process, also told apart from one that had the same number before. */
  private static String process() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + start + "-";
  }

  private static void sweep(Path all) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(all, "*" + LOCK)) {
      for (Path lock : locks) {
        // not those of this process: its locks end when any channel of the file is closed
        if (!lock.getFileName().toString().startsWith(process())) {
          sweepOne(lock);
        }
      }
    }
  }

  private static void sweepOne(Path lock) {
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        String name = lock.getFileName().toString();
        String folder = name.substring(0, name.length() - LOCK.length());
        EmbeddedFiles.deleteTree(lock.resolveSibling(folder));
        Files.deleteIfExists(lock);
      }
    } catch (IOException e) {
      // removed meanwhile, or of another user: half a megabyte is no reason to fail
      return;
    }
  }

  /**
   * Deletes the folder: mapped libraries outlive their files. On Windows they do not, there the
   * next sweep does it.
   */
  @Override
  public void close() {
    try (channel) {
      if (!System.getProperty("os.name").startsWith("Windows")) {
        EmbeddedFiles.deleteTree(path);
        Files.deleteIfExists(lock);
      }
    } catch (IOException e) {
      // the next sweep does it
      return;
    }
  }
}
