package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.IntFunction;
import org.octet.api.error.InputException;

/**
 * Sequences of token ids in a file. Thread-safe.
 *
 * @param size number of sequences
 * @param ids of the samples by index
 * @param sequences token ids by index, each at least one
 */
record TokenSequences(int size, IntFunction<String> ids, IntFunction<long[]> sequences) {

  /**
   * Opens an {@code .npy} array [sequences, tokens], or a text of one sequence per line.
   *
   * @throws InputException when the file is damaged or holds none
   */
  static TokenSequences open(Path file) {
    byte[] bytes = TextFile.bytes(file, "data file");
    try {
      return of(file.getFileName().toString(), bytes);
    } catch (IOException e) {
      throw new InputException("data file '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Takes the content of a file.
   *
   * @param name of the file, for ids
   * @throws IOException with the reason when it is damaged or holds none
   */
  static TokenSequences of(String name, byte[] bytes) throws IOException {
    return Npy.isOne(bytes) ? array(name, Npy.parse(bytes)) : text(name, TextFile.decode(bytes));
  }

  private static TokenSequences array(String name, Npy array) throws IOException {
    if (array.shape().length != 2 || array.shape()[0] == 0 || array.shape()[1] == 0) {
      throw new IOException(
          "its shape is %s; it must be [sequences, tokens], both at least 1"
              .formatted(Arrays.toString(array.shape())));
    }
    for (int i = 0; i < array.shape()[0]; i++) {
      for (long id : array.row(i)) {
        check(id, "sequence " + i);
      }
    }
    return new TokenSequences(array.shape()[0], i -> name + "#" + i, array::row);
  }

  private static TokenSequences text(String name, String text) throws IOException {
    List<Integer> lines = new ArrayList<>();
    List<long[]> sequences = new ArrayList<>();
    for (PlainLines.Line line : PlainLines.of(text)) {
      lines.add(line.number());
      sequences.add(parse(line.text(), "line " + line.number()));
    }
    if (sequences.isEmpty()) {
      throw new IOException("it is empty");
    }
    return new TokenSequences(
        sequences.size(), i -> name + ":" + lines.get(i), i -> sequences.get(i).clone());
  }

  private static long[] parse(String line, String where) throws IOException {
    StringTokenizer words = new StringTokenizer(line, " ,;\t");
    if (!words.hasMoreTokens()) {
      throw new IOException(where + " has no token ids");
    }
    long[] ids = new long[words.countTokens()];
    for (int i = 0; i < ids.length; i++) {
      String word = words.nextToken();
      try {
        ids[i] = Long.parseLong(word);
      } catch (NumberFormatException e) {
        throw new IOException("%s: '%s' is no token id (a whole number)".formatted(where, word), e);
      }
      check(ids[i], where);
    }
    return ids;
  }

  private static void check(long id, String where) throws IOException {
    if (id < 0) {
      throw new IOException("%s: the token id %d is negative".formatted(where, id));
    }
  }
}
