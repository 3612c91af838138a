package org.octet.dataloaders.files;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** Samples that are parts of files: the first file's parts, then the second's, …. Immutable. */
public final class Parts {
  private final int[] first;

  /**
   * @param files number of files
   * @param count number of parts of each
   * @throws ArithmeticException when there are more than fit an int
   */
  public Parts(int files, IntUnaryOperator count) {
    first = new int[files + 1];
    for (int i = 0; i < files; i++) {
      first[i + 1] = Math.addExact(first[i], count.applyAsInt(i));
    }
  }

  /** Number of parts of all files. */
  public int size() {
    return first[first.length - 1];
  }

  /**
   * The file that a part belongs to.
   *
   * @throws IndexOutOfBoundsException when there is no such part
   */
  public int file(int index) {
    Objects.checkIndex(index, size());
    int found = Arrays.binarySearch(first, index);
    if (found < 0) {
      return -found - 2;
    }
    while (first[found + 1] == index) {
      found++; // files without parts
    }
    return found;
  }

  /** Which part of its file it is, from 0. */
  public int part(int index) {
    return index - first[file(index)];
  }

  /** Whether it is the only part of its file. */
  public boolean single(int index) {
    int file = file(index);
    return first[file + 1] - first[file] == 1;
  }

  /** The file's name, and {@code #} and the part where it has several. */
  public String id(String name, int index) {
    return single(index) ? name : name + "#" + part(index);
  }
}
