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
 * looks and is whole; until then the former one stays. Classes are unloaded when the last job that
 * holds them has ended. Thread-safe.
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

  /** A file of the folder. */
  private static final class Jar {
    private FileStamp seen;
    private FileStamp taken;
    private String hash = "";
    private Deployment deployment;
    private String problem = "";
  }

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
      Jar jar = jars.computeIfAbsent(file.getKey(), n -> new Jar());
      changed |= consider(file.getKey(), jar, file.getValue(), atOnce);
    }
    if (changed) {
      deployments().forEach(Deployment::retry);
      problems = describeProblems();
    }
  }

  private boolean withdraw(Jar jar) {
    if (jar.deployment != null) {
      retired.add(Retired.of(registry, jar.deployment, grace));
    }
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
    } catch (IOException | PluginException e) {
      jar.taken = stamp;
      jar.problem = e instanceof IOException ? "it cannot be copied: " + e : e.getMessage();
      LOG.warn("plugins/{}: {}", name, jar.problem);
    }
    return true;
  }

  private void take(Jar jar, JarCopy copy) {
    if (jar.deployment != null && copy.hash().equals(jar.hash)) {
      copy.delete();
      jar.problem = "";
      return;
    }
    Deployment former = jar.deployment;
    jar.hash = copy.hash();
    jar.deployment = deploy(jar, copy);
    if (former != null) {
      // jobs that began with it finish with it, however long they take
      retired.add(Retired.of(registry, former, Duration.ofDays(1000)));
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

  private List<Deployment> deployments() {
    return jars.values().stream().map(j -> j.deployment).filter(d -> d != null).toList();
  }

  private List<PluginInfo> describeProblems() {
    List<PluginInfo> infos = new ArrayList<>();
    jars.forEach(
        (name, jar) -> {
          List<String> problems = problems(jar);
          if (!problems.isEmpty()) {
            infos.add(
                new PluginInfo(
                    PluginRegistry.JAR, name, 0, "", name, "", ParameterSchema.NONE, problems));
          }
        });
    return List.copyOf(infos);
  }

  private static List<String> problems(Jar jar) {
    if (!jar.problem.isEmpty()) {
      return List.of(jar.problem);
    }
    return jar.deployment == null ? List.of() : jar.deployment.problems();
  }

  /** Stops watching and unloads everything; jobs have ended. */
  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
    synchronized (this) {
      deployments().forEach(d -> registry.retire(d.owner()));
      deployments().forEach(Deployment::close);
      retired.forEach(Retired::unloadNow);
      jars.clear();
      retired.clear();
    }
  }
}
