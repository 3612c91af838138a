package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsNumbersToTheRight() {
    String text = Table.ofNumbers("", "float", "INT8").row("size", "13.9 MB", "3.5 MB").toString();
    assertThat(text.lines())
        .containsExactly("           float     INT8", "  size   13.9 MB   3.5 MB");
  }

  @Test
  void outputsThatWereNotComparedAreNotCalledEqual() {
    assertThat(Summaries.fidelity(Map.of(), null)).isEqualTo("not compared");
    assertThat(Summaries.fidelity(Collections.singletonMap("y", null), null))
        .isEqualTo("equal on calibration samples");
    assertThat(Summaries.fidelity(Map.of("y", 21.96), 21.96))
        .isEqualTo("22.0 dB on calibration samples");
  }

  @Test
  void formatsAsPeopleRead() {
    assertThat(Table.size(999)).isEqualTo("999 B");
    assertThat(Table.size(1_084_560)).isEqualTo("1.08 MB");
    assertThat(Table.size(3_000_000_000L)).isEqualTo("3.00 GB");
    assertThat(Table.decibels(null)).isEqualTo("equal");
    assertThat(Table.decibels(21.96)).isEqualTo("22.0 dB");
    assertThat(Summaries.metric(0.7783)).isEqualTo("0.7783 (77.83 %)");
    assertThat(Summaries.metric(33.84)).isEqualTo("33.8400");
  }

  @Test
  void aRatioHasTheWordThatFits() {
    assertThat(Table.times(3.914, "smaller", "larger")).isEqualTo("3.91 x smaller");
    assertThat(Table.times(1, "smaller", "larger")).isEqualTo("1.00 x smaller");
    assertThat(Table.times(0.58, "smaller", "larger")).isEqualTo("1.72 x larger");
  }
}
