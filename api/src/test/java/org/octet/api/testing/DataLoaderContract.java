package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Tensor;

/** What every data loader must keep: samples by index, the same for any thread, at any time. */
public abstract class DataLoaderContract {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final int ROUNDS = 20;

  /** Opens the data: at least two samples, all of them readable, not more than a few dozen. */
  protected abstract DataLoader open();

  @Test
  void samplesAreTheSameTwiceAndInEveryLoader() {
    try (DataLoader first = open();
        DataLoader second = open()) {
      assertThat(first.size()).isGreaterThanOrEqualTo(2).isEqualTo(second.size());
      for (int i = 0; i < first.size(); i++) {
        Contents.Read content = read(first, i);
        assertThat(read(first, i)).isEqualTo(content);
        assertThat(read(second, i)).isEqualTo(content);
      }
    }
  }

  @Test
  void idsTellTheSamplesApart() {
    try (DataLoader loader = open()) {
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < loader.size(); i++) {
        String id = read(loader, i).id();
        assertThat(id).isNotBlank();
        assertThat(ids.add(id)).as("id '%s' only once", id).isTrue();
      }
    }
  }

  @Test
  void fingerprintsAreTheSameTwiceAndTellTheSamplesApart() {
    try (DataLoader first = open();
        DataLoader second = open()) {
      Set<String> fingerprints = new HashSet<>();
      for (int i = 0; i < first.size(); i++) {
        Optional<String> fingerprint = first.fingerprint(i);
        read(first, i);
        assertThat(first.fingerprint(i)).isEqualTo(fingerprint);
        assertThat(second.fingerprint(i)).isEqualTo(fingerprint);
        fingerprint.ifPresent(f -> assertThat(fingerprints.add(f)).isTrue());
      }
    }
  }

  @Test
  void tensorsAreDirectAndFinite() {
    try (DataLoader loader = open();
        Sample sample = loader.get(0)) {
      assertThat(sample.data()).isNotEmpty();
      for (Tensor t : sample.data().values()) {
        assertThat(t.bytes().isDirect()).isTrue();
        assertThat(t.shape().elements()).isPositive();
        if (t.type() == ElementType.F32) {
          for (float v : t.toFloats()) {
            assertThat(v).isFinite();
          }
        }
      }
    }
  }

  @Test
  void threadsGetWhatOneThreadGets() throws Exception {
    try (DataLoader loader = open()) {
      List<Contents.Read> alone = readAll(loader, 0);
      for (List<Contents.Read> result : Together.run(t -> () -> readAll(loader, t))) {
        assertThat(result).containsExactlyInAnyOrderElementsOf(alone);
      }
    }
  }

  @Test
  void twoLoadersAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    List<Contents.Read> alone;
    try (DataLoader loader = open()) {
      alone = readAll(loader, 0);
    }
    try (DataLoader first = open();
        DataLoader second = open()) {
      for (List<Contents.Read> result :
          Together.run(t -> () -> readAll(t % 2 == 0 ? first : second, 0))) {
        assertThat(result).isEqualTo(alone);
      }
    }
  }

  @Test
  void theOrderOfReadingDoesNotMatter() {
    try (DataLoader loader = open();
        DataLoader other = open()) {
      List<Contents.Read> forward = readAll(loader, 0);
      List<Contents.Read> backward = new ArrayList<>();
      for (int i = other.size() - 1; i >= 0; i--) {
        backward.add(0, read(other, i));
      }
      assertThat(backward).isEqualTo(forward);
    }
  }

  @Test
  void theSizeStays() {
    try (DataLoader loader = open()) {
      int size = loader.size();
      readAll(loader, 0);
      assertThat(loader.size()).isEqualTo(size);
    }
  }

  @Test
  void everySampleHasTensorsOfTheSameNames() {
    try (DataLoader loader = open()) {
      Set<String> names = read(loader, 0).data().keySet();
      for (int i = 1; i < loader.size(); i++) {
        assertThat(read(loader, i).data().keySet()).isEqualTo(names);
      }
    }
  }

  @Test
  void idsSuitOneLine() {
    try (DataLoader loader = open()) {
      assertThat(DataLoaders.ids(loader)).allSatisfy(id -> assertThat(id).doesNotContain("\n"));
    }
  }

  /** Whoever gets a sample may write into it, where the memory can be written. */
  @Test
  void aSampleThatIsWrittenIntoIsReadAnew() {
    try (DataLoader loader = open()) {
      Contents.Read before = read(loader, 0);
      try (Sample sample = loader.get(0)) {
        for (Tensor tensor : sample.data().values()) {
          ByteBuffer bytes = tensor.bytes();
          while (!bytes.isReadOnly() && bytes.hasRemaining()) {
            bytes.put((byte) 0x55);
          }
        }
      }
      assertThat(read(loader, 0)).isEqualTo(before);
    }
  }

  @Test
  void notesAreTheSameTwice() {
    try (DataLoader loader = open()) {
      assertThat(loader.notes()).isEqualTo(loader.notes()).doesNotContainNull();
    }
  }

  @Test
  void closingOneSampleLeavesTheOthersAlone() {
    try (DataLoader loader = open()) {
      Contents.Read expected = read(loader, 1);
      Sample gone = loader.get(0);
      try (Sample kept = loader.get(1)) {
        gone.close();
        gone.close();
        for (int i = 0; i < loader.size(); i++) {
          read(loader, 0);
        }
        assertThat(Contents.of(kept)).isEqualTo(expected);
      }
    }
  }

  @Test
  void indicesOutsideAreRefused() {
    try (DataLoader loader = open()) {
      for (int index : new int[] {-1, loader.size(), Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> loader.get(index))
            .as("index %d", index)
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void closesTwice() {
    DataLoader loader = open();
    read(loader, 0);
    loader.close();
    loader.close();
  }

  /** The right sample or an error, and never the end of the process. */
  @Test
  void useAfterCloseIsHarmless() {
    DataLoader loader = open();
    Contents.Read expected = read(loader, 0);
    loader.close();
    rightOrRefused(loader, expected);
  }

  @Test
  void closingWhileOthersReadIsHarmless() throws Exception {
    DataLoader loader = open();
    Contents.Read expected = read(loader, 0);
    Together.run(
        t ->
            () -> {
              for (int i = 0; i < ROUNDS; i++) {
                if (t == 0 && i == ROUNDS / 2) {
                  loader.close();
                }
                rightOrRefused(loader, expected);
              }
              return t;
            });
  }

  private static void rightOrRefused(DataLoader loader, Contents.Read expected) {
    Contents.Read read;
    try {
      read = read(loader, 0);
    } catch (RuntimeException e) {
      assertThat(e).as("an error that says something").hasMessageMatching("(?s).+");
      return;
    }
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void filesAreClosed() throws IOException {
    assumeTrue(Files.isDirectory(OPEN_FILES));
    useOnce(); // classes and libraries that are loaded on the way
    useOnce();
    long before = openFiles();
    for (int i = 0; i < ROUNDS; i++) {
      useOnce();
    }
    assertThat(openFiles()).isLessThan(before + ROUNDS / 2);
  }

  private void useOnce() {
    try (DataLoader loader = open()) {
      readAll(loader, 0);
      loader.fingerprint(0);
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.count();
    }
  }

  private static List<Contents.Read> readAll(DataLoader loader, int start) {
    List<Contents.Read> contents = new ArrayList<>();
    for (int i = 0; i < loader.size(); i++) {
      contents.add(read(loader, (start + i) % loader.size()));
    }
    return contents;
  }

  private static Contents.Read read(DataLoader loader, int index) {
    try (Sample sample = loader.get(index)) {
      return Contents.of(sample);
    }
  }
}
