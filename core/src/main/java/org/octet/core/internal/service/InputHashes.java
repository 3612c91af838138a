package org.octet.core.internal.service;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.octet.api.error.OctetException;
import org.octet.core.internal.report.Hashes;

/** The hashes of a job's model files, taken by a thread of their own while the models load. */
final class InputHashes {
  private final CompletableFuture<Map<String, String>> hashes;

  private InputHashes(CompletableFuture<Map<String, String>> hashes) {
    this.hashes = hashes;
  }

  /** No files. */
  static InputHashes none() {
    return new InputHashes(CompletableFuture.completedFuture(Map.of()));
  }

  /** Starts to read files. */
  static InputHashes of(List<Path> files) {
    return new InputHashes(
        CompletableFuture.supplyAsync(
            () -> hashes(files),
            work -> {
              Thread thread = new Thread(work, "octet-hash");
              thread.setDaemon(true);
              thread.start();
            }));
  }

  private static Map<String, String> hashes(List<Path> files) {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      // two models of a cascade may have the same file name
      hashes.put(hashes.containsKey(name) ? file.toString() : name, Hashes.sha256(file));
    }
    return hashes;
  }

  /**
   * SHA-256 by file name.
   *
   * @throws OctetException when a file cannot be read
   */
  Map<String, String> get() {
    try {
      return hashes.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OctetException known ? known : e;
    }
  }
}
