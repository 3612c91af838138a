package org.octet.dataloaders.tensor.internal;

import java.util.AbstractList;
import java.util.Objects;

/** The ids {@code name#0}, {@code name#1}, …, made when they are asked for. Immutable. */
final class RowIds extends AbstractList<String> {
  private final String name;
  private final int size;

  RowIds(String name, int size) {
    this.name = name;
    this.size = size;
  }

  @Override
  public String get(int index) {
    return name + "#" + Objects.checkIndex(index, size);
  }

  @Override
  public int size() {
    return size;
  }
}
