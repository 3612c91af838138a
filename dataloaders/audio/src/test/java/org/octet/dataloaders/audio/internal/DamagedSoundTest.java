package org.octet.dataloaders.audio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.testing.FuzzCampaign;

/** Files that are no sounds or archives are refused with place and reason, within bounds. */
class DamagedSoundTest {
  private static final List<String> WORDS =
      List.of(
          "RIFF",
          "WAVE",
          "fmt ",
          "data",
          "LIST",
          "\\xff\\xff\\xff\\xff",
          "\\xff\\xff\\xff\\x7f",
          "\\xfe\\xff",
          "\\x00BFM \\x04",
          "\\x00BDM \\x04",
          "\\x00BFV \\x04",
          "\\x00BCM ",
          "\\x00BCM2 ",
          "\\x00BCM3 ",
          " [\\x0a",
          "]\\x0a",
          "1e39",
          "nan");

  @TempDir Path folder;

  private void refused(byte[] bytes, String reason, String... parameters) {
    Path file = Sounds.write(folder, "a.wav", bytes);
    assertThatThrownBy(() -> Sounds.open(file, parameters).get(0).close())
        .isInstanceOf(UnreadableSampleException.class)
        .hasMessageContaining("a.wav")
        .hasMessageContaining(reason);
  }

  private void changed(String reason, Consumer<ByteBuffer> change) {
    ByteBuffer file = Sounds.wav(6);
    change.accept(file);
    refused(file.array(), reason);
    refused(file.array(), reason, "window=2");
  }

  @Test
  void everyPrefixOfASoundIsTruncated() {
    byte[] whole = Sounds.wav(4).array();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "");
    }
    refused(Arrays.copyOf(whole, whole.length - 1), "truncated: the samples has 7 bytes");
  }

  @Test
  void absurdHeaders() {
    changed("RIFF and WAVE", b -> b.put(0, (byte) 'X'));
    changed("a format chunk of 3 bytes", b -> b.putInt(16, 3));
    changed("a format chunk of 4294967295 bytes", b -> b.putInt(16, -1));
    changed("coding 6 with 16 bits", b -> b.putShort(20, (short) 6));
    changed("coding 1 with 12 bits", b -> b.putShort(34, (short) 12));
    changed("0 channels", b -> b.putShort(22, (short) 0));
    changed("at 0 Hz", b -> b.putInt(24, 0));
    changed("at -1 Hz", b -> b.putInt(24, -1));
    changed("4000000000 bytes of samples", b -> b.putInt(40, (int) 4_000_000_000L));
    changed("header says 1000000000", b -> b.putInt(40, 1_000_000_000));
    changed("no data chunk", b -> b.put(36, (byte) 'x'));
    changed("before their format", b -> b.put(12, (byte) 'x'));
  }

  /** A short sound at a rate of one sample per second. */
  @Test
  void resamplingHasBounds() {
    ByteBuffer file = Sounds.wav(10_000);
    file.putInt(24, 1);
    refused(file.array(), "too many at 1000000 Hz", "rate=1000000");
    file.putInt(24, 8_396_609);
    refused(file.array(), "take resampling=linear", "rate=6000");
  }

  private void refusedArchive(byte[] bytes, String reason) {
    Path file = Sounds.write(folder, "a.ark", bytes);
    assertThatThrownBy(() -> Sounds.open(file).get(0).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.ark")
        .hasMessageContaining(reason);
  }

  private static byte[] record(String kind, int... numbers) {
    ByteBuffer b = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    b.put(Sounds.ascii("key \0B" + kind));
    for (int n : numbers) {
      b.put((byte) 4).putInt(n);
    }
    return Arrays.copyOf(b.array(), b.position());
  }

  @Test
  void everyPrefixOfAnArchiveIsReadOrTruncated() throws IOException {
    for (String name : List.of("float.ark", "cm.ark", "cm2.ark", "text.ark", "vectors_text.ark")) {
      byte[] whole = Files.readAllBytes(Sounds.fixture(name));
      for (int length = 0; length < whole.length; length++) {
        Path file = Sounds.write(folder, "a.ark", Arrays.copyOf(whole, length));
        try (var loader = Sounds.open(file)) {
          assertThat(loader.size()).isBetween(1, 3);
        } catch (InputException e) {
          assertThat(e).hasMessageContaining("a.ark");
        }
      }
    }
  }

  @Test
  void absurdArchives() {
    refusedArchive(new byte[0], "no record");
    refusedArchive(record("FM ", 1 << 30, 1 << 30), "record 'key'");
    refusedArchive(record("FM ", Integer.MAX_VALUE, Integer.MAX_VALUE), "at most 1073741824 bytes");
    refusedArchive(record("FM ", 1000, 1000), "truncated");
    refusedArchive(record("FM ", -1, 3), "extent -1");
    refusedArchive(record("XM ", 1, 1), "kind 'XM'");
    refusedArchive(record("DV ", 7), "truncated");
    refusedArchive(Sounds.ascii("key [ 1 2 x ]\n"), "'x' is no number");
    refusedArchive(Sounds.ascii("key [\n 1 2\n 3 ]\n"), "row 2 has 1 numbers");
    refusedArchive(Sounds.ascii("key [ 1 2"), "truncated");
    refusedArchive(Sounds.ascii("key\n"), "no key and space");
    refusedArchive(Sounds.ascii("a [ 1 ]\na [ 2 ]\n"), "key 'a' is there twice");
    Path script = Sounds.write(folder, "a.scp", Sounds.ascii("key cat a.ark |\n"));
    assertThatThrownBy(() -> Sounds.open(script))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("KEY FILE:OFFSET");
    Path gone = Sounds.write(folder, "a.scp", Sounds.ascii("key gone.ark:4\n"));
    assertThatThrownBy(() -> Sounds.open(gone).get(0))
        .isInstanceOf(UnreadableSampleException.class)
        .hasMessageContaining("NoSuchFile");
  }

  @Test
  void anySoundIsReadOrRefused() throws Exception {
    clean(WavFuzzTarget.class, 10_000);
  }

  @Test
  void anyArchiveIsReadOrRefused() throws Exception {
    clean(KaldiFuzzTarget.class, 10_000);
  }

  @Tag("full")
  @Test
  void aMillionSoundsAreReadOrRefused() throws Exception {
    clean(WavFuzzTarget.class, 1_000_000);
  }

  @Tag("full")
  @Test
  void aMillionArchivesAreReadOrRefused() throws Exception {
    clean(KaldiFuzzTarget.class, 1_000_000);
  }

  private void clean(Class<?> target, int runs) throws Exception {
    List<String> names =
        target == WavFuzzTarget.class
            ? List.of("wav_pcm_16.wav", "wavex_pcm_24.wav", "wav_float.wav")
            : List.of(
                "float.ark",
                "cm.ark",
                "cm2.ark",
                "cm3.ark",
                "text.ark",
                "vectors.ark",
                "vectors_text.ark");
    Map<String, byte[]> seeds = new HashMap<>();
    for (String name : names) {
      seeds.put(name, Files.readAllBytes(Sounds.fixture(name)));
    }
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, target, runs, WORDS).run(seeds, Map.of());
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }
}
