package org.octet.distribution.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Felix's folder of this process, in the folder for temporary files, and a locked file beside it:
 * the system ends the lock with the process, so that the next one knows what to remove.
 */
final class Storage implements AutoCloseable {
  private static final String PREFIX = "octet-felix-";
  private static final String LOCK = ".lock";

  private final Path folder;
  private final Path lock;
  private final FileChannel channel;

  private Storage(Path folder, Path lock, FileChannel channel) {
    this.folder = folder;
    this.lock = lock;
    this.channel = channel;
  }

  /**
   * Makes the folder, and removes those of processes that were killed.
   *
   * @throws IOException when it cannot be made
   */
  static Storage make() throws IOException {
    while (true) {
      Path lock = Files.createTempFile(PREFIX, LOCK);
      FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
      try {
        // another process may have taken it for abandoned before it was locked
        if (channel.tryLock() != null && Files.exists(lock)) {
          sweep(lock);
          return new Storage(Files.createDirectory(folderOf(lock)), lock, channel);
        }
        channel.close();
      } catch (IOException e) {
        channel.close();
        Files.deleteIfExists(lock);
        throw e;
      }
    }
  }

  private static Path folderOf(Path lock) {
    String name = lock.getFileName().toString();
    return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }

  private static void sweep(Path own) throws IOException {
    UserPrincipal self = Files.getOwner(own);
    try (Stream<Path> files = Files.list(own.getParent())) {
      for (Path file : files.filter(f -> isLock(f) && !f.equals(own)).toList()) {
        sweep(file, self);
      }
    }
  }

  private static boolean isLock(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(LOCK);
  }

  private static void sweep(Path theirs, UserPrincipal self) {
    Path folder = folderOf(theirs);
    try {
      if (!Files.getOwner(theirs, LinkOption.NOFOLLOW_LINKS).equals(self)) {
        return;
      }
      try (FileChannel channel = FileChannel.open(theirs, StandardOpenOption.WRITE)) {
        if (channel.tryLock() == null) {
          return;
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self)) {
          delete(folder);
        }
        Files.deleteIfExists(theirs);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // gone meanwhile, or not ours to judge: it is small, and in the folder for temporary files
      return;
    }
  }

  /** The folder. */
  Path folder() {
    return folder;
  }

  /** Leaves what cannot be deleted: the next process tries again. */
  @Override
  public void close() {
    delete(folder);
    try (channel) {
      Files.deleteIfExists(lock);
    } catch (IOException e) {
      lock.toFile().deleteOnExit();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<File> deepestFirst = files.sorted(Comparator.reverseOrder()).map(Path::toFile).toList();
      deepestFirst.forEach(File::delete);
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
