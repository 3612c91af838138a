package org.octet.core.internal.deploy;

import java.time.Duration;
import java.util.List;
import org.octet.core.internal.registry.PluginRegistry;
import org.octet.core.internal.registry.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A deployment that new jobs do not see, until no job holds its plugins. Used by one thread at a
 * time.
 */
final class Retired {
  private static final Logger LOG = LoggerFactory.getLogger(Retired.class);

  /** A job that was ended gets this long to let its plugins go. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PluginRegistry registry;
  private final Deployment deployment;
  private final List<Registration> plugins;
  private final long endsAt;
  private boolean ended;

  private Retired(
      PluginRegistry registry, Deployment deployment, List<Registration> plugins, long endsAt) {
    this.registry = registry;
    this.deployment = deployment;
    this.plugins = plugins;
    this.endsAt = endsAt;
  }

  /**
   * Takes the plugins of a deployment out of the registry.
   *
   * @param grace how long jobs may still hold them
   */
  static Retired of(PluginRegistry registry, Deployment deployment, Duration grace) {
    List<Registration> plugins = registry.retire(deployment.owner());
    return new Retired(registry, deployment, plugins, System.nanoTime() + grace.toNanos());
  }

  /** Unloads the classes if no job holds them, or if those that do had their time. */
  boolean unloaded() {
    long late = System.nanoTime() - endsAt;
    if (late > 0 && !ended) {
      ended = true;
      registry.end(plugins);
    }
    if (!registry.unload(plugins) && late < PATIENCE.toNanos()) {
      return false;
    }
    return unloadNow();
  }

  /** Whether it could be done. */
  boolean unloadNow() {
    try {
      deployment.close();
      return true;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("cannot unload {} yet", plugins, e);
      return false;
    }
  }
}
