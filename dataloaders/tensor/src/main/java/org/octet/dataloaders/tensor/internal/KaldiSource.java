package org.octet.dataloaders.tensor.internal;

import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.octet.dataloaders.files.Content;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Fingerprint;
import org.octet.dataloaders.files.NumberArray;
import org.octet.dataloaders.files.Samples;

/**
 * The utterances of Kaldi archives, or their frames. Immutable, thread-safe.
 *
 * @param utterances in the order of the archives
 * @param ends up to which sample each utterance goes; null: each is one sample
 */
record KaldiSource(List<Utterance> utterances, int[] ends) implements ArraySource {
  /**
   * An utterance.
   *
   * @param key its name
   * @param arrays its matrices by the name of their archive
   */
  record Utterance(String key, Map<String, NumberArray> arrays) {
    long frames() {
      return arrays.values().iterator().next().shape().dim(0);
    }
  }

  /**
   * Opens archives.
   *
   * @param wanted names of archives, one for each input; empty: all, for the only input
   * @param frames whether frames are samples
   * @throws IOException when an archive is damaged, or archives do not belong together
   */
  static KaldiSource open(FileList files, List<String> wanted, boolean frames) throws IOException {
    List<Utterance> utterances =
        wanted.isEmpty() || wanted.equals(List.of(ONLY))
            ? chained(files)
            : joined(files, wanted, frames);
    return new KaldiSource(utterances, frames ? ends(utterances) : null);
  }

  private static List<Utterance> chained(FileList files) throws IOException {
    List<Utterance> all = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (String name : files.names()) {
      for (Ark.Matrix matrix : read(files, name)) {
        if (!keys.add(matrix.key())) {
          throw new IOException("%s: '%s' is there twice".formatted(name, matrix.key()));
        }
        all.add(new Utterance(matrix.key(), Map.of(ONLY, matrix.rows())));
      }
    }
    return all;
  }

  private static List<Utterance> joined(FileList files, List<String> wanted, boolean frames)
      throws IOException {
    Map<String, Map<String, NumberArray>> byKey = new LinkedHashMap<>();
    for (String array : wanted) {
      for (Ark.Matrix matrix : read(files, file(files, array))) {
        Map<String, NumberArray> arrays =
            byKey.computeIfAbsent(matrix.key(), k -> new LinkedHashMap<>());
        if (arrays.put(array, matrix.rows()) != null) {
          throw new IOException("%s: '%s' is there twice".formatted(array, matrix.key()));
        }
      }
    }
    List<Utterance> all = new ArrayList<>();
    for (var entry : byKey.entrySet()) {
      Map<String, NumberArray> arrays = entry.getValue();
      long lengths = arrays.values().stream().map(a -> a.shape().dim(0)).distinct().count();
      if (arrays.size() < wanted.size() || frames && lengths > 1) {
        throw new IOException(
            "'%s' is not in all archives with as many frames: %s"
                .formatted(
                    entry.getKey(),
                    arrays.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue().shape())
                        .toList()));
      }
      all.add(new Utterance(entry.getKey(), arrays));
    }
    return all;
  }

  private static String file(FileList files, String array) throws IOException {
    return files.names().stream()
        .filter(n -> n.equals(array) || n.equals(array + ".ark"))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "there is no archive '%s.ark'; there are %s"
                        .formatted(array, String.join(", ", files.names()))));
  }

  private static List<Ark.Matrix> read(FileList files, String name) throws IOException {
    try {
      return Ark.read(Content.read(files.file(name)));
    } catch (IOException e) {
      throw new IOException(name + ": " + Samples.reason(e), e);
    }
  }

  private static int[] ends(List<Utterance> utterances) throws IOException {
    int[] ends = new int[utterances.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += utterances.get(i).frames();
      if (end > Integer.MAX_VALUE) {
        throw new IOException("more than %d frames".formatted(Integer.MAX_VALUE));
      }
      ends[i] = (int) end;
    }
    return ends;
  }

  private int utterance(int sample) {
    if (ends == null) {
      return sample;
    }
    int found = Arrays.binarySearch(ends, sample);
    // a sample at an end belongs to the next utterance
    return found >= 0 ? found + 1 : -found - 1;
  }

  private int frame(int sample, int utterance) {
    return utterance == 0 ? sample : sample - ends[utterance - 1];
  }

  @Override
  public List<String> ids() {
    int size = ends == null ? utterances.size() : ends[ends.length - 1];
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        int at = utterance(Objects.checkIndex(index, size));
        String key = utterances.get(at).key();
        return ends == null ? key : key + "#" + frame(index, at);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  @Override
  public Map<String, NumberArray> read(int index) {
    int at = utterance(index);
    Map<String, NumberArray> arrays = utterances.get(at).arrays();
    if (ends == null) {
      return arrays;
    }
    Map<String, NumberArray> rows = new LinkedHashMap<>();
    arrays.forEach((name, array) -> rows.put(name, array.row(frame(index, at))));
    return rows;
  }

  @Override
  public Fingerprint addTo(Fingerprint fingerprint, int index) {
    read(index)
        .forEach(
            (name, array) ->
                fingerprint
                    .add(name)
                    .add(array.type() + array.shape().toString())
                    .add(array.bytes()));
    return fingerprint;
  }
}
