package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionsTest {
  private final ApiVersions api = new ApiVersions(Map.of("org.octet.api.metric", "1.3.0"));

  private static String importing(String version) {
    return "org.slf4j;version=\"[9,10)\",org.octet.api.metric;uses:=\"a,b\";version=" + version;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"[1.0,2)\"", "\"[1.3,1.4)\"", "\"(1.2,1.3]\"", "1.0", "\"1.3.0\""})
  void versionsOfTheRangeSuit(String version) {
    assertThat(api.refusal(importing(version))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"[2.0,3)\"", "\"[0.9,1)\"", "\"[1.4,2)\"", "2", "\"(1.3,2)\""})
  void othersAreRefusedInOneSentence(String version) {
    assertThat(api.refusal(importing(version)).orElseThrow())
        .contains(version.replace("\"", ""), "org.octet.api.metric", "1.3.0");
  }

  @Test
  void whatIsNoRangeIsToldAsSuch() {
    assertThat(api.refusal(importing("\"[1.0\"")).orElseThrow()).contains("manifest", "[1.0");
  }

  @Test
  void packagesThatAreMissingNeedALaterOctet() {
    assertThat(api.refusal("org.octet.api.later;version=\"[1.0,2)\"").orElseThrow())
        .contains("org.octet.api.later", "update");
  }
}
