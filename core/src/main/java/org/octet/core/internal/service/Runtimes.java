package org.octet.core.internal.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.core.internal.execution.Blame;
import org.octet.core.internal.job.Chosen;
import org.octet.core.internal.registry.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open runtimes. Opening one loads native libraries, so it stays open for the next job, until
 * its plugin is removed or Octet is closed, and no job uses it. Thread-safe.
 */
final class Runtimes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Runtimes.class);

  private final List<Entry> entries = new ArrayList<>();
  private boolean closed;

  private static final class Entry {
    private final Registration registration;
    private final Map<String, String> parameters;
    private final InferenceRuntime runtime;
    private int users;

    Entry(Registration registration, Map<String, String> parameters, InferenceRuntime runtime) {
      this.registration = registration;
      this.parameters = parameters;
      this.runtime = runtime;
    }
  }

  /** A runtime while a job uses it; closing it gives it back. */
  final class Use implements AutoCloseable {
    private final Entry entry;
    private boolean open = true;

    private Use(Entry entry) {
      this.entry = entry;
      entry.users++;
    }

    InferenceRuntime runtime() {
      return entry.runtime;
    }

    @Override
    public void close() {
      synchronized (Runtimes.this) {
        if (open) {
          open = false;
          entry.users--;
          closeUnused();
        }
      }
    }
  }

  /**
   * The runtime of a provider with these parameters, opened if it is not open yet.
   *
   * @throws org.octet.api.error.InferenceException when it cannot be opened
   */
  synchronized Use use(Chosen<RuntimeProvider> chosen) {
    if (closed) {
      throw new InputException("this Octet is closed; make a new one");
    }
    closeUnused();
    Map<String, String> parameters = new TreeMap<>();
    chosen.parameters().asMap().forEach((k, v) -> parameters.put(k, text(v)));
    for (Entry entry : entries) {
      if (entry.registration == chosen.registration() && entry.parameters.equals(parameters)) {
        return new Use(entry);
      }
    }
    InferenceRuntime runtime =
        Blame.on(chosen.registration().toString(), () -> chosen.plugin().open(chosen.parameters()));
    if (runtime == null) {
      throw new PluginException(chosen.registration() + " opened nothing");
    }
    Entry entry = new Entry(chosen.registration(), parameters, runtime);
    entries.add(entry);
    return new Use(entry);
  }

  private static String text(Object value) {
    return value instanceof double[] numbers
        ? Arrays.toString(numbers)
        : value instanceof int[] size ? Arrays.toString(size) : value.toString();
  }

  /** Closes the runtimes that no job uses, and that no job will use again. */
  synchronized void closeUnused() {
    for (Iterator<Entry> i = entries.iterator(); i.hasNext(); ) {
      Entry entry = i.next();
      if (entry.users == 0 && (closed || entry.registration.removed())) {
        i.remove();
        close(entry);
      }
    }
  }

  private static void close(Entry entry) {
    try {
      entry.runtime.close();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("cannot close {}", entry.registration, e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeUnused();
  }
}
