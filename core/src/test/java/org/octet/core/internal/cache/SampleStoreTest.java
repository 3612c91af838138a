package org.octet.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.SkippedSample;

/** What is kept comes back as it was, or not at all. */
class SampleStoreTest {
  private static final int[] LENGTHS = {3, 2};
  private static final String KEY = "ab".repeat(32);
  private static final Map<String, String> PROPERTIES = Map.of("NUM_STREAMS", "2");

  @TempDir private Path folder;
  private StatisticsCache cache;
  private Path file;

  @BeforeEach
  void open() {
    cache = new StatisticsCache(folder.resolve("statistics"), 1 << 20);
    file = folder.resolve("statistics").resolve(KEY + ".statistics");
  }

  private SampleStore store() {
    return cache.open(KEY, LENGTHS);
  }

  private static ByteBuffer name(int i) {
    return SampleStore.name("sample " + i);
  }

  private static SampleRecord record(int i) {
    return switch (i % 3) {
      case 0 -> SampleRecord.of(new float[][] {{i, -0f, Float.MIN_VALUE}, {1f / i, i}});
      case 1 -> SampleRecord.of(new float[][] {{i, 2, 3}, null});
      default -> SampleRecord.of(new SkippedSample("sämple-" + i, "reason " + i));
    };
  }

  private static String text(SampleRecord record) {
    return Arrays.deepToString(record.values()) + record.skipped();
  }

  private Optional<String> write(int from, int to) {
    try (SampleStore store = store()) {
      for (int i = from; i < to; i++) {
        store.append(name(i), record(i), PROPERTIES);
      }
      return store.problem();
    }
  }

  private void assertHolds(int from, int to) {
    try (SampleStore store = store()) {
      for (int i = from; i < to; i++) {
        assertThat(store.has(name(i))).as("sample %d", i).isTrue();
        assertThat(text(store.read(name(i)))).isEqualTo(text(record(i)));
      }
      assertThat(store.properties()).isEqualTo(PROPERTIES);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.toList();
    }
  }

  @Test
  void recordsComeBackAndMoreCanFollow() throws IOException {
    write(0, 6);
    assertHolds(0, 6);
    assertThat(write(6, 9)).isEmpty();
    assertHolds(0, 9);
    assertThat(files()).containsExactly(file);
    try (SampleStore store = store()) {
      assertThat(store.has(name(9))).isFalse();
    }
  }

  @Test
  void nothingIsMadeForNothing() {
    write(0, 0);
    assertThat(folder.resolve("statistics")).doesNotExist();
  }

  @Test
  void aFileCutAnywhereKeepsItsWholeRecords() throws IOException {
    write(0, 1);
    long one = Files.size(file);
    write(1, 4);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (SampleStore store = store()) {
        assertThat(store.has(name(0))).isEqualTo(length >= one);
        assertThat(store.has(name(3))).isFalse();
      }
      write(0, 4);
      assertHolds(0, 4);
    }
    assertThat(files()).containsExactly(file);
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    write(0, 4);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      try (SampleStore store = store()) {
        for (int i = 0; i < 4; i++) {
          if (store.has(name(i))) {
            assertThat(text(store.read(name(i)))).isEqualTo(text(record(i)));
          }
        }
        assertThat(store.has(name(3))).as("byte %d", at).isFalse();
      }
      write(0, 4);
      assertHolds(0, 4);
    }
  }

  @Test
  void anotherLayoutOrKeyIsNotTaken() throws IOException {
    write(0, 3);
    try (SampleStore other = cache.open(KEY, new int[] {2, 3})) {
      assertThat(other.has(name(0))).isFalse();
    }
    String key = "cd".repeat(32);
    Files.copy(file, file.resolveSibling(key + ".statistics"));
    try (SampleStore other = cache.open(key, LENGTHS)) {
      assertThat(other.has(name(0))).isFalse();
    }
  }

  @Test
  void twoWritersDoNotDisturbEachOther() {
    write(0, 1);
    try (SampleStore first = store();
        SampleStore second = store()) {
      for (int i = 1; i < 200; i++) {
        first.append(name(i), record(i), PROPERTIES);
        second.append(name(i + 100), record(i + 100), PROPERTIES);
      }
    }
    assertHolds(0, 300);
  }

  @Test
  void whatCannotBeWrittenIsNoError() throws IOException {
    Path occupied = Files.writeString(folder.resolve("file"), "");
    cache = new StatisticsCache(occupied.resolve("statistics"), 1 << 20);
    assertThat(write(0, 3)).isPresent();
    assertThat(occupied).isEmptyFile();
    cache = new StatisticsCache(Path.of("/proc/octet/statistics"), 1 << 20);
    assertThat(write(0, 3)).isPresent();
    Files.createDirectories(file);
    cache = new StatisticsCache(file.getParent(), 1 << 20);
    assertThat(write(0, 3)).isPresent();
    assertThat(files()).containsExactly(file);
  }

  @Test
  void oneFileIsBounded() throws IOException {
    cache = new StatisticsCache(file.getParent(), 2000);
    write(0, 1000);
    assertThat(Files.size(file)).isBetween(1500L, 2000L);
    assertHolds(0, 10);
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() throws IOException {
    String[] keys = new String[4];
    for (int k = 0; k < keys.length; k++) {
      keys[k] = Integer.toString(k).repeat(64);
      try (SampleStore store = cache.open(keys[k], LENGTHS)) {
        store.append(name(0), record(0), PROPERTIES);
      }
      Path path = file.resolveSibling(keys[k] + ".statistics");
      Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(1000 - k)));
    }
    try (SampleStore store = cache.open(keys[0], LENGTHS)) {
      store.read(name(0));
    }
    Path abandoned = Files.writeString(file.resolveSibling("." + KEY + ".statistics.x"), "");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minusSeconds(7200)));
    Path begun = Files.writeString(file.resolveSibling("." + KEY + ".statistics.y"), "");
    long one = Files.size(file.resolveSibling(keys[0] + ".statistics"));
    new StatisticsCache(file.getParent(), 2 * one).trim();
    assertThat(files())
        .containsExactlyInAnyOrder(
            file.resolveSibling(keys[0] + ".statistics"),
            file.resolveSibling(keys[3] + ".statistics"),
            begun);
  }
}
