package org.octet.core.internal.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to temporary files whose names hold a token: a locked file beside them that is there as
 * long as they are. The system ends the lock with the process, whatever ends that; so whoever gets
 * it may remove them. Made before the files, closed after they are gone. Used by one thread.
 */
public final class Claim implements AutoCloseable {
  /** What a token looks like: process, its start, and something new. */
  public static final String TOKEN =
      "([0-9]+-[0-9a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";

  private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

  private final String token;
  private final Path marker;
  private final FileChannel channel;

  private Claim(String token, Path marker, FileChannel channel) {
    this.token = token;
    this.marker = marker;
    this.channel = channel;
  }

  /**
   * A new claim.
   *
   * @param marker name of the locked file for a token
   * @throws IOException when the folder cannot be written
   */
  public static Claim take(Path directory, UnaryOperator<String> marker) throws IOException {
    while (true) {
      String token = process() + UUID.randomUUID();
      Path file = directory.resolve(marker.apply(token));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // somebody may have taken it for abandoned before it was locked
      if (lock(channel) && Files.exists(file)) {
        return new Claim(token, file, channel);
      }
      channel.close();
    }
  }

  /** This process, also told apart from one that had the same number before. */
  private static String process() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + Long.toString(start, Character.MAX_RADIX) + "-";
  }

  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      LOG.debug("no locks here: nothing will be swept either", e);
      return true;
    }
  }

  /** The token. */
  public String token() {
    return token;
  }

  /**
   * Removes what processes left that ended without tidying up; never fails.
   *
   * @param names matches whole names of temporary files, the token being the first group
   * @param marker name of the locked file for a token
   * @param removal removes what one process left
   */
  public void sweep(Pattern names, UnaryOperator<String> marker, Removal removal) {
    Path directory = directory();
    Map<String, List<Path>> found = new HashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Matcher name = names.matcher(file.getFileName().toString());
        if (name.matches() && !name.group(1).startsWith(process())) {
          found.computeIfAbsent(name.group(1), t -> new ArrayList<>()).add(file);
        }
      }
      for (Map.Entry<String, List<Path>> each : found.entrySet()) {
        sweep(directory.resolve(marker.apply(each.getKey())), each.getValue(), removal);
      }
    } catch (IOException e) {
      LOG.debug("left as it is: {}", directory, e);
    }
  }

  private Path directory() {
    return marker.toAbsolutePath().getParent();
  }

  private void sweep(Path theirs, List<Path> files, Removal removal) throws IOException {
    try (FileChannel channel = FileChannel.open(theirs, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        removal.remove(own(files));
        Files.deleteIfExists(theirs);
      }
    } catch (NoSuchFileException e) {
      removal.remove(own(files)); // half swept: a claim is there before its files
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("left as it is: {}", theirs, e);
    }
  }

  /** In a folder of many users, only what belongs to this one. */
  private List<Path> own(List<Path> files) throws IOException {
    UserPrincipal self = Files.getOwner(marker);
    List<Path> own = new ArrayList<>();
    for (Path file : files) {
      try {
        if (Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(self)) {
          LOG.debug("removing abandoned {}", file);
          own.add(file);
        }
      } catch (NoSuchFileException e) {
        LOG.trace("{} was removed by another", file, e);
      }
    }
    return own;
  }

  /** Ends the claim. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(marker);
    } catch (IOException e) {
      LOG.debug("cannot remove {}", marker, e);
    }
  }
}
