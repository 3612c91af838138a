package org.octet.core.internal.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.octet.api.PluginInfo;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.core.internal.registry.PluginRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the plugins of a folder's jars known: one that comes is deployed, one that changes is
 * replaced, one that goes is withdrawn. A jar is taken when it has stayed the same between two
 * looks and is whole; until then, and where the new one has a flaw, the former one stays. Classes
 * are unloaded when the last job that holds them has ended. Thread-safe.
 */
public final class PluginFolder implements AutoCloseable {
  /** System property: seconds that a job may go on with a plugin that was deleted. */
  public static final String GRACE = "octet.plugins.grace";

  private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);
  private static final long DEFAULT_GRACE_SECONDS = 600;
  private static final long LOOK_MILLIS = 100;
  private static final String SUFFIX = ".jar";

  private final Path folder;
  private final PluginRegistry registry;
  private final Deployer deployer;
  private final Supplier<Path> copies;
  private final Duration grace;
  private final Map<String, Jar> jars = new TreeMap<>();
  private final List<Retired> retired = new ArrayList<>();
  private final Thread watcher = new Thread(this::watch, "octet-plugins");
  private volatile List<PluginInfo> problems = List.of();
  private volatile boolean closed;

  /**
   * Does not look into the folder yet.
   *
   * @param folder holds the jars; it may come later
   * @param copies a folder for copies, asked for when there is a jar
   */
  public PluginFolder(
      Path folder, PluginRegistry registry, Deployer deployer, Supplier<Path> copies) {
    this.folder = folder;
    this.registry = registry;
    this.deployer = deployer;
    this.copies = copies;
    this.grace = Duration.ofSeconds(Long.getLong(GRACE, DEFAULT_GRACE_SECONDS));
    watcher.setDaemon(true);
  }

  /**
   * Deploys what is there, and watches from then on.
   *
   * @throws InputException when the folder cannot be read
   */
  public void open() {
    registry.addDiagnosis(() -> problems);
    try {
      look(stamps(), true);
    } catch (IOException e) {
      throw new InputException("plugin folder '" + folder + "' cannot be read: " + e, e);
    }
    watcher.start();
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(LOOK_MILLIS);
        look(stamps(), false);
      } catch (InterruptedException e) {
        // closed; or Felix, which interrupts who holds a lock that another thread needs
        LOG.debug("the watcher of {} was interrupted", folder);
      } catch (IOException | RuntimeException | LinkageError e) {
        LOG.warn("cannot look into {}", folder, e);
      }
    }
  }

  private Map<String, FileStamp> stamps() throws IOException {
    Map<String, FileStamp> stamps = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        stamp(file, stamps);
      }
    } catch (NoSuchFileException e) {
      if (!e.getFile().equals(folder.toString())) {
        throw e;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return stamps;
  }

  private static void stamp(Path file, Map<String, FileStamp> stamps) throws IOException {
    try {
      stamps.put(file.getFileName().toString(), FileStamp.of(file));
    } catch (NoSuchFileException e) {
      // deleted meanwhile
      LOG.debug("{} is gone", file);
    }
  }

  private synchronized void look(Map<String, FileStamp> stamps, boolean atOnce) {
    if (closed) {
      return;
    }
    // what is retired below stays for one look: a job may be about to take it
    retired.removeIf(Retired::unloaded);
    boolean changed = false;
    for (String name : List.copyOf(jars.keySet())) {
      changed |= !stamps.containsKey(name) && withdraw(jars.remove(name));
    }
    for (Map.Entry<String, FileStamp> file : stamps.entrySet()) {
      Jar jar = jars.computeIfAbsent(file.getKey(), Jar::new);
      changed |= consider(file.getKey(), jar, file.getValue(), atOnce);
    }
    if (changed) {
      jars.values().stream().flatMap(Jar::deployments).forEach(Deployment::retry);
      jars.values().forEach(this::settle);
      problems = describeProblems();
    }
  }

  private boolean withdraw(Jar jar) {
    jar.deployments().forEach(d -> retired.add(Retired.of(registry, d, grace)));
    return true;
  }

  /** Whether the jar was taken. */
  private boolean consider(String name, Jar jar, FileStamp stamp, boolean atOnce) {
    if (stamp.equals(jar.taken)) {
      return false;
    }
    if (!atOnce && !stamp.equals(jar.seen)) {
      jar.seen = stamp;
      return false;
    }
    try {
      JarCopy copy = JarCopy.of(folder.resolve(name), copies.get());
      if (!FileStamp.of(folder.resolve(name)).equals(stamp)) {
        copy.delete();
        return false;
      }
      jar.taken = stamp;
      take(jar, copy);
    } catch (NoSuchFileException e) {
      LOG.debug("{} is gone", name);
    } catch (IOException | RuntimeException e) {
      jar.taken = stamp;
      jar.problem = e instanceof PluginException ? e.getMessage() : "it cannot be copied: " + e;
      LOG.warn("plugins/{}: {}", name, jar.problem);
    }
    return true;
  }

  private void take(Jar jar, JarCopy copy) {
    replace(jar.next);
    jar.next = null;
    if (jar.inUse != null && copy.hash().equals(jar.hash)) {
      copy.delete();
      jar.problem = "";
      return;
    }
    jar.next = deploy(jar, copy);
    jar.nextHash = copy.hash();
  }

  /** Jobs that began with it finish with it, however long they take. */
  private void replace(Deployment former) {
    if (former != null) {
      retired.add(Retired.of(registry, former, Duration.ofDays(1000)));
    }
  }

  /**
   * Lets what was deployed last take over. Where that has a flaw and what is in use has none, the
   * latter stays; what still needs another jar waits for it.
   */
  private void settle(Jar jar) {
    if (jar.next == null) {
      return;
    }
    List<String> flaws = jar.next.flaws(registry);
    if (flaws.isEmpty() || jar.inUse == null || !jar.inUse.flaws(registry).isEmpty()) {
      replace(jar.inUse);
      jar.inUse = jar.next;
      jar.hash = jar.nextHash;
      jar.next = null;
    } else if (jar.next.problems().isEmpty()) {
      jar.problem = String.join("; ", flaws);
      LOG.warn("plugins/{}: {}", jar.name, jar.problem);
      replace(jar.next);
      jar.next = null;
    }
  }

  private Deployment deploy(Jar jar, JarCopy copy) {
    try {
      Deployment deployment = deployer.deploy(copy);
      jar.problem = "";
      return deployment;
    } catch (PluginException e) {
      jar.problem = e.getMessage();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      jar.problem = "it cannot be deployed: " + e;
    }
    LOG.warn("plugins/{}: {}", copy.name(), jar.problem);
    return null;
  }

  private List<PluginInfo> describeProblems() {
    List<PluginInfo> infos = new ArrayList<>();
    jars.forEach(
        (name, jar) -> {
          List<String> problems = jar.problems();
          if (!problems.isEmpty()) {
            infos.add(
                new PluginInfo(
                    PluginRegistry.JAR, name, 0, "", name, "", ParameterSchema.NONE, problems));
          }
        });
    return List.copyOf(infos);
  }

  /** Stops watching and unloads everything; jobs have ended. */
  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
    synchronized (this) {
      List<Deployment> all = jars.values().stream().flatMap(Jar::deployments).toList();
      all.forEach(d -> registry.retire(d.owner()));
      all.forEach(Deployment::close);
      retired.forEach(Retired::unloadNow);
      jars.clear();
      retired.clear();
    }
  }
}
