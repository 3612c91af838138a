package org.octet.dataloaders.text.internal;

/** A column of a table, as the user named it. */
sealed interface Column {
  /**
   * By position.
   *
   * @param index from 0
   */
  record Index(int index) implements Column {
    @Override
    public String toString() {
      return "column " + index;
    }
  }

  /**
   * By its name in the header, or the key of a JSON object.
   *
   * @param name exactly as it is there
   */
  record Name(String name) implements Column {
    @Override
    public String toString() {
      return "column '" + name + "'";
    }
  }

  /** A number is a position, anything else a name. */
  static Column of(String text) {
    return text.matches("[0-9]{1,6}") ? new Index(Integer.parseInt(text)) : new Name(text);
  }
}
