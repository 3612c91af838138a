package org.octet.dataloaders.audio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DataLoaders;

/** Files, windows, labels, tensors. */
class AudioLoaderTest {
  private static final float UNIT = 1 / 32_768f;

  @TempDir Path folder;

  @Test
  void windowsAreSamples() {
    Sounds.write(folder, "b.wav", 7);
    Sounds.write(folder, "a.wav", 10);
    try (DataLoader loader = Sounds.open(folder, "window=4", "hop=3")) {
      assertThat(DataLoaders.ids(loader))
          .containsExactly("a.wav#0", "a.wav#1", "a.wav#2", "b.wav#0", "b.wav#1");
      assertThat(DataLoaders.tensor(loader, 1).shape()).isEqualTo(Shape.of(1, 4));
      assertThat(Sounds.values(loader, 1)).containsExactly(4 * UNIT, 5 * UNIT, 6 * UNIT, 7 * UNIT);
      assertThat(Sounds.values(loader, 4)).containsExactly(4 * UNIT, 5 * UNIT, 6 * UNIT, 7 * UNIT);
    }
    try (DataLoader loader = Sounds.open(folder.resolve("b.wav"), "window=4", "tail=pad")) {
      assertThat(loader.size()).isEqualTo(2);
      assertThat(Sounds.values(loader, 1)).containsExactly(5 * UNIT, 6 * UNIT, 7 * UNIT, 0);
    }
    try (DataLoader loader = Sounds.open(folder.resolve("b.wav"), "window=8")) {
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("7 samples are shorter than a window of 8");
    }
  }

  @Test
  void stepsAreTheFirstAxis() {
    Path file = Sounds.write(folder, "a.wav", 7);
    try (DataLoader loader =
        Sounds.open(file, "window=5", "hop=3", "pad-left=2", "windows=steps", "leading-axes=0")) {
      Tensor t = DataLoaders.tensor(loader, 0);
      assertThat(t.shape()).isEqualTo(Shape.of(2, 5));
      assertThat(t.toFloats())
          .containsExactly(
              0, 0, UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT, 3 * UNIT, 4 * UNIT, 5 * UNIT, 6 * UNIT);
    }
    try (DataLoader loader = Sounds.open(file, "window=7", "windows=steps")) {
      assertThat(DataLoaders.tensor(loader, 0).shape()).isEqualTo(Shape.of(1, 1, 7));
    }
  }

  @Test
  void lengthAndPeak() {
    Path file = Sounds.write(folder, "a.wav", 4);
    try (DataLoader loader = Sounds.open(file, "length=6", "peak=max", "leading-axes=2")) {
      Tensor t = DataLoaders.tensor(loader, 0);
      assertThat(t.shape()).isEqualTo(Shape.of(1, 1, 6));
      assertThat(t.toFloats()).containsExactly(0.25f, 0.5f, 0.75f, 1, 0, 0);
    }
    ByteBuffer negative = Sounds.wav(2);
    negative.putShort(Sounds.HEADER, (short) -4);
    Path other = Sounds.write(folder, "n.wav", negative.array());
    try (DataLoader loader =
            Sounds.open(other, "length=1", "peak=abs", "mean=1", "scale=2", "input=x");
        Sample s = loader.get(0)) {
      assertThat(s.data().get("x").toFloats()).containsExactly(-1);
    }
  }

  /** Programs that write to a pipe do not know the length when they begin. */
  @Test
  void aLengthThatWasNotKnownIsTheRest() {
    ByteBuffer piped = Sounds.wav(5);
    piped.putInt(40, -1);
    try (DataLoader loader =
        Sounds.open(Sounds.write(folder, "a.wav", piped.array()), "window=2", "tail=pad")) {
      assertThat(loader.size()).isEqualTo(3);
      assertThat(Sounds.values(loader, 2)).containsExactly(5 * UNIT, 0);
    }
  }

  @Test
  void labelsOfNamesFoldersAndTables() {
    Sounds.write(folder, "1_ann_0.wav", 3);
    Sounds.write(folder, "4_bob_0.wav", 3);
    assertLabels(Sounds.open(folder, "label-pattern=^([0-9])_"), 1, 4);
    assertLabels(Sounds.open(folder, "label-pattern=_([a-z]+)_"), 0, 1);
    Sounds.write(folder, "l.csv", "4_bob_0.wav,9\n".getBytes(StandardCharsets.UTF_8));
    assertLabels(Sounds.open(folder, "labels=l.csv"), 9);
    assertThatThrownBy(() -> Sounds.open(folder, "label-pattern=[0-9"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no regular expression");
    assertThatThrownBy(() -> Sounds.open(folder, "label-pattern=[0-9]"))
        .hasMessageContaining("needs a group");
    assertThatThrownBy(() -> Sounds.open(folder, "label-pattern=(x)"))
        .hasMessageContaining("matches no file");
    Sounds.write(folder, "deep/no/5.wav", 3);
    Sounds.write(folder, "deep/yes/5.wav", 3);
    assertLabels(Sounds.open(folder.resolve("deep")), 0, 1);
  }

  private static void assertLabels(DataLoader loader, int... labels) {
    try (loader) {
      assertThat(loader.size()).isEqualTo(labels.length);
      for (int i = 0; i < labels.length; i++) {
        try (Sample s = loader.get(i)) {
          assertThat(s.annotation()).isEqualTo(Optional.of(new ClassLabel(labels[i])));
        }
      }
    }
  }

  @Test
  void kaldiKeysHaveLabelsToo() {
    Path ark = Sounds.fixture("float.ark");
    assertLabels(Sounds.open(ark, "label-pattern=-([a-c])"), 2, 0, 1);
    Path table = Sounds.write(folder, "l.csv", "utt-a,3\n".getBytes(StandardCharsets.UTF_8));
    assertLabels(Sounds.open(ark, "labels=" + table), 3);
    try (DataLoader loader = Sounds.open(ark)) {
      assertThat(DataLoaders.ids(loader)).containsExactly("Utt-c", "utt-a", "utt-b");
      assertThat(DataLoaders.tensor(loader, 0).shape()).isEqualTo(Shape.of(1, 12, 5));
    }
    assertThatThrownBy(() -> Sounds.open(ark, "features=mfcc"))
        .hasMessageContaining("holds features already");
  }

  @Test
  void framesOfKaldisRecordsAreSamples() {
    Path ark = Sounds.fixture("float.ark");
    try (DataLoader whole = Sounds.open(ark);
        DataLoader frames = Sounds.open(ark, "records=frames")) {
      int at = 0;
      for (int i = 0; i < whole.size(); i++) {
        float[] all = DataLoaders.tensor(whole, i).toFloats();
        Shape shape = DataLoaders.tensor(whole, i).shape();
        int rows = (int) shape.dim(1);
        int columns = (int) shape.dim(2);
        for (int row = 0; row < rows; row++, at++) {
          assertThat(frames.get(at).id()).isEqualTo(whole.get(i).id() + "#" + row);
          assertThat(DataLoaders.tensor(frames, at).shape()).isEqualTo(Shape.of(1, columns));
          assertThat(DataLoaders.tensor(frames, at).toFloats())
              .containsExactly(
                  java.util.Arrays.copyOfRange(all, row * columns, (row + 1) * columns));
        }
      }
      assertThat(frames.size()).isEqualTo(at);
      assertThat(frames.fingerprint(0)).isPresent().isNotEqualTo(frames.fingerprint(1));
    }
  }

  @Test
  void framesOfRealFeaturesAreTheSameInAllForms() {
    try (DataLoader binary = Sounds.open(Sounds.data("audio/kaldi/feats.ark"), "records=frames");
        DataLoader text =
            Sounds.open(Sounds.data("audio/kaldi/feats_ascii.ark"), "records=frames")) {
      assertThat(binary.size()).isGreaterThan(1000);
      for (int i = 0; i < Math.min(binary.size(), text.size()); i += 97) {
        float[] printed = DataLoaders.tensor(text, i).toFloats();
        float[] exact = DataLoaders.tensor(binary, i).toFloats();
        assertThat(text.get(i).id()).isEqualTo(binary.get(i).id());
        for (int j = 0; j < exact.length; j++) {
          assertThat(printed[j])
              .isCloseTo(exact[j], within(1e-5f * Math.max(1, Math.abs(exact[j]))));
        }
      }
    }
  }

  @Test
  void wrongParametersAreNamed() {
    Path file = Sounds.write(folder, "a.wav", 400);
    assertThatThrownBy(() -> Sounds.open(file, "hop=3")).hasMessageContaining("hop needs window");
    assertThatThrownBy(() -> Sounds.open(file, "features=mfcc", "n-fft=64", "win-length=65"))
        .hasMessageContaining("win-length=65 is longer than n-fft=64");
    assertThatThrownBy(() -> Sounds.open(file, "features=mfcc", "n-mfcc=9", "n-mels=8"))
        .hasMessageContaining("n-mfcc=9 is more than n-mels=8");
    assertThatThrownBy(() -> Sounds.open(file, "features=log-mel", "n-fft=64", "fmax=5000").get(0))
        .hasMessageContaining("half the rate, 4000.0 Hz");
    assertThatThrownBy(() -> Sounds.open(file, "features=log-mel", "center=false").get(0))
        .hasMessageContaining("400 samples are too few for a frame of 2048");
    assertThatThrownBy(() -> Sounds.open(file, "scale=0")).hasMessageContaining("scale=0");
    assertThatThrownBy(() -> Sounds.open(file, "mean=1,2").get(0))
        .hasMessageContaining("2 values of mean and 1 of scale for 400 features");
  }

  @Test
  void fingerprintsFollowTheContent() throws Exception {
    Path file = Sounds.write(folder, "a.wav", 5);
    try (DataLoader loader = Sounds.open(file)) {
      String before = loader.fingerprint(0).orElseThrow();
      Files.write(file, Sounds.wav(6).array());
      assertThat(loader.fingerprint(0).orElseThrow()).isNotEqualTo(before);
      Files.delete(file);
      assertThat(loader.fingerprint(0)).isEmpty();
    }
  }

  /** A transform whose length is no power of two is the sum that defines it. */
  @Test
  void fourierOfAnyLength() {
    for (int n : new int[] {2, 3, 7, 12, 64, 100, 147}) {
      double[] x = new double[n];
      Arrays.setAll(x, i -> Math.sin(i * i) + i % 3);
      double[] magnitudes = new double[n / 2 + 1];
      new Fourier(n).magnitudes(x, magnitudes);
      for (int k = 0; k <= n / 2; k++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < n; i++) {
          re += x[i] * Math.cos(2 * Math.PI * i * k / n);
          im -= x[i] * Math.sin(2 * Math.PI * i * k / n);
        }
        assertThat(Math.abs(magnitudes[k] - Math.hypot(re, im))).isLessThan(1e-9);
      }
    }
  }
}
