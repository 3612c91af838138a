package org.octet.core.internal.registry;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.octet.api.PluginInfo;
import org.octet.api.plugin.Plugin;

/**
 * One plugin that was found, usable or not. What it says about itself is read once, when it is
 * found, so that a plugin that breaks later cannot disturb listings. Thread-safe.
 */
public final class Registration {
  private final PluginKind kind;
  private final Plugin plugin;
  private final PluginInfo info;
  private final Origin origin;
  private final AtomicInteger leases = new AtomicInteger();
  private volatile boolean removed;
  private volatile boolean unloaded;

  Registration(PluginKind kind, Plugin plugin, PluginInfo info, Origin origin) {
    this.kind = kind;
    this.plugin = plugin;
    this.info = info;
    this.origin = origin;
  }

  /** The kind of plugin. */
  public PluginKind kind() {
    return kind;
  }

  /**
   * The plugin as one of its kind's interfaces.
   *
   * @throws ClassCastException when it is not of this type
   */
  public <T extends Plugin> T plugin(Class<T> type) {
    return type.cast(plugin);
  }

  /** Whether the plugin is of one of its kind's interfaces. */
  public boolean is(Class<? extends Plugin> type) {
    return type.isInstance(plugin);
  }

  /** What it said about itself. */
  public PluginInfo info() {
    return info;
  }

  /** Its name. */
  public String name() {
    return info.name();
  }

  /** Name, version and, as far as it is known, the build of its jar. */
  public String build() {
    String build =
        plugin == null || !origin.build().isEmpty()
            ? origin.build()
            : PluginFiles.build(plugin.getClass());
    return String.join("\n", info.kind(), info.name(), info.version(), build);
  }

  /** Whether jobs can use it. */
  public boolean usable() {
    return info.problems().isEmpty();
  }

  /** Whether it has been taken out of the registry; jobs may still hold it. */
  public boolean removed() {
    return removed;
  }

  /** Jobs that hold it. */
  public int leases() {
    return leases.get();
  }

  boolean ownedBy(Object other) {
    return origin.owner().orElse(null) == other;
  }

  void markRemoved() {
    removed = true;
  }

  /** Whether its classes may be gone, so that no job may begin with it any more. */
  boolean unloaded() {
    return unloaded;
  }

  void markUnloaded() {
    unloaded = true;
  }

  void hold() {
    leases.incrementAndGet();
  }

  void letGo() {
    leases.decrementAndGet();
  }

  PluginInfo infoWithProblem(String problem) {
    return new PluginInfo(
        info.kind(),
        info.name(),
        info.ranking(),
        info.description(),
        info.origin(),
        info.version(),
        info.parameters(),
        List.of(problem));
  }

  /** Such as {@code data loader 'image' (octet-dataloaders-image.jar 0.1.0)}. */
  @Override
  public String toString() {
    String where = new Origin(info.origin(), info.version()).toString();
    return "%s '%s' (%s)".formatted(kind.text(), info.name(), where);
  }
}
