package org.octet.core.internal.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.octet.api.PluginInfo;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Plugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All plugins that were found. Readers see an immutable snapshot; feeders add and remove. Of usable
 * plugins of one kind and name the higher ranking is used, then the one found first. A broken
 * plugin is listed with its problem and never used. Thread-safe.
 */
public final class PluginRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);

  /** The kind that listings show for a jar that cannot be used as a whole. */
  public static final String JAR = "jar";

  private volatile List<Registration> snapshot = List.of();
  private final List<Supplier<List<PluginInfo>>> diagnoses = new CopyOnWriteArrayList<>();
  private final List<Runnable> removalListeners = new CopyOnWriteArrayList<>();
  private final List<Lease> leases = new ArrayList<>();
  private final Object searching = new Object();
  private Runnable pendingSearch = () -> {};

  /**
   * Sets what finds more plugins, run when the registry is first asked; where it throws, the next
   * one who asks runs it again.
   */
  public void beforeFirstLook(Runnable search) {
    synchronized (searching) {
      pendingSearch = search;
    }
  }

  private void search() {
    synchronized (searching) {
      pendingSearch.run();
      pendingSearch = () -> {};
    }
  }

  /** Sets what runs after a plugin was taken out, before its classes may go. */
  public void onRemoval(Runnable listener) {
    removalListeners.add(listener);
  }

  /** Adds what else is known about broken plugins that never reached the registry. */
  public void addDiagnosis(Supplier<List<PluginInfo>> source) {
    diagnoses.add(source);
  }

  private List<PluginInfo> diagnosis() {
    return diagnoses.stream().flatMap(d -> d.get().stream()).toList();
  }

  /** Every plugin that was added, usable or not. */
  public List<PluginInfo> found() {
    return snapshot.stream().map(Registration::info).toList();
  }

  /**
   * Adds a plugin, or lists it as broken: when making it fails or does not end, or when what it
   * says about itself cannot be used.
   *
   * @param kind its kind
   * @param className its class, for messages about a plugin that has no name
   * @param origin where it came from
   * @param maker makes or fetches the plugin; may throw anything
   * @return what to give to {@link #remove}
   */
  public Registration add(
      PluginKind kind, String className, Origin origin, Supplier<? extends Plugin> maker) {
    Registration registration = Inspection.of(kind, className, origin, maker);
    publish(registration);
    return registration;
  }

  /** Lists a plugin that could not even be found properly. */
  public Registration addBroken(PluginKind kind, String className, Origin origin, String problem) {
    Registration registration = Inspection.broken(kind, className, origin, problem);
    publish(registration);
    return registration;
  }

  private synchronized void publish(Registration registration) {
    List<Registration> next = new ArrayList<>(snapshot);
    next.add(registration);
    snapshot = List.copyOf(next);
    if (registration.usable()) {
      LOG.debug("plugin added: {}", registration);
    } else {
      LOG.warn("plugin skipped: {}: {}", registration, registration.info().problems().get(0));
    }
  }

  /** Takes a plugin out; new jobs do not see it, running jobs keep it. */
  public void remove(Registration registration) {
    registration.markRemoved();
    unpublish(registration);
    LOG.debug("plugin removed: {}", registration);
    removalListeners.forEach(Runnable::run);
  }

  private synchronized void unpublish(Registration registration) {
    snapshot = snapshot.stream().filter(r -> r != registration).toList();
  }

  /**
   * Takes all plugins of an owner out at once; new jobs do not see them, running jobs keep them.
   *
   * @return what was taken out
   */
  public List<Registration> retire(Object owner) {
    List<Registration> gone = withdraw(owner);
    removalListeners.forEach(Runnable::run);
    return gone;
  }

  /** What is wrong with the plugins of an owner; empty: all can be used. */
  public List<String> problems(Object owner) {
    return snapshot.stream()
        .filter(r -> r.ownedBy(owner) && !r.usable())
        .map(r -> "%s '%s' %s".formatted(r.kind().text(), r.name(), r.info().problems().get(0)))
        .toList();
  }

  private synchronized List<Registration> withdraw(Object owner) {
    List<Registration> gone = snapshot.stream().filter(r -> r.ownedBy(owner)).toList();
    gone.forEach(Registration::markRemoved);
    snapshot = snapshot.stream().filter(r -> !r.ownedBy(owner)).toList();
    return gone;
  }

  /**
   * The plugin that new jobs use.
   *
   * @throws PluginException when plugins of this name are there, but all are broken
   */
  public Optional<Registration> find(PluginKind kind, String name) {
    search();
    List<Registration> named =
        snapshot.stream().filter(r -> r.kind() == kind && r.name().equals(name)).toList();
    Optional<Registration> winner = winner(named);
    if (winner.isEmpty() && !named.isEmpty()) {
      Registration broken = named.get(0);
      throw new PluginException(
          "%s is broken: %s; replace or remove it"
              .formatted(broken, String.join("; ", broken.info().problems())));
    }
    return winner;
  }

  private static Optional<Registration> winner(List<Registration> named) {
    Registration best = null;
    for (Registration r : named) {
      if (r.usable() && (best == null || r.info().ranking() > best.info().ranking())) {
        best = r;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Names of the usable plugins of a kind, sorted. */
  public List<String> names(PluginKind kind) {
    search();
    return snapshot.stream()
        .filter(r -> r.kind() == kind && r.usable())
        .map(Registration::name)
        .distinct()
        .sorted()
        .toList();
  }

  /** Why a name was not found: what is there, the nearest name, and whether some are broken. */
  public String unknown(PluginKind kind, String name) {
    List<String> names = names(kind);
    String nearest =
        ParameterSchema.nearest(name, names).map(n -> " (did you mean '" + n + "'?)").orElse("");
    String there = names.isEmpty() ? "there are none" : "there are " + String.join(", ", names);
    long broken =
        Stream.concat(found().stream(), diagnosis().stream())
            .filter(p -> p.kind().equals(kind.code()) || p.kind().equals(JAR))
            .filter(p -> !p.problems().isEmpty())
            .count();
    return "unknown %s '%s'%s; %s%s"
        .formatted(
            kind.text(),
            name,
            nearest,
            there,
            broken == 0
                ? ""
                : "; %d more cannot be used, see 'octet plugins list'".formatted(broken));
  }

  /** Every plugin that was found, by kind and name; those that are not used say why. */
  public List<PluginInfo> list() {
    search();
    List<Registration> all = snapshot;
    List<PluginInfo> infos = new ArrayList<>();
    for (Registration r : all) {
      Optional<Registration> used =
          winner(
              all.stream().filter(o -> o.kind() == r.kind() && o.name().equals(r.name())).toList());
      boolean shadowed = r.usable() && used.isPresent() && used.get() != r;
      infos.add(shadowed ? r.infoWithProblem("not used: " + used.get() + " goes first") : r.info());
    }
    infos.addAll(diagnosis());
    infos.sort(
        Comparator.comparing((PluginInfo i) -> kindOrder(i.kind()))
            .thenComparing(PluginInfo::name)
            .thenComparing(i -> !i.problems().isEmpty()));
    return List.copyOf(infos);
  }

  private static int kindOrder(String code) {
    for (PluginKind kind : PluginKind.values()) {
      if (kind.code().equals(code)) {
        return kind.ordinal();
      }
    }
    return PluginKind.values().length;
  }

  /**
   * Takes plugins for a job; close the lease when the job has ended.
   *
   * @param caller the caller's switch; the lease has one of its own that follows it
   * @throws PluginException when the classes of one are gone already
   */
  public Lease lease(Collection<Registration> plugins, Cancellation caller) {
    synchronized (leases) {
      List<Registration> gone = plugins.stream().filter(Registration::unloaded).toList();
      if (!gone.isEmpty()) {
        throw Lease.removed(gone, null);
      }
      Lease lease = new Lease(plugins, caller.child(), this::forget);
      leases.add(lease);
      return lease;
    }
  }

  private void forget(Lease lease) {
    synchronized (leases) {
      leases.remove(lease);
    }
  }

  /**
   * Asks whether the classes of plugins that were {@link #retire retired} may go.
   *
   * @return whether no job holds them; then no job will
   */
  public boolean unload(List<Registration> retired) {
    synchronized (leases) {
      if (retired.stream().anyMatch(r -> r.leases() > 0)) {
        return false;
      }
      retired.forEach(Registration::markUnloaded);
      return true;
    }
  }

  /** Ends the jobs that hold one of these plugins, with an error that says so. */
  public void end(List<Registration> retired) {
    synchronized (leases) {
      leases.stream()
          .filter(l -> l.plugins().stream().anyMatch(retired::contains))
          .forEach(Lease::end);
    }
  }
}
