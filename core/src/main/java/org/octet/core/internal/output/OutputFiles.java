package org.octet.core.internal.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.octet.api.error.OutputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that appear whole or not at all. They are written under temporary names in the folder they
 * are for, and take their names in {@link #commit}, in the order given to {@link #stage}: the model
 * files come last, as the mark that all is there. Until the end of a commit the files that are
 * replaced are kept aside, and come back if it fails. Used by one thread; two commits into one
 * folder, even of two processes, follow each other.
 */
public final class OutputFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);

  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\." + Claim.TOKEN + "\\.tmp");
  private static final String ASIDE = ".old";
  private static final Pattern FORMER =
      Pattern.compile("\\.(.+)\\" + ASIDE + "\\." + Claim.TOKEN + "\\.tmp");
  private static final Comparator<Path> MODELS_LAST =
      Comparator.comparing((Path file) -> file.toString().endsWith(OutputNames.xml("")))
          .thenComparing(Path::toString);

  private final Path directory;
  private final boolean force;
  private final List<Path> madeDirectories;
  private final Claim claim;
  private final String mark;
  private final Map<String, Path> staged = new LinkedHashMap<>();
  private boolean committed;

  private OutputFiles(Path directory, boolean force, List<Path> madeDirectories, Claim claim) {
    this.claim = claim;
    this.mark = mark(claim.token());
    this.directory = directory;
    this.force = force;
    this.madeDirectories = madeDirectories;
  }

  private static String mark(String token) {
    return "." + token + ".tmp";
  }

  private static String marker(String token) {
    return ".octet" + mark(token);
  }

  /**
   * Makes the folder, if it is not there, and tidies up behind processes that were killed: where
   * one was in the middle of a commit, the files that it was replacing come back.
   *
   * @param force whether files that are there may be replaced
   * @throws OutputException when it cannot be made or written
   */
  public static OutputFiles open(Path directory, boolean force) {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path p = directory.toAbsolutePath().normalize();
        p != null && !Files.exists(p);
        p = p.getParent()) {
      missing.push(p);
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      removeEmpty(new ArrayList<>(missing));
      throw failure("output folder '" + directory + "' cannot be made", e);
    }
    try {
      Claim claim = Claim.take(directory, OutputFiles::marker);
      claim.sweep(TEMPORARY, OutputFiles::marker, left -> recover(directory, left));
      return new OutputFiles(directory, force, new ArrayList<>(missing), claim);
    } catch (IOException e) {
      removeEmpty(new ArrayList<>(missing));
      throw failure("output folder '" + directory + "' cannot be written", e);
    }
  }

  /**
   * Removes what a killed process left. Of a commit that is whole, or that another has followed,
   * all names are there; else those that were set aside are put back, as {@link #restore} does.
   */
  private static void recover(Path directory, List<Path> left) throws IOException {
    Map<Path, Path> aside = new TreeMap<>(MODELS_LAST);
    for (Path file : left) {
      Matcher former = FORMER.matcher(file.getFileName().toString());
      if (former.matches()) {
        aside.put(directory.resolve(former.group(1)), file);
      }
    }
    try (FolderLock lock = FolderLock.acquire(directory)) {
      LOG.debug("recovering {} under {}", directory, lock);
      if (!aside.keySet().stream().allMatch(Files::exists)) {
        for (Map.Entry<Path, Path> each : aside.entrySet()) {
          Files.move(each.getValue(), each.getKey(), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
    left.forEach(OutputFiles::removeQuietly);
  }

  /**
   * A temporary name for a file; the caller writes there. Files take their names in the order in
   * which they were staged.
   *
   * @param name the file's name in the folder after {@link #commit}
   */
  public Path stage(String name) {
    Path temporary = directory.resolve("." + name + mark);
    if (staged.put(name, temporary) != null) {
      throw new IllegalArgumentException("'" + name + "' is staged twice");
    }
    return temporary;
  }

  /** Takes back a staged name; nothing was written there. */
  public void unstage(String name) {
    staged.remove(name);
  }

  /**
   * Gives all staged files their names, in the order they were staged.
   *
   * @throws OutputException when that fails, or files are there and may not be replaced; what was
   *     there before is there again
   */
  public void commit() {
    try {
      for (Path temporary : staged.values()) {
        sync(temporary, StandardOpenOption.WRITE);
      }
      try (FolderLock lock = FolderLock.acquire(directory)) {
        LOG.debug("commit into {} under {}", directory, lock);
        replace();
      }
      committed = true;
    } catch (IOException e) {
      throw failure("the results cannot be written to '" + directory + "'", e);
    }
  }

  private void replace() throws IOException {
    List<String> names = new ArrayList<>(staged.keySet());
    if (!force) {
      refuseExisting(names);
    }
    Map<String, Path> aside = new LinkedHashMap<>();
    List<String> placed = new ArrayList<>();
    try {
      // backwards: the old model file, which says that all is there, goes first
      for (int i = names.size() - 1; i >= 0; i--) {
        setAside(names.get(i), aside);
      }
      for (String name : names) {
        place(name);
        placed.add(name);
      }
    } catch (IOException | RuntimeException e) {
      restore(placed, aside);
      throw e;
    }
    syncDirectory();
    aside.values().forEach(OutputFiles::removeQuietly);
  }

  private void refuseExisting(List<String> names) {
    List<String> there = names.stream().filter(n -> Files.exists(directory.resolve(n))).toList();
    if (!there.isEmpty()) {
      throw new OutputException(
          "'%s': %s %s there already; choose another name or folder, or --force to replace"
              .formatted(directory, String.join(", ", there), there.size() == 1 ? "is" : "are"));
    }
  }

  private void setAside(String name, Map<String, Path> aside) throws IOException {
    Path old = directory.resolve(name);
    if (Files.isDirectory(old)) {
      throw new FileSystemException(old.toString(), null, "is a folder");
    }
    Path kept = directory.resolve("." + name + ASIDE + mark);
    try {
      Files.move(old, kept, StandardCopyOption.ATOMIC_MOVE);
      aside.put(name, kept);
    } catch (NoSuchFileException e) {
      LOG.trace("{} is new", old);
    }
  }

  private void place(String name) throws IOException {
    Files.move(staged.get(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Puts back what was there: model files, the last ones placed, go first and come back last. */
  private void restore(List<String> placed, Map<String, Path> aside) {
    for (int i = placed.size() - 1; i >= 0; i--) {
      removeQuietly(directory.resolve(placed.get(i)));
    }
    List<String> names = new ArrayList<>(aside.keySet());
    for (int i = names.size() - 1; i >= 0; i--) {
      Path old = directory.resolve(names.get(i));
      try {
        Files.move(aside.get(names.get(i)), old, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        LOG.error("the former {} could not be put back; it is {}", old, aside.get(names.get(i)), e);
      }
    }
  }

  private static void sync(Path file, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(file, mode)) {
      channel.force(true);
    }
  }

  private void syncDirectory() {
    try {
      sync(directory, StandardOpenOption.READ);
    } catch (IOException e) {
      // not every system can: the renames are then as durable as its folders are
      LOG.debug("cannot sync folder {}", directory, e);
    }
  }

  /** The error for a failed write, in the user's words. */
  public static OutputException failure(String what, IOException e) {
    String reason = e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof FileSystemException f) {
      reason = f.getReason() == null ? f.getClass().getSimpleName() : f.getReason();
      reason += f.getFile() == null ? "" : " (" + f.getFile() + ")";
    }
    return new OutputException(what + ": " + reason, e);
  }

  private static void removeQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot remove {}", file, e);
    }
  }

  private static void removeEmpty(List<Path> directories) {
    for (int i = directories.size() - 1; i >= 0; i--) {
      try {
        Files.deleteIfExists(directories.get(i));
      } catch (IOException e) {
        LOG.debug("left as it is: {}", directories.get(i), e);
        return;
      }
    }
  }

  /** Removes what was not committed, folders that were made for it included. */
  @Override
  public void close() {
    staged.values().forEach(OutputFiles::removeQuietly);
    claim.close();
    if (!committed) {
      removeEmpty(madeDirectories);
    }
  }
}
