package org.octet.dataloaders.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.octet.api.data.DataLoader;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.api.testing.DataLoaders;
import org.octet.dataloaders.files.Csv;

/** Made-up samples. */
class SyntheticLoaderTest {
  private static DataLoader open(String... parameters) {
    return DataLoaders.open(new SyntheticLoaderProvider(), null, parameters);
  }

  static Stream<List<String>> random() {
    return Csv.read(Arrays.fixture("random.csv")).stream();
  }

  /** The generator of the Java documentation, written down a second time in another language. */
  @ParameterizedTest
  @MethodSource("random")
  void numbersAreThoseOfTheDocumentedGenerator(List<String> row) {
    try (DataLoader loader =
        open("kind=" + row.get(2), "seed=" + row.get(0), "shape=10", "count=6")) {
      float[] expected = new float[10];
      String[] texts = row.get(3).split(" ");
      for (int i = 0; i < expected.length; i++) {
        expected[i] = Float.parseFloat(texts[i]);
      }
      assertThat(DataLoaders.tensor(loader, Integer.parseInt(row.get(1))).toFloats())
          .containsExactly(expected);
    }
  }

  @Test
  void picturesAreWholeNumbersOfBytesAndAllDifferent() {
    try (DataLoader loader = open("size=33x20", "count=20")) {
      float[] first = DataLoaders.tensor(loader, 0).toFloats();
      for (int i = 0; i < loader.size(); i++) {
        Tensor t = DataLoaders.tensor(loader, i);
        assertThat(t.shape()).isEqualTo(Shape.of(1, 3, 20, 33));
        for (float v : t.toFloats()) {
          assertThat(v).isBetween(0f, 255f).isEqualTo((float) Math.rint(v));
        }
        if (i > 0) {
          assertThat(t.toFloats()).isNotEqualTo(first);
        }
      }
    }
  }

  @Test
  void layoutMovesTheSamePixels() {
    try (DataLoader planar = open("size=6x4", "mean=1,2,3", "scale=2");
        DataLoader packed = open("size=6x4", "mean=1,2,3", "scale=2", "layout=NHWC");
        DataLoader grey = open("size=6x4", "mean=2", "scale=2", "channels=1")) {
      float[] p = DataLoaders.tensor(planar, 2).toFloats();
      float[] q = DataLoaders.tensor(packed, 2).toFloats();
      float[] g = DataLoaders.tensor(grey, 2).toFloats();
      for (int i = 0; i < 24; i++) {
        for (int c = 0; c < 3; c++) {
          assertThat(q[i * 3 + c]).isEqualTo(p[c * 24 + i]);
        }
        assertThat(g[i]).isEqualTo(p[24 + i]);
      }
    }
  }

  /** In photographs amplitudes fall with frequency as 1/f: a slope of about -1 in log-log. */
  @Test
  void theSpectrumIsThatOfPhotographs() {
    int n = 64;
    double[] power = new double[n / 2];
    int[] count = new int[n / 2];
    try (DataLoader loader = open("size=64x64", "count=24", "channels=1")) {
      for (int s = 0; s < loader.size(); s++) {
        addSpectrum(DataLoaders.tensor(loader, s).toFloats(), n, power, count);
      }
    }
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    int points = 0;
    for (int f = 2; f < n / 2; f++) {
      double x = Math.log(f);
      double y = 0.5 * Math.log(power[f] / count[f]);
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
      points++;
    }
    double slope = (points * sxy - sx * sy) / (points * sxx - sx * sx);
    assertThat(slope).isBetween(-1.4, -0.8);
  }

  private static void addSpectrum(float[] pixels, int n, double[] power, int[] count) {
    double[][] window = new double[2][n * n];
    for (int i = 0; i < n * n; i++) {
      // without the window the jump from one edge to the other would count
      double w = Math.sin(Math.PI * (i % n + 0.5) / n) * Math.sin(Math.PI * (i / n + 0.5) / n);
      window[0][i] = (pixels[i] - 127.5) * w * w;
    }
    double[][] spectrum = transformRows(transformRows(window, n), n);
    for (int v = 0; v < n; v++) {
      for (int u = 0; u < n; u++) {
        int fv = Math.min(v, n - v);
        int fu = Math.min(u, n - u);
        int f = (int) Math.rint(Math.sqrt(fv * fv + fu * fu));
        if (f < n / 2) {
          double re = spectrum[0][v * n + u];
          double im = spectrum[1][v * n + u];
          power[f] += re * re + im * im;
          count[f]++;
        }
      }
    }
  }

  /** Fourier-transforms the rows, then swaps rows and columns. */
  private static double[][] transformRows(double[][] in, int n) {
    double[][] out = new double[2][n * n];
    for (int row = 0; row < n; row++) {
      for (int k = 0; k < n; k++) {
        for (int i = 0; i < n; i++) {
          double angle = -2 * Math.PI * (i * k % n) / n;
          double re = in[0][row * n + i];
          double im = in[1][row * n + i];
          out[0][k * n + row] += re * Math.cos(angle) - im * Math.sin(angle);
          out[1][k * n + row] += re * Math.sin(angle) + im * Math.cos(angle);
        }
      }
    }
    return out;
  }

  @Test
  void theReportIsTold() {
    try (DataLoader loader = open("kind=uniform", "shape=2", "seed=5")) {
      assertThat(loader.notes()).singleElement().asString().contains("made up", "seed 5");
    }
  }

  @Test
  void wrongParametersAreNamed() {
    assertThatThrownBy(() -> open()).hasMessageContaining("size is missing");
    assertThatThrownBy(() -> open("kind=normal")).hasMessageContaining("shape is missing");
    assertThatThrownBy(() -> open("kind=normal", "shape=0,3")).hasMessageContaining("from 1");
    assertThatThrownBy(() -> open("kind=normal", "shape=99999,99999"))
        .hasMessageContaining("at most 268435456");
    assertThatThrownBy(() -> open("size=4x4", "shape=2"))
        .hasMessageContaining("a picture has size");
    assertThatThrownBy(() -> open("size=4x4", "channels=2")).hasMessageContaining("1 or 3");
    assertThatThrownBy(() -> open("size=4x4", "mean=1,2")).hasMessageContaining("2 numbers");
    assertThatThrownBy(() -> open("size=4x4", "scale=0")).hasMessageContaining("scale=0");
  }
}
