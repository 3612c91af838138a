package org.octet.api.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The {@code rt_info} of a model, an operation or a port: metadata of any depth, in order. Mutable,
 * not thread-safe.
 */
public final class RuntimeInfo {
  private final List<XmlElement> entries = new ArrayList<>();

  /** The entries, read-only. */
  public List<XmlElement> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** Appends an entry. */
  public void add(XmlElement entry) {
    entries.add(entry);
  }

  /** Removes the entries with this tag, then appends. */
  public void put(XmlElement entry) {
    entries.removeIf(e -> e.name().equals(entry.name()));
    entries.add(entry);
  }

  /** The first entry with this tag. */
  public Optional<XmlElement> find(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** Replaces the content. */
  public void setAll(List<XmlElement> newEntries) {
    entries.clear();
    entries.addAll(newEntries);
  }
}
