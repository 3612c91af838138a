package org.octet.dataloaders.tensor.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.octet.api.error.InputException;
import org.octet.api.testing.DataLoaders;
import org.octet.api.testing.FuzzCampaign;

/** Files that are no arrays are refused with place and reason, within bounds of memory and time. */
class DamagedArrayTest {
  private static final List<String> WORDS =
      List.of(
          "\\x93NUMPY",
          "'descr': '<f4'",
          "'descr': '>u8'",
          "'fortran_order': True",
          "'shape': (1152921504606846976,)",
          "'shape': (0, 9223372036854775807)",
          "(2, 3)",
          "PK\\x01\\x02",
          "PK\\x03\\x04",
          "PK\\x05\\x06",
          ".npy");

  @TempDir Path folder;

  private void refused(String name, byte[] bytes, String reason) {
    Path file = Arrays.write(folder, name, bytes);
    assertThatThrownBy(() -> DataLoaders.open(new TensorLoaderProvider(), file).get(0).close())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  @Test
  void everyPrefixIsTruncated() {
    byte[] whole = Arrays.bytes("3, 4", 12);
    for (int length = 0; length < whole.length; length++) {
      refused("x.npy", java.util.Arrays.copyOf(whole, length), "data file");
    }
    refused("x.npy", java.util.Arrays.copyOf(whole, whole.length - 1), "truncated");
    refused("x.npy", java.util.Arrays.copyOf(whole, whole.length + 1), "its header U8[3,4] says");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          {'descr': '<f4', 'fortran_order': False, 'shape': (1152921504606846976, 2), }    ; too large
          {'descr': '<f4', 'fortran_order': False, 'shape': (0, 4611686018427387904), }    ; too large
          {'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }     ; too large
          {'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }          ; truncated
          {'descr': '<f4', 'fortran_order': True, 'shape': (1000000, 1000000), }           ; at most 1073741824
          {'descr': '<f4', 'fortran_order': True, 'shape': (10000, 10000), }               ; truncated
          {'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }                      ; no samples
          {'descr': '<f4', 'fortran_order': False, 'shape': (), }                          ; no samples
          {'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }                      ; 'c8' are none of
          {'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }                       ; 'O' are none of
          {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), }             ; no 'descr'
          {'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3), }                          ; no 'fortran_order'
          {'descr': '<f4', 'fortran_order': False, 'shape': [2, 3], }                      ; no 'shape'
          """)
  void absurdHeaders(String header, String reason) {
    refused("x.npy", Arrays.npy(header), reason);
  }

  @Test
  void whatIsNoArrayOrNoArchive() {
    refused("x.npy", new byte[0], "no NumPy array");
    refused("x.npz", Arrays.bytes("2, 2", 4), "zip");
    refused("x.npz", Arrays.npz(Map.of()), "no entry ending in .npy");
    byte[] later = Arrays.bytes("2, 2", 4);
    later[6] = 9;
    refused("x.npy", later, "version 9");
  }

  /** The archive's directory says that an array is smaller than its packed data. */
  @Test
  void anArchiveThatEndsTooEarly() {
    byte[] whole = Arrays.npz(Map.of("a", Arrays.bytes("20, 20", 400)));
    for (int length = 1; length < whole.length; length++) {
      refused("x.npz", java.util.Arrays.copyOf(whole, length), "data file");
    }
    int directory = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\001\002");
    whole[directory + 20] = 9;
    refused("x.npz", whole, "array 'a.npy'");
  }

  /** Found by the fuzzer: Java's own error has no message. */
  @Test
  void anErrorWithoutMessageGetsAReason() {
    byte[] found =
        Base64.getDecoder()
            .decode(
                "UEsDBBQACAgIAAQbeV0AAAAAAAAAAAAAAAAFAAAAYS5ucHmb7BfqGxDJw8hgUK2eklqcXKRupaBeU2qorqOg"
                    + "npZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtVwMjEzMLKwAUEsHCGm27C9JAAAA"
                    + "TAAAAFBLAQIUABQACAgIAAQbeV1ptuwvSQAAAEwAAAAFAAAAAAAAAAAAAAAAAAAAIABhLm5weVBL"
                    + "BQYAAAAAAQABADMAAAB8AAAAAAA=");
    refused("x.npz", found, "array 'a.npy': it ends too early");
  }

  /** An archive of some kilobytes that promises or unpacks to far more. */
  @Test
  void bombsAreDefused() {
    byte[] promise = Arrays.npy(Arrays.header("<f8", "1099511627776, 1"));
    refused("x.npz", Arrays.npz(Map.of("a", promise)), "more than 1073741824 bytes");
    byte[] zeros = java.util.Arrays.copyOf(Arrays.npy(Arrays.header("|u1", "4, 2")), 64 << 20);
    refused("x.npz", Arrays.npz(Map.of("a", zeros)), "bytes follow the array U8[4,2]");
  }

  @Test
  void anyNpyIsReadOrRefused() throws Exception {
    clean(NpyFuzzTarget.class, 10_000);
  }

  @Test
  void anyNpzIsReadOrRefused() throws Exception {
    clean(NpzFuzzTarget.class, 10_000);
  }

  @Tag("full")
  @Test
  void aMillionNpysAreReadOrRefused() throws Exception {
    clean(NpyFuzzTarget.class, 1_000_000);
  }

  @Tag("full")
  @Test
  void aMillionNpzsAreReadOrRefused() throws Exception {
    clean(NpzFuzzTarget.class, 1_000_000);
  }

  private void clean(Class<?> target, int runs) throws Exception {
    byte[] a = Arrays.bytes("2, 3", 6);
    byte[] b = Arrays.npy(Arrays.header(">f4", "2, 2").replace("False", "True"), new byte[16]);
    Map<String, byte[]> seeds =
        target == NpyFuzzTarget.class
            ? Map.of("c", a, "fortran", b)
            : Map.of("one", Arrays.npz(Map.of("a", a)), "two", Arrays.npz(Map.of("a", a, "b", b)));
    FuzzCampaign.Outcome outcome =
        new FuzzCampaign(folder, target, runs, WORDS).run(seeds, Map.of());
    assertThat(outcome.exit()).as(outcome.log()).isZero();
    assertThat(outcome.runs()).as(outcome.log()).isGreaterThanOrEqualTo(runs);
  }
}
