package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A fresh folder for the JNI libraries of one class loader: the JVM refuses to load the same file
 * for a second one. Deleted as soon as they are loaded, where the system allows it.
 *
 * @param path the folder
 */
record JniFolder(Path path) implements AutoCloseable {
  /**
   * Time to load libraries after unpacking them, generously, before a sweep may take the folder for
   * a dead one.
   */
  private static final Duration SETTLED = Duration.ofMinutes(10);

  /**
   * Unpacks the JNI libraries and sweeps what dead processes left.
   *
   * @param natives existing folder for natives
   */
  static JniFolder unpack(EmbeddedFiles files, Path natives) throws IOException {
    Path all = Files.createDirectories(natives.resolve("jni"));
    sweep(all);
    Path mine = Files.createTempDirectory(all, ProcessHandle.current().pid() + "-");
    files.copyTo(mine);
    return new JniFolder(mine);
  }

  private static void sweep(Path all) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        if (dead(folder)) {
          deleteQuietly(folder);
        }
      }
    }
  }

  private static boolean dead(Path folder) throws IOException {
    String pid = folder.getFileName().toString().split("-")[0];
    if (!pid.matches("\\d{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isPresent()) {
      return false;
    }
    // a process of another container is not to be seen from here, but it loads what it unpacks at
    // once
    return Files.exists(folder)
        && Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(SETTLED));
  }

  /**
   * Deletes the folder: mapped libraries outlive their files. On Windows they do not, there the
   * next sweep does it.
   */
  @Override
  public void close() {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      deleteQuietly(path);
    }
  }

  private static void deleteQuietly(Path folder) {
    try {
      EmbeddedFiles.deleteTree(folder);
    } catch (IOException e) {
      // half a megabyte stays until the next sweep; no reason to fail
    }
  }
}
