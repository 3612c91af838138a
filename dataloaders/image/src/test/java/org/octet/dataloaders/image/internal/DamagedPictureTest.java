package org.octet.dataloaders.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.CancelledException;
import org.octet.api.error.UnreadableSampleException;
import org.opencv.core.Mat;

/** Pictures that cannot be read are named, and nothing else happens. */
class DamagedPictureTest {
  @TempDir Path folder;

  private UnreadableSampleException read(String name, byte[] bytes, String... parameters) {
    Path file = Pictures.write(folder, name, bytes);
    String[] all = Arrays.copyOf(parameters, parameters.length + 1);
    all[parameters.length] = "size=8x8";
    try (DataLoader loader = Pictures.openImages(file, all)) {
      Throwable error = catchThrowable(() -> loader.get(0).close());
      assertThat(error).isInstanceOf(UnreadableSampleException.class).hasMessageContaining(name);
      return (UnreadableSampleException) error;
    }
  }

  /** OpenCV alone would fill the missing part of a JPEG with grey. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "webp", "tif", "ppm", "jp2"})
  void truncatedAnywhere(String extension) {
    byte[] whole = Pictures.encode(Pictures.gradient(70, 50), "." + extension);
    for (double part : new double[] {0.98, 0.9, 0.5, 0.1, 0.01}) {
      int length = (int) (whole.length * part);
      assertThat(read("cut." + extension, Arrays.copyOf(whole, length)).sampleId())
          .isEqualTo("cut." + extension);
    }
  }

  /** Every length but the whole one is refused, without the decoder's help. */
  @Test
  void everyPrefixOfAJpegIsTruncated() {
    byte[] whole = Pictures.encode(Pictures.gradient(20, 10), ".jpg");
    for (int length = 0; length < whole.length; length++) {
      byte[] prefix = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PictureFormat.check(ByteBuffer.wrap(prefix)))
          .isInstanceOf(IOException.class);
    }
    assertThatCode(() -> PictureFormat.check(ByteBuffer.wrap(whole))).doesNotThrowAnyException();
  }

  @Test
  void bytesAfterTheEndOfAJpegDoNotMatter() {
    byte[] whole = Pictures.encode(Pictures.gradient(20, 10), ".jpg");
    byte[] longer = Arrays.copyOf(whole, whole.length + 50);
    assertThatCode(() -> PictureFormat.check(ByteBuffer.wrap(longer))).doesNotThrowAnyException();
  }

  @Test
  void whatIsNoPicture() {
    assertThat(read("text.jpg", "hello, this is no picture".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("none of [JPEG, PNG");
    assertThat(read("empty.png", new byte[0])).hasMessageContaining("it is empty");
    assertThat(read("short.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
        .hasMessageContaining("truncated");
  }

  @ParameterizedTest
  @CsvSource({"skip,true", "fail,false"})
  void theUserDecidesWhetherItCanBeSkipped(String onError, boolean skippable) {
    assertThat(read("bad.jpg", new byte[] {1, 2, 3}, "onError=" + onError).skippable())
        .isEqualTo(skippable);
  }

  @Test
  void theOthersAreStillRead() {
    Pictures.write(folder, "a.png", Pictures.gradient(9, 9));
    Pictures.write(folder, "b.png", new byte[] {1});
    Pictures.write(folder, "c.png", Pictures.gradient(9, 9));
    try (DataLoader loader = Pictures.openImages(folder, "size=8x8")) {
      assertThat(loader.size()).isEqualTo(3);
      assertThatThrownBy(() -> loader.get(1)).isInstanceOf(UnreadableSampleException.class);
      try (Sample c = loader.get(2)) {
        assertThat(c.id()).isEqualTo("c.png");
      }
    }
  }

  @Test
  void aFileThatWentAwayIsNamedWithTheReason() throws Exception {
    Path file = Pictures.write(folder, "gone.png", Pictures.gradient(9, 9));
    try (DataLoader loader = Pictures.openImages(folder, "size=8x8")) {
      Files.delete(file);
      assertThatThrownBy(() -> loader.get(0))
          .isInstanceOf(UnreadableSampleException.class)
          .hasMessageContaining("gone.png")
          .hasMessageContaining("NoSuchFile");
    }
  }

  /** Not a damaged picture that could be skipped: the job is being stopped. */
  @Test
  void interruptionIsNoDamage() {
    Pictures.write(folder, "p.png", Pictures.gradient(9, 9));
    try (DataLoader loader = Pictures.openImages(folder, "size=8x8")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> loader.get(0)).isInstanceOf(CancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** The same while an annotation is read. */
  @Test
  void interruptionIsNoDamageOfAnAnnotation() {
    Path mask = Pictures.write(folder, "p.png", Pictures.gradient(9, 9));
    Truth.Beside masks =
        new Truth.Beside(
            name -> Optional.of(mask),
            (file, w, h) -> {
              throw new ClosedByInterruptException();
            });
    assertThatThrownBy(() -> masks.of("p.png", 9, 9))
        .isInstanceOf(ClosedByInterruptException.class);
  }

  /** A few bytes that promise gigabytes of pixels. */
  @Test
  void sizesAreLimitedBeforeDecoding() {
    byte[] png = Pictures.encode(Pictures.gradient(4, 4), ".png");
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    assertThat(read("bomb.png", png))
        .hasMessageContaining("100000x100000")
        .hasMessageContaining("200 million");

    byte[] bmp = Pictures.encode(Pictures.gradient(4, 4), ".bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 60_000).putInt(22, -60_000);
    assertThat(read("bomb.bmp", bmp)).hasMessageContaining("60000x60000");

    byte[] jpeg = Pictures.encode(Pictures.gradient(4, 4), ".jpg");
    int frame = indexOf(jpeg, (byte) 0xFF, (byte) 0xC0);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 64_000);
    assertThat(read("bomb.jpg", jpeg)).hasMessageContaining("64000x65000");

    byte[] ppm = "P6 # comment 1 2\n90000 80000\n255\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(read("bomb.ppm", ppm)).hasMessageContaining("90000x80000");

    byte[] tiff = Pictures.encode(Pictures.gradient(4, 4), ".tif");
    setTiffSize(tiff, 70_000);
    assertThat(read("bomb.tif", tiff)).hasMessageContaining("70000x70000");

    byte[] jp2 = Pictures.encode(Pictures.gradient(64, 64), ".jp2");
    int header = indexOf(jp2, (byte) 'i', (byte) 'h', (byte) 'd', (byte) 'r');
    ByteBuffer.wrap(jp2).putInt(header + 4, 50_000).putInt(header + 8, 40_000);
    assertThat(read("bomb.jp2", jp2)).hasMessageContaining("40000x50000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "webp", "tif", "ppm", "jp2"})
  void theHeaderTellsTheSizeTheDecoderFinds(String extension) throws Exception {
    Mat picture = Pictures.gradient(70, 50);
    Path file = Pictures.write(folder, "p." + extension, picture);
    try (Picture p = new FileReader().read(file, b -> Picture.decode(b, true))) {
      assertThat(p.width()).isEqualTo(70);
      assertThat(p.height()).isEqualTo(50);
    }
  }

  /** Damage of any kind either decodes or is reported; nothing else is thrown. */
  @Test
  void randomDamageNeverEscapes() {
    Random random = new Random(7);
    for (String extension : new String[] {"jpg", "png", "bmp", "webp", "tif", "ppm"}) {
      byte[] whole = Pictures.encode(Pictures.gradient(40, 30), "." + extension);
      for (int i = 0; i < 25; i++) {
        byte[] damaged = whole.clone();
        for (int k = 0; k < 8; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Path file = Pictures.write(folder, "p." + extension, damaged);
        try (DataLoader loader = Pictures.openImages(file, "size=8x8")) {
          Throwable error = catchThrowable(() -> loader.get(0).close());
          if (error != null) {
            assertThat(error).isInstanceOf(UnreadableSampleException.class);
          }
        }
      }
    }
  }

  private static void setTiffSize(byte[] tiff, int side) {
    ByteBuffer b = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    int at = b.getInt(4);
    for (int i = 0; i < b.getShort(at); i++) {
      int entry = at + 2 + 12 * i;
      int tag = b.getShort(entry);
      if (tag == 256 || tag == 257) {
        b.putShort(entry + 2, (short) 4).putInt(entry + 8, side);
      }
    }
  }

  private static int indexOf(byte[] bytes, byte... wanted) {
    for (int i = 0; i < bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
