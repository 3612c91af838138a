package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With an {@code xdg-open} of its own, which notes what it is to open. */
@DisabledOnOs(OS.WINDOWS)
class DeskTest {
  @TempDir private Path folder;
  private Path opened;

  @BeforeEach
  void prepare() {
    opened = folder.resolve("opened");
  }

  private void program(int exitCode) throws IOException {
    Path program = folder.resolve("xdg-open");
    Files.writeString(
        program, "#!/bin/sh\necho \"$@\" > '%s'\nexit %d\n".formatted(opened, exitCode));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private boolean open(String variable, String value) {
    Map<String, String> environment = Map.of("PATH", "/nowhere::" + folder, variable, value);
    return new Desk(environment::get, Duration.ofMinutes(2)).open(Path.of("a page.html"));
  }

  @Test
  void aDesktopOpensTheFile() throws IOException {
    program(0);
    assertThat(open("DISPLAY", ":0")).isTrue();
    assertThat(opened).hasContent(Path.of("a page.html").toAbsolutePath().toString());
    Files.delete(opened);
    assertThat(open("WAYLAND_DISPLAY", "wayland-0")).isTrue();
    assertThat(opened).exists();
  }

  @Test
  void withoutADisplayNothingIsStarted() throws IOException {
    program(0);
    assertThat(open("DISPLAY", "")).isFalse();
    assertThat(open("LANG", "C")).isFalse();
    assertThat(opened).doesNotExist();
  }

  @Test
  void aDesktopWithoutABrowserSaysSo() throws IOException {
    program(3);
    assertThat(open("DISPLAY", ":0")).isFalse();
  }
}
