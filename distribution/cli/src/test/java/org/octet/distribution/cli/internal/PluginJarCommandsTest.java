package org.octet.distribution.cli.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.distribution.cli.internal.plugins.Jars;

/** The commands on the jars of a plugins folder; they work where nothing else does. */
class PluginJarCommandsTest {
  @TempDir Path root;
  private Path plugins;
  private Path jar;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void make() throws IOException {
    plugins = Files.createDirectory(root.resolve("plugins"));
    jar = Jars.plugin(root.resolve("count.jar"));
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    String[] line = new String[args.length + 3];
    line[0] = "plugins";
    System.arraycopy(args, 0, line, 1, args.length);
    line[args.length + 1] = "--plugins";
    line[args.length + 2] = plugins.toString();
    return new Cli(
            () -> {
              throw new IllegalStateException("a broken installation");
            },
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            Console.NONE)
        .run(line);
  }

  @Test
  void installsSwitchesAndRemoves() {
    assertThat(run("install", jar.toString())).as(err.toString(UTF_8)).isZero();
    assertThat(out.toString(UTF_8)).contains("installed", "count.jar", "1 plugin");
    assertThat(run("verify")).isZero();
    assertThat(out.toString(UTF_8)).contains("ok", "count.jar", "1.2");
    assertThat(run("disable", "count")).isZero();
    assertThat(plugins.resolve("count.jar")).doesNotExist();
    assertThat(run("enable", "count")).isZero();
    assertThat(run("remove", "count.jar")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("removed count.jar\n");
    assertThat(plugins).isEmptyDirectory();
  }

  @Test
  void jsonHasTheDocumentedForm() {
    assertThat(run("install", jar.toString(), "--json")).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith(
            "{\n  \"schemaVersion\": 1,\n  \"jars\": [\n    {\n      \"file\": \"count.jar\"")
        .contains("\"enabled\": true", "\"name\": \"com.example.count\"", "\"version\": \"1.2\"")
        .contains("\"service\": \"org.octet.api.metric.MetricProvider\"")
        .contains("\"problems\": [ ]");
    assertThat(run("disable", "count", "--json")).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            {
              "schemaVersion": 1,
              "action": "disabled",
              "file": "count.jar.disabled"
            }
            """);
  }

  @Test
  void exitCodesSayWhoIsToBlame() throws IOException {
    assertThat(run("install", root.resolve("missing.jar").toString())).isEqualTo(2);
    assertThat(run("install", jar.toString(), "--sha256", "0".repeat(64))).isEqualTo(2);
    assertThat(run("remove", "../count.jar")).isEqualTo(2);
    assertThat(jar).exists();
    Path broken = Files.writeString(root.resolve("broken.jar"), "no zip");
    assertThat(run("install", broken.toString())).isEqualTo(4);
    assertThat(run("install", jar.toString())).isZero();
    assertThat(run("install", jar.toString())).isEqualTo(74);
    Files.copy(broken, plugins.resolve("broken.jar"));
    assertThat(run("verify", "--json")).isEqualTo(4);
    assertThat(out.toString(UTF_8)).contains("\"it is not a readable jar");
    assertThat(err.toString(UTF_8)).contains("1 of 2 jars").contains("broken.jar");
    assertThat(run("verify", "count.jar")).isZero();
  }

  @Test
  void aTrustStoreIsAsked() throws IOException {
    Path none = Files.writeString(root.resolve("trust.pem"), "no certificate");
    assertThat(run("install", jar.toString(), "--trust-store", none.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("trust.pem");
    assertThat(plugins).isEmptyDirectory();
  }

  @Test
  void aSecondVersionIsWarnedOf() {
    run("install", jar.toString());
    assertThat(run("install", Jars.plugin(root.resolve("count-2.jar")).toString())).isZero();
    assertThat(err.toString(UTF_8))
        .contains("count.jar is another version of com.example.count", "plugins remove count.jar");
  }
}
