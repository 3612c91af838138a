package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InferenceException;

/**
 * One folder of files embedded in this jar, with an {@code index.txt}: a line {@code # VERSION
 * FINGERPRINT}, then one name per line.
 *
 * @param resource folder of the resources
 * @param version version of OpenVINO they belong to
 * @param fingerprint hash of the contents
 * @param names file names
 */
record EmbeddedFiles(String resource, String version, String fingerprint, List<String> names) {
  private static final String COMPLETE = ".complete";

  /**
   * Reads an index.
   *
   * @param resource such as {@code /natives/linux-x86_64/openvino}
   * @throws InferenceException when the jar has no such folder
   * @throws IOException when the jar cannot be read
   */
  static EmbeddedFiles of(String resource) throws IOException {
    try (InputStream in = EmbeddedFiles.class.getResourceAsStream(resource + "/index.txt")) {
      if (in == null) {
        throw new InferenceException(
            "there is no %s in this build of Octet; name an installed OpenVINO with -D%s=DIR"
                .formatted(resource, Installation.PROPERTY));
      }
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      String[] head = lines.get(0).split(" ");
      return new EmbeddedFiles(resource, head[1], head[2], lines.subList(1, lines.size()));
    }
  }

  /**
   * The files in a folder that all processes share, unpacked by the first that needs them. The
   * folder appears whole or not at all; what a killed process left of it is removed.
   *
   * @param parent existing folder
   * @param prefix start of the folder's name; version and fingerprint follow
   * @throws IOException when it cannot be written
   */
  Path shared(Path parent, String prefix) throws IOException {
    String name = prefix + "-" + version + "-" + fingerprint.substring(0, 8);
    Path folder = parent.resolve(name);
    if (Files.exists(folder.resolve(COMPLETE))) {
      return folder;
    }
    try (FileChannel channel =
            FileChannel.open(
                parent.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (lock.isValid() && !Files.exists(folder.resolve(COMPLETE))) {
        removeUnfinished(parent, "." + name);
        Path fresh = Files.createTempDirectory(parent, "." + name);
        unpack(fresh);
        deleteTree(folder); // left over by somebody who deleted parts of it
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return folder;
  }

  private void unpack(Path fresh) throws IOException {
    try {
      copyTo(fresh);
      Files.createFile(fresh.resolve(COMPLETE));
    } catch (IOException e) {
      deleteQuietly(fresh); // it would take the last of a full disk
      throw e;
    }
  }

  /** What killed processes left: who made it does not hold the lock any more. */
  private static void removeUnfinished(Path parent, String start) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, start + "*")) {
      left.forEach(EmbeddedFiles::deleteQuietly);
    }
  }

  /**
   * Copies the files into an existing folder.
   *
   * @throws IOException when they cannot be written
   */
  void copyTo(Path folder) throws IOException {
    for (String name : names) {
      try (InputStream in = EmbeddedFiles.class.getResourceAsStream(resource + "/" + name)) {
        if (in == null) {
          throw new InferenceException("the jar of the runtime lacks " + resource + "/" + name);
        }
        Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * Waits for the other processes, and for other class loaders of this one, which the file lock
   * refuses at once.
   */
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException otherClassLoader) {
        try {
          Thread.sleep(20);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new CancelledException("interrupted while another plugin unpacks OpenVINO", e);
        }
      }
    }
  }

  /** Deletes a folder and what is in it, if it exists. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /** Deletes a folder and what is in it, as far as that is possible. */
  static void deleteQuietly(Path folder) {
    try {
      deleteTree(folder);
    } catch (IOException e) {
      // it stays until the next process sweeps; no reason to fail
      return;
    }
  }
}
