package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A native library inside a jar, and its unpacked copy in a cache folder that all runs and
 * processes share. Safe against several threads and processes unpacking at the same time.
 */
final class NativeLibrary {
  private final URL resource;
  private final String folder;

  /**
   * @param resource the library in its jar
   * @param folder name of the folder in the cache, with the version and the platform
   */
  NativeLibrary(URL resource, String folder) {
    this.resource = resource;
    this.folder = folder;
  }

  /** Folder of unpacked libraries: {@code octet.cache}, by default in the user's home. */
  static Path cacheFolder() {
    String given = System.getProperty("octet.cache");
    return given == null || given.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "octet", "natives")
        : Path.of(given).toAbsolutePath();
  }

  /**
   * The library in the cache folder, unpacked if it is not there.
   *
   * @throws IOException when the folder or the library cannot be written
   */
  Path cached() throws IOException {
    URLConnection connection = open();
    Path target = cacheFolder().resolve(folder + mark(connection)).resolve(fileName());
    long size = connection.getContentLengthLong();
    if (complete(target, size)) {
      return target;
    }
    Files.createDirectories(target.getParent());
    Path lockFile = target.resolveSibling(fileName() + ".lock");
    // a file lock excludes other processes only, the monitor excludes threads of this class loader
    synchronized (NativeLibrary.class) {
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !complete(target, size)) {
          unpack(target);
        }
      }
    }
    return target;
  }

  /**
   * Unpacks into a private temporary folder, and removes it after use: a loaded library stays
   * mapped without its file.
   *
   * @throws IOException when the temporary folder cannot be written
   */
  void withPrivateCopy(Consumer<Path> use) throws IOException {
    Path own = Files.createTempDirectory("octet-native");
    Path copy = own.resolve(fileName());
    try {
      unpack(copy);
      use.accept(copy);
    } finally {
      deleteNowOrAtExit(copy);
      deleteNowOrAtExit(own);
    }
  }

  private void unpack(Path target) throws IOException {
    Path part = Files.createTempFile(target.getParent(), fileName(), ".part");
    try {
      try (InputStream in = open().getInputStream()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Other bytes under the same version get a folder of their own. */
  private static String mark(URLConnection connection) throws IOException {
    return connection instanceof JarURLConnection jar
        ? "-%08x".formatted(jar.getJarEntry().getCrc())
        : "-" + connection.getContentLengthLong();
  }

  private static boolean complete(Path file, long size) throws IOException {
    return Files.isRegularFile(file) && (size < 0 || Files.size(file) == size);
  }

  /** Without the JDK's cache of jar files, which would keep the plugin's jar open. */
  private URLConnection open() throws IOException {
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    return connection;
  }

  private String fileName() {
    String path = resource.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void deleteNowOrAtExit(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
