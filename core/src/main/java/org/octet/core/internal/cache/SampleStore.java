package org.octet.core.internal.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.octet.api.error.InternalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of samples under one key. The file is only ever appended to, a whole record at a
 * time: a process that is killed leaves a tail that the next one drops, and several processes on
 * the same file at worst write a record twice. What is damaged is measured again; that nothing can
 * be written is a warning. Used by one thread at a time.
 */
public final class SampleStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SampleStore.class);

  private final Path file;
  private final String key;
  private final int[] lengths;
  private final long limit;
  private final Map<ByteBuffer, Long> places = new HashMap<>();
  private FileChannel reader;
  private Map<String, String> properties = Map.of();
  private long end;
  private boolean whole;
  private FileChannel writer;
  private boolean readOnly;
  private String problem;
  private boolean used;

  private SampleStore(Path file, String key, int[] lengths, long limit) {
    this.file = file;
    this.key = key;
    this.lengths = lengths.clone();
    this.limit = limit;
  }

  /**
   * Opens what there is, which may be nothing.
   *
   * @param key what the statistics are of
   * @param lengths number of values by model
   * @param limit bytes of the file at most
   */
  static SampleStore open(Path file, String key, int[] lengths, long limit) {
    SampleStore store = new SampleStore(file, key, lengths, limit);
    try {
      store.reader = FileChannel.open(file, StandardOpenOption.READ);
      store.index();
    } catch (NoSuchFileException e) {
      LOG.debug("no statistics of {} yet", file);
    } catch (IOException e) {
      store.fail("cannot be read", e);
      store.places.clear();
    }
    return store;
  }

  private void index() throws IOException {
    // others may append from now on
    long size = reader.size();
    Optional<ByteBuffer> first = StoreFile.read(reader, 0);
    Optional<StoreFile.Header> header =
        first.flatMap(content -> StoreFile.Header.decode(content, key, lengths));
    if (header.isEmpty()) {
      LOG.info("the statistics cache '{}' is damaged and is made anew", file);
      return;
    }
    properties = header.get().properties();
    end = StoreFile.PREFIX + first.get().capacity();
    for (Optional<ByteBuffer> next = StoreFile.read(reader, end);
        next.isPresent() && next.get().remaining() > StoreFile.NAME;
        next = StoreFile.read(reader, end)) {
      ByteBuffer content = next.get();
      ByteBuffer name = content.slice(0, StoreFile.NAME);
      if (record(content).isPresent()) {
        places.put(copy(name), end);
      }
      end += StoreFile.PREFIX + content.capacity();
    }
    whole = end >= size;
    if (!whole) {
      LOG.info("the statistics cache '{}' ends in {} bad bytes", file, size - end);
    }
  }

  private Optional<SampleRecord> record(ByteBuffer content) {
    int length = content.capacity() - StoreFile.NAME;
    return SampleRecord.decode(content.slice(StoreFile.NAME, length), lengths);
  }

  private static ByteBuffer copy(ByteBuffer name) {
    return ByteBuffer.allocate(StoreFile.NAME).put(name).flip();
  }

  /** The name under which a sample with this fingerprint is kept. */
  public static ByteBuffer name(String fingerprint) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(fingerprint.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this Java has no SHA-256", e);
    }
  }

  /** Whether there is a record of a sample. */
  public boolean has(ByteBuffer name) {
    return places.containsKey(name);
  }

  /** What the device reported when the first of these statistics were measured. */
  public Map<String, String> properties() {
    return properties;
  }

  /**
   * The record of a sample.
   *
   * @throws UncheckedIOException when it cannot be read, though it was there before
   */
  public SampleRecord read(ByteBuffer name) {
    used = true;
    try {
      return StoreFile.read(reader, places.get(name))
          .flatMap(this::record)
          .orElseThrow(() -> new IOException("'" + file + "' was damaged while it was read"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fail(String what, IOException e) {
    readOnly = true;
    problem = "the statistics cache %s, and nothing is kept: %s".formatted(what, e);
    LOG.warn("{}", problem, e);
  }

  /** Why nothing is kept of this run, if something failed. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Whether {@link #append} can do anything at all. */
  public boolean writable() {
    return !readOnly;
  }

  /**
   * Keeps the record of a sample; does nothing once that has failed.
   *
   * @param deviceProperties what the device reports, for a new file
   */
  public void append(ByteBuffer name, SampleRecord record, Map<String, String> deviceProperties) {
    if (readOnly) {
      return;
    }
    try {
      if (writer == null) {
        writer = openWriter(deviceProperties);
      }
      ByteBuffer block = StoreFile.block(name, record.encode());
      if (writer.size() + block.remaining() > limit) {
        LOG.info("the statistics cache is full: no more is kept in '{}'", file);
        readOnly = true;
        return;
      }
      write(writer, block);
      used = true;
    } catch (IOException e) {
      fail("cannot be written", e);
    }
  }

  private FileChannel openWriter(Map<String, String> deviceProperties) throws IOException {
    if (whole && Files.exists(file)) {
      return FileChannel.open(file, StandardOpenOption.APPEND);
    }
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    try {
      if (end > 0) {
        copyWhole(channel);
      } else {
        write(channel, new StoreFile.Header(key, lengths, deviceProperties).encode());
      }
      // whoever has the damaged file open keeps it: it is never changed in place
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return channel;
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private void copyWhole(FileChannel channel) throws IOException {
    for (long at = 0; at < end; ) {
      at += reader.transferTo(at, end - at, channel);
    }
  }

  // one call for one record, so that appends of several processes do not mix
  private static void write(FileChannel channel, ByteBuffer block) throws IOException {
    while (block.hasRemaining()) {
      channel.write(block);
    }
  }

  /** Closes the file, and marks it as used now if it was. */
  @Override
  public void close() {
    try (FileChannel first = reader;
        FileChannel second = writer) {
      LOG.trace("close {} {}", first, second);
      if (used) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
    } catch (IOException e) {
      LOG.debug("cannot close or mark {}", file, e);
    }
  }
}
