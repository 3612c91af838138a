package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.dataloaders.opencv.OpenCV;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

class BinaryLoadersTest {
  private static final CifarLoaderProvider CIFAR = new CifarLoaderProvider();
  private static final MnistLoaderProvider MNIST = new MnistLoaderProvider();

  @TempDir Path folder;

  private static byte[] gzip(byte[] bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  @Test
  void cifarPlanesInEveryOrder() throws Exception {
    byte[] bytes = random(2 * 3073);
    bytes[0] = 3;
    bytes[3073] = 9;
    Path file = Pictures.write(folder, "x.bin", bytes);
    Path packed = Pictures.write(folder, "x.bin.gz", gzip(bytes));
    try (DataLoader rgb = Pictures.open(CIFAR, packed, "mean=1,2,3", "scale=2");
        DataLoader bgr = Pictures.open(CIFAR, file, "color=BGR", "layout=NHWC", "type=u8")) {
      float[] a = Pictures.tensor(rgb, 1).toFloats();
      Tensor b = Pictures.tensor(bgr, 1);
      assertThat(b.shape()).isEqualTo(Shape.of(1, 32, 32, 3));
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 1024; i++) {
          int value = bytes[3073 + 1 + 1024 * c + i] & 0xFF;
          assertThat(a[1024 * c + i]).isEqualTo((value - (float) (c + 1)) / 2);
          assertThat(b.bytes().get(3 * i + 2 - c) & 0xFF).isEqualTo(value);
        }
      }
      try (Sample s = rgb.get(1)) {
        assertThat(s.annotation()).contains(new ClassLabel(9));
      }
    }
  }

  /** Grey is what OpenCV makes of it, so that all loaders agree. */
  @Test
  void cifarGreyIsThatOfOpenCv() {
    OpenCV.load();
    byte[] bytes = random(3073);
    bytes[0] = 0;
    Mat bgr = new Mat(32, 32, CvType.CV_8UC3);
    for (int i = 0; i < 1024; i++) {
      bgr.put(i / 32, i % 32, new byte[] {bytes[1 + 2048 + i], bytes[1 + 1024 + i], bytes[1 + i]});
    }
    Mat grey = new Mat();
    Imgproc.cvtColor(bgr, grey, Imgproc.COLOR_BGR2GRAY);
    byte[] expected = new byte[1024];
    grey.get(0, 0, expected);
    Path file = Pictures.write(folder, "x.bin", bytes);
    try (DataLoader loader = Pictures.open(CIFAR, file, "color=GRAY", "type=u8")) {
      byte[] actual = new byte[1024];
      Pictures.tensor(loader, 0).bytes().get(actual);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void cifarFilesThatAreNone() throws Exception {
    refused(CIFAR, folder.resolve("none.bin"), "none.bin", "does not exist");
    refused(CIFAR, folder, "is a folder");
    refused(CIFAR, write(new byte[0]), "0 bytes", "3073");
    refused(CIFAR, write(new byte[3072]), "3072 bytes", "multiple of 3073");
    byte[] wrong = new byte[2 * 3073];
    wrong[3073] = 10;
    refused(CIFAR, write(wrong), "label 10 for picture 1");
    byte[] packed = gzip(new byte[3073]);
    refused(CIFAR, write(Arrays.copyOf(packed, packed.length / 2)), "cannot be read");
  }

  @Test
  void mnistPicturesAndLabels() throws Exception {
    byte[] pixels = random(3 * 4 * 5);
    Path file = Pictures.write(folder, "t-images-idx3-ubyte", ContractTest.idx(pixels, 3, 4, 5));
    try (DataLoader loader = Pictures.open(MNIST, file);
        Sample s = loader.get(2)) {
      assertThat(s.annotation()).isEmpty();
      assertThat(s.id()).isEqualTo("t-images-idx3-ubyte#2");
    }
    Pictures.write(
        folder, "t-labels-idx1-ubyte.gz", gzip(ContractTest.idx(new byte[] {7, 8, 9}, 3)));
    try (DataLoader loader = Pictures.open(MNIST, file, "scale=255");
        Sample s = loader.get(2)) {
      assertThat(s.annotation()).contains(new ClassLabel(9));
      Tensor t = s.data().get(Sample.ONLY_INPUT);
      assertThat(t.shape()).isEqualTo(Shape.of(1, 1, 4, 5));
      assertThat(t.floats().get(6)).isEqualTo((pixels[2 * 20 + 6] & 0xFF) / 255f);
    }
    try (DataLoader loader = Pictures.open(MNIST, file, "color=BGR", "layout=NHWC")) {
      float[] values = Pictures.tensor(loader, 0).toFloats();
      float first = pixels[0] & 0xFF;
      assertThat(values).hasSize(60).startsWith(first, first, first);
    }
  }

  @Test
  void mnistFilesThatAreNone() {
    Path file = folder.resolve("t-images-idx3-ubyte");
    refused(MNIST, file, "does not exist");
    byte[] good = ContractTest.idx(new byte[20], 1, 4, 5);
    refused(MNIST, write(Arrays.copyOf(good, 10)), "not an IDX file", "00000803");
    refused(MNIST, write(ContractTest.idx(new byte[3], 3)), "3 extents", "00000803");
    refused(MNIST, write(Arrays.copyOf(good, 30)), "holds 14 elements", "says 20");
    refused(MNIST, write(ContractTest.idx(new byte[0], 0, 4, 5)), "extent 0 is 0");
    refused(MNIST, write(ContractTest.idx(new byte[9], 1 << 20, 1 << 20, 1 << 20)), "extent 1");
    Pictures.write(folder, "t-images-idx3-ubyte", good);
    Pictures.write(folder, "t-labels-idx1-ubyte", ContractTest.idx(new byte[2], 2));
    refused(MNIST, file, "t-labels-idx1-ubyte", "2 labels", "1 pictures");
  }

  private Path write(byte[] bytes) {
    return Pictures.write(folder, "damaged.bin", bytes);
  }

  private static void refused(DataLoaderProvider provider, Path file, String... parts) {
    var error =
        assertThatThrownBy(() -> Pictures.open(provider, file)).isInstanceOf(InputException.class);
    for (String part : parts) {
      error.hasMessageContaining(part);
    }
  }

  @Test
  void realFiles() throws Exception {
    Path cifar = Pictures.data("cifar10/test_500.bin");
    byte[] bytes = Files.readAllBytes(cifar);
    try (DataLoader loader = Pictures.open(CIFAR, cifar)) {
      assertThat(loader.size()).isEqualTo(500);
      int[] perClass = new int[10];
      for (int i = 0; i < 500; i++) {
        try (Sample s = loader.get(i)) {
          perClass[((ClassLabel) s.annotation().orElseThrow()).index()]++;
          assertThat(s.data().get(Sample.ONLY_INPUT).floats().get(1024))
              .isEqualTo(bytes[i * 3073 + 1 + 1024] & 0xFF);
        }
      }
      assertThat(perClass).containsOnly(50);
    }
    try (DataLoader loader =
            Pictures.open(MNIST, Pictures.data("mnist/t10k-images-idx3-ubyte.gz"));
        Sample first = loader.get(0)) {
      assertThat(loader.size()).isEqualTo(10_000);
      assertThat(first.annotation()).contains(new ClassLabel(7));
      assertThat(first.data().get(Sample.ONLY_INPUT).shape()).isEqualTo(Shape.of(1, 1, 28, 28));
    }
  }
}
