package org.octet.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** What every data loader must keep: samples by index, the same for any thread, at any time. */
public abstract class DataLoaderContract {
  private static final int THREADS = 4;

  /** Opens the data: at least two samples, all of them readable, not more than a few dozen. */
  protected abstract DataLoader open();

  @Test
  void samplesAreTheSameTwiceAndInEveryLoader() {
    try (DataLoader first = open();
        DataLoader second = open()) {
      assertThat(first.size()).isGreaterThanOrEqualTo(2).isEqualTo(second.size());
      for (int i = 0; i < first.size(); i++) {
        Content content = read(first, i);
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
      List<Content> alone = readAll(loader, 0);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<List<Content>>> results = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          int start = t;
          results.add(threads.submit(() -> readAll(loader, start)));
        }
        for (Future<List<Content>> result : results) {
          assertThat(result.get()).containsExactlyInAnyOrderElementsOf(alone);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void closingOneSampleLeavesTheOthersAlone() {
    try (DataLoader loader = open()) {
      Content expected = read(loader, 1);
      Sample gone = loader.get(0);
      try (Sample kept = loader.get(1)) {
        gone.close();
        gone.close();
        for (int i = 0; i < loader.size(); i++) {
          read(loader, 0);
        }
        assertThat(Content.of(kept)).isEqualTo(expected);
      }
    }
  }

  @Test
  void indicesOutsideAreRefused() {
    try (DataLoader loader = open()) {
      assertThatThrownBy(() -> loader.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> loader.get(loader.size()))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void closesTwice() {
    DataLoader loader = open();
    read(loader, 0);
    loader.close();
    loader.close();
  }

  private static List<Content> readAll(DataLoader loader, int start) {
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < loader.size(); i++) {
      contents.add(read(loader, (start + i) % loader.size()));
    }
    return contents;
  }

  private static Content read(DataLoader loader, int index) {
    try (Sample sample = loader.get(index)) {
      return Content.of(sample);
    }
  }

  /** A deep copy of a sample that can be compared. */
  private record Content(String id, Map<String, TensorContent> data, Optional<Object> annotation) {
    static Content of(Sample sample) {
      Map<String, TensorContent> copies = new LinkedHashMap<>();
      sample.data().forEach((name, tensor) -> copies.put(name, TensorContent.of(tensor)));
      return new Content(sample.id(), copies, sample.annotation().map(Content::comparable));
    }

    private static Object comparable(Annotation annotation) {
      if (annotation instanceof Annotation.Mask mask) {
        return List.of(TensorContent.of(mask.classes()), mask.ignoreIndex());
      }
      return annotation instanceof Annotation.Target target
          ? TensorContent.of(target.tensor())
          : annotation;
    }
  }

  /** Bytes compared by value, as a buffer. */
  private record TensorContent(ElementType type, Shape shape, ByteBuffer bytes) {
    static TensorContent of(Tensor tensor) {
      byte[] copy = new byte[tensor.bytes().remaining()];
      tensor.bytes().get(copy);
      return new TensorContent(tensor.type(), tensor.shape(), ByteBuffer.wrap(copy));
    }
  }
}
