package org.octet.dataloaders.audio.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DataLoaders;
import org.octet.dataloaders.files.Csv;
import org.octet.dataloaders.files.Npy;
import org.octet.dataloaders.files.NumberArray;

/** The sounds that accuracy is measured on. */
class RealSoundsTest {
  private static final String[] KEYWORDS = {
    "length=16000",
    "peak=max",
    "features=mfcc",
    "n-fft=512",
    "win-length=480",
    "hop-length=320",
    "win-align=start",
    "center=false",
    "power=1",
    "n-mels=40",
    "fmin=20",
    "fmax=4000",
    "mel-scale=htk",
    "mel-shape=mel",
    "mel-norm=none",
    "log=natural",
    "n-mfcc=10",
    "dct=htk",
    "order=TF",
    "leading-axes=2"
  };

  @Test
  void featuresOfTheKeywordModel() throws IOException {
    Path kws = Sounds.data("audio/kws");
    Map<String, Integer> rows = new HashMap<>();
    for (List<String> row : Csv.read(kws.resolve("eval_labels.csv"))) {
      if (!row.get(0).equals("row")) {
        rows.put(row.get(2).replace("/", "__"), Integer.valueOf(row.get(0)));
      }
    }
    NumberArray expected;
    try (InputStream in = Files.newInputStream(kws.resolve("eval_features.npy"))) {
      expected = Npy.read(in);
    }
    try (DataLoader loader = Sounds.open(kws.resolve("wav"), KEYWORDS)) {
      assertThat(loader.size()).isEqualTo(48);
      for (int i = 0; i < loader.size(); i++) {
        try (Sample s = loader.get(i)) {
          Tensor t = s.data().get(Sample.ONLY_INPUT);
          assertThat(t.shape()).isEqualTo(Shape.of(1, 1, 49, 10));
          NumberArray row = expected.row(rows.get(s.id()));
          float[] actual = t.toFloats();
          for (int k = 0; k < actual.length; k++) {
            assertThat(Math.abs(actual[k] - row.real(k)))
                .as("%s, value %d", s.id(), k)
                .isLessThanOrEqualTo(1e-3);
          }
        }
      }
    }
  }

  /** 512 new samples after 64 old ones, for a recurrent model. */
  @Test
  void chunksOfTheSpeechDetector() throws IOException {
    Path file = Sounds.data("audio/vad/speech_first30s.wav");
    try (DataLoader loader =
            Sounds.open(
                file,
                "window=576",
                "hop=512",
                "pad-left=64",
                "windows=steps",
                "leading-axes=0",
                "input=input");
        DataLoader whole = Sounds.open(file);
        Sample s = loader.get(0)) {
      float[] all = Sounds.values(whole, 0);
      Tensor t = s.data().get("input");
      int steps = all.length / 512;
      assertThat(loader.size()).isEqualTo(1);
      assertThat(t.shape()).isEqualTo(Shape.of(steps, 576));
      float[] chunks = t.toFloats();
      for (int step = 0; step < steps; step++) {
        for (int i = 0; i < 576; i++) {
          int at = step * 512 + i - 64;
          assertThat(chunks[step * 576 + i]).isEqualTo(at < 0 ? 0 : all[at]);
        }
      }
    }
  }

  @Test
  void spokenDigits() {
    Path folder = Sounds.data("audio/fsdd");
    try (DataLoader loader = Sounds.open(folder, "label-pattern=^([0-9])_", "rate=16000")) {
      assertThat(loader.size()).isEqualTo(60);
      for (int i = 0; i < 60; i++) {
        try (Sample s = loader.get(i)) {
          assertThat(s.annotation()).contains(new ClassLabel(s.id().charAt(0) - '0'));
        }
      }
    }
  }

  /** One matrix, stored three ways. */
  @Test
  void kaldiArchives() {
    Path kaldi = Sounds.data("audio/kaldi");
    try (DataLoader binary = Sounds.open(kaldi.resolve("feats.ark"));
        DataLoader text = Sounds.open(kaldi.resolve("feats_ascii.ark"));
        DataLoader compressed = Sounds.open(kaldi.resolve("feats_compressed.ark"))) {
      List<String> keys = DataLoaders.ids(binary);
      assertThat(DataLoaders.ids(compressed)).isEqualTo(keys);
      assertThat(keys).containsAll(DataLoaders.ids(text));
      for (int i = 0; i < keys.size(); i++) {
        float[] exact = Sounds.values(binary, i);
        close(Sounds.values(compressed, i), exact, 1.0);
        int t = DataLoaders.ids(text).indexOf(keys.get(i));
        if (t >= 0) {
          close(Sounds.values(text, t), exact, 1e-3);
        }
      }
    }
    try (DataLoader alignments = Sounds.open(kaldi.resolve("ali.ark"))) {
      assertThat(Sounds.values(alignments, 0)).startsWith(2, 1, 1, 1);
    }
  }

  private static void close(float[] actual, float[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo((float) tolerance);
    }
  }
}
