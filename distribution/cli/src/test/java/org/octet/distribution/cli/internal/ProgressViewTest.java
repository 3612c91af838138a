package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String show(boolean terminal) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (ProgressView view = ProgressView.on(err, terminal)) {
      view.stage("calibrate", 300, "samples");
      view.advance(200);
      view.message("warning: one picture is left out");
      // out of order
      view.advance(100);
      view.stage("calibrate", 50, "samples");
      view.advance(50);
      view.stage("ActivationChannelAlignment", 0, "");
      view.stage("write", 0, "");
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLogGetsOneLinePerStage() {
    String[] lines = show(false).split("\n");
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).isEqualTo("warning: one picture is left out");
    assertThat(lines[1]).matches("  calibrate +250 samples in \\d+\\.\\d s");
    assertThat(lines[2]).matches("  ActivationChannelAlignment \\d+\\.\\d s");
    assertThat(lines[3]).matches("  write +\\d+\\.\\d s").hasSameSizeAs(lines[2]);
  }

  @Test
  void aTerminalGetsALineThatIsDrawnOver() {
    assertThat(show(true)).contains("\r\u001b[K").contains("calibrate");
  }
}
