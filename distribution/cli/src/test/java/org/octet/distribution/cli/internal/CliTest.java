package org.octet.distribution.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.octet.api.Octet;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InferenceException;
import org.octet.api.error.InputException;
import org.octet.api.error.InternalException;
import org.octet.api.error.OctetException;
import org.octet.api.error.OutputException;
import org.octet.api.error.PluginException;
import org.octet.api.error.QualityException;
import org.octet.api.error.UnsupportedModelException;

class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Supplier<Octet> octet, String... args) {
    return new Cli(
            octet,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Console.NONE)
        .run(args);
  }

  private static Supplier<Octet> failing(RuntimeException e) {
    return () -> {
      throw e;
    };
  }

  static Stream<OctetException> errors() {
    return Stream.of(
        new InputException("a bad value"),
        new UnsupportedModelException("a bad value"),
        new PluginException("a bad value"),
        new QualityException("a bad value"),
        new InferenceException("a bad value"),
        new OutputException("a bad value"),
        new CancelledException("a bad value"),
        new InternalException("a bad value"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsHaveTheirExitCodeAndOneLine(OctetException error) {
    assertThat(run(failing(error), "plugins", "list")).isEqualTo(error.exitCode());
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("error: a bad value\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void severalComplaintsAreIndented() {
    run(failing(new InputException("2 problems:\n1. a\n2. b")), "plugins", "list");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("error: 2 problems:\n  1. a\n  2. b\n");
  }

  @Test
  void anythingElseIsADefectOfOctet() {
    assertThat(run(failing(new IllegalStateException("oops")), "plugins", "list")).isEqualTo(70);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("oops")
        .contains("report")
        .doesNotContain("\tat ");
  }

  @Test
  void debugShowsWhere() {
    run(failing(new InputException("x")), "plugins", "list", "--debug");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\tat ").contains("error: x");
  }

  @Test
  void versionAndHelpNeedNoPlugins() {
    assertThat(run(failing(new IllegalStateException()), "--version")).isZero();
    assertThat(run(failing(new IllegalStateException()), "--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("octet 0.").contains("quantize");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help plugins install",
        "plugins install --help",
        "help job",
        "job --help",
        "help job from-pot",
        "help pot"
      })
  void everyCommandHasHelp(String line) {
    String command = line.replaceFirst("^help | --help$", "");
    assertThat(run(failing(new IllegalStateException()), line.split(" "))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: octet " + command + " [");
    assertThat(err.size()).isZero();
  }

  @Test
  void helpOfWhatIsNotThereIsRefused() {
    assertThat(run(failing(new IllegalStateException()), "help", "plugins", "buy")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("error: there is no command 'buy'\nsee 'octet plugins --help'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "plugins --help", "job --help"})
  void listedCommandsHaveWholeSentences(String line) {
    run(failing(new IllegalStateException()), line.split(" "));
    String list = out.toString(StandardCharsets.UTF_8).split("Commands:\n")[1].split("\n\n")[0];
    assertThat(list.strip().split("\n  (?=\\w)")).allMatch(entry -> entry.matches("(?s).+[.D]"));
  }

  @Test
  void usageErrorsAreTheUsers() {
    assertThat(run(failing(new IllegalStateException()), "quantize", "--threads", "many"))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--threads").contains("many");
    assertThat(run(failing(new IllegalStateException()))).isEqualTo(2);
    assertThat(run(failing(new IllegalStateException()), "plugins")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "quantize --sbset-size 3, --subset-size",
    "quantize --presett=mixed, --preset",
    "quantze, quantize"
  })
  void anUnknownWordComesWithTheOneThatWasPerhapsMeant(String line, String meant) {
    assertThat(run(failing(new InternalException("not reached")), line.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({
    "quantize --data a --loader image --data b, --data",
    "quantize --loader=image --data a --loader mnist, --loader",
    "compare --subset-size 3 --with x --subset-size 4, --subset-size",
    "report x.json --json --json, --json",
    "quantize -q --force --quiet, --quiet"
  })
  void anOptionThatIsGivenTwiceIsNamed(String line, String option) {
    assertThat(run(failing(new InternalException("not reached")), line.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("error: " + option + " is given more than once; give it once\n");
  }

  @Test
  void parametersOfALoaderMayBeMany() {
    String line = "quantize -L mean=1 --data x -L scale=2 --loader image -L layout=NCHW";
    assertThat(run(failing(new InputException("reached")), line.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("error: reached\n");
  }
}
