package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.distribution.itests.TestPlugins.Variation;

/** Jars that come, change and go while one Octet runs and works. */
class DeployIT {
  private static final int CYCLES = 5;

  @TempDir static Path folder;
  private static Distribution octet;
  private static RunningOctet shell;
  private static TestPlugins make;
  private static int outputs;

  @BeforeAll
  static void start() throws IOException {
    octet = Distribution.built().withOwnPlugins(folder.resolve("octet"));
    make = new TestPlugins(Files.createDirectories(folder.resolve("made")));
    shell =
        new RunningOctet(
            octet, folder.resolve("run"), "-Doctet.plugins.grace=2", "-Doctet.stall.seconds=1");
    assertThat(shell.type("octet:plugins")).contains("openvino").contains("image");
    assertThat(Files.readString(Path.of("/proc", String.valueOf(shell.pid()), "maps")))
        .as("native libraries before anything needs them")
        .doesNotContain("openvino_c", "libopencv", "libtokenizers", "jnijavacpp");
  }

  @AfterAll
  static void end() {
    try (RunningOctet running = shell) {
      running.exit();
      assertThat(running.err()).doesNotContain("LinkageError").doesNotContain("NoClassDefFound");
    }
  }

  private static Path plugins() {
    return octet.home().resolve("plugins");
  }

  @AfterEach
  void removeAll() throws IOException {
    for (Path jar : Files.list(plugins()).toList()) {
      Files.delete(jar);
    }
  }

  /** Starts a quantization with a loader; returns its number. */
  private static int quantize(String loader, int count, int delay) {
    String answer =
        shell.type(
            "octet:quantize --no-cache --model %s --loader %s --data . -L count=%d -L delay=%d --load-threads 1 --output %s"
                .formatted(
                    octet.demoModel(), loader, count, delay, folder.resolve("out" + ++outputs)));
    assertThat(answer).contains(" (quantize) started");
    return Integer.parseInt(answer.replaceFirst("(?s).*job (\\d+) \\(quantize\\) started.*", "$1"));
  }

  private static void await(int job, String end) {
    shell.awaitOut("job " + job + " (quantize) " + end);
  }

  @Test
  void comesAndGoesInLessThanASecond() throws IOException {
    double[] comes = new double[CYCLES];
    double[] goes = new double[CYCLES];
    for (int i = 0; i < CYCLES; i++) {
      Path jar = make.plain(Variation.usual("quick", "cycle " + i));
      TestPlugins.put(jar, plugins(), "quick.jar");
      comes[i] =
          shell.awaitWhy("quick", a -> a.contains("data-loader quick") && a.contains("is there"));
      Files.delete(plugins().resolve("quick.jar"));
      goes[i] = shell.awaitWhy("quick", a -> a.contains("there is no plugin"));
    }
    Arrays.sort(comes);
    Arrays.sort(goes);
    assertThat(comes[CYCLES / 2]).as("seconds from drop to usable").isLessThan(1);
    assertThat(goes[CYCLES / 2]).as("seconds to removal").isLessThan(1);
  }

  @Test
  void aRunningJobFinishesWithTheFormerVersionAndNewOnesUseTheNew() throws IOException {
    TestPlugins.put(make.plain(Variation.usual("twice", "first version")), plugins(), "twice.jar");
    shell.awaitWhy("twice", a -> a.contains("is there"));
    int slow = quantize("twice", 3, 400);
    shell.awaitAnswer("jobs", a -> a.contains("calibrate"));
    // overwritten in place, as cp does
    Files.write(
        plugins().resolve("twice.jar"),
        Files.readAllBytes(make.plain(Variation.usual("twice", "second version"))));
    shell.awaitAnswer("octet:plugins", a -> a.contains("second version"));
    int quick = quantize("twice", 3, 0);
    await(quick, "done");
    await(slow, "done");
    assertThat(shell.type("log " + slow)).contains("note: first version");
    assertThat(shell.type("log " + quick)).contains("note: second version");
  }

  @Test
  void theFormerVersionComesBackWhileARunningJobHoldsIt() throws IOException {
    Path first = make.plain(Variation.usual("back", "first version"));
    byte[] bytes = Files.readAllBytes(first);
    TestPlugins.put(first, plugins(), "back.jar");
    shell.awaitWhy("back", a -> a.contains("is there"));
    int slow = quantize("back", 5, 1000);
    shell.awaitAnswer("jobs", a -> a.contains("calibrate"));
    Path second = make.plain(Variation.usual("back", "second version"));
    TestPlugins.put(second, plugins(), "back.jar");
    shell.awaitAnswer("octet:plugins", a -> a.contains("second version"));
    TestPlugins.put(Files.write(folder.resolve("first.jar"), bytes), plugins(), "back.jar");
    shell.awaitAnswer("octet:plugins", a -> a.contains("first version"));
    await(slow, "done");
    int again = quantize("back", 3, 0);
    await(again, "done");
    assertThat(shell.type("log " + again)).contains("note: first version");
  }

  @Test
  void aRunningJobEndsSomeTimeAfterItsPluginIsDeleted() throws IOException {
    TestPlugins.put(make.plain(Variation.usual("gone", "g")), plugins(), "gone.jar");
    shell.awaitWhy("gone", a -> a.contains("is there"));
    int late = quantize("gone", 1000, 500);
    shell.awaitAnswer("jobs", a -> a.contains("calibrate"));
    Files.delete(plugins().resolve("gone.jar"));
    shell.awaitWhy("gone", a -> a.contains("there is no plugin"));
    int refused = quantize("gone", 1, 0);
    await(refused, "failed with exit code 2: data.loader: unknown data loader 'gone'");
    await(
        late,
        "failed with exit code 4: data loader 'gone' (gone.jar 0.0.0) was removed while the job used it");
  }

  @Test
  void whatIsBrokenIsNamedAndStopsNothingElse() throws IOException {
    byte[] whole = Files.readAllBytes(make.plain(Variation.usual("half", "h")));
    Files.write(plugins().resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
    TestPlugins.put(
        make.bundle(
            Variation.usual("needy", "n"),
            Map.of(
                "Import-Package",
                TestPlugins.imports("[1.0,2)") + ",com.example.absent;version=\"[3.1,4)\"")),
        plugins(),
        "needy.jar");
    TestPlugins.put(
        make.plain(
            Variation.usual("thrower", "t")
                .constructor("if (true) throw new IllegalStateException(\"no licence\");")),
        plugins(),
        "thrower.jar");
    TestPlugins.put(make.plain(Variation.usual("sound", "s")), plugins(), "sound.jar");
    TestPlugins.put(
        make.plain(
            Variation.usual("stuck", "s")
                .get(
                    "for (;index >= 0;) { try { Thread.sleep(60000); } catch (InterruptedException e) { } }")),
        plugins(),
        "stuck.jar");

    shell.awaitWhy("stuck", a -> a.contains("is there"));
    shell.awaitWhy("half", a -> a.contains("because it is not a jar, or not a whole one"));
    shell.awaitWhy(
        "needy",
        a ->
            a.contains(
                "because needy.jar needs package com.example.absent from 3.1.0, before 4.0.0, which nothing here has"));
    shell.awaitWhy("thrower", a -> a.contains("IllegalStateException: no licence"));
    int stuck = quantize("stuck", 3, 0);
    int sound = quantize("sound", 3, 0);
    await(sound, "done");
    shell.awaitAnswer(
        "log " + stuck,
        a -> a.contains("data loader com.example.stuck.Provider$Loader has not given sample 0"));
    shell.type("octet:cancel " + stuck);
    await(stuck, "cancelled");
    assertThat(shell.type("jobs")).contains("cancelled");

    Files.write(plugins().resolve("half.jar"), whole);
    shell.awaitWhy("half", a -> a.contains("is there"));
    // two versions at once
    TestPlugins.put(make.plain(Variation.usual("sound", "other")), plugins(), "sound-2.jar");
    shell.awaitWhy(
        "sound",
        a ->
            a.contains("is there: s")
                && a.contains("because not used: data loader 'sound' (sound.jar"));
  }

  @Test
  void aConstructorThatNeverReturnsStopsNothingElse() throws IOException {
    TestPlugins.put(
        make.plain(
            Variation.usual("hangs", "h")
                .constructor(
                    "for (; name() != null; ) { try { Thread.sleep(60000); } catch (InterruptedException e) { } }")),
        plugins(),
        "hangs.jar");
    TestPlugins.put(make.plain(Variation.usual("lively", "l")), plugins(), "lively.jar");
    shell.awaitWhy("lively", a -> a.contains("is there"));
    shell.awaitWhy(
        "hangs", a -> a.contains("because has not returned from its constructor within 5 s"));
    int job = quantize("lively", 3, 0);
    await(job, "done");
    Files.delete(plugins().resolve("hangs.jar"));
    shell.awaitWhy("hangs", a -> a.contains("there is no plugin"));
    TestPlugins.put(make.plain(Variation.usual("hangs", "no more")), plugins(), "hangs.jar");
    shell.awaitWhy("hangs", a -> a.contains("is there: no more"));
  }

  @Test
  void theFormerVersionStaysWhereTheNewOneCannotBeUsed() throws IOException {
    TestPlugins.put(make.plain(Variation.usual("firm", "first version")), plugins(), "firm.jar");
    shell.awaitWhy("firm", a -> a.contains("is there: first version"));
    TestPlugins.put(
        make.bundle(
            Variation.usual("firm", "for another Octet"),
            Map.of("Import-Package", TestPlugins.imports("[7.0,8)"))),
        plugins(),
        "firm.jar");
    shell.awaitWhy("firm", a -> stays(a, "it is built for another Octet"));
    TestPlugins.put(
        make.plain(
            Variation.usual("firm", "thrower")
                .constructor("if (true) throw new IllegalStateException(\"no licence\");")),
        plugins(),
        "firm.jar");
    shell.awaitWhy(
        "firm",
        a ->
            stays(
                a,
                "data loader 'com.example.firm.Provider' cannot be created: IllegalStateException: no licence"));
    TestPlugins.put(
        make.bundle(
            Variation.usual("firm", "second version"),
            Map.of(
                "Import-Package",
                TestPlugins.imports("[1.0,2)") + ",com.example.support;version=\"[1.0,2)\"")),
        plugins(),
        "firm.jar");
    shell.awaitWhy("firm", a -> stays(a, "firm.jar needs package com.example.support"));
    TestPlugins.put(
        make.bundle(
            Variation.usual("support", "s"),
            Map.of(
                "Import-Package",
                TestPlugins.imports("[1.0,2)"),
                "Export-Package",
                "com.example.support;version=\"1.1\"")),
        plugins(),
        "support.jar");
    shell.awaitWhy(
        "firm", a -> a.contains("is there: second version") && !a.contains("cannot be used"));
  }

  private static boolean stays(String answer, String problem) {
    return answer.contains("data-loader firm")
        && answer.contains("is there: first version")
        && answer.contains("because " + problem)
        && answer.contains("because the version before it stays in use");
  }

  @Test
  void whatIsMissingMayCome() throws IOException {
    TestPlugins.put(
        make.bundle(
            Variation.usual("second", "n"),
            Map.of(
                "Import-Package",
                TestPlugins.imports("[1.0,2)") + ",com.example.first;version=\"[1.0,2)\"")),
        plugins(),
        "second.jar");
    shell.awaitWhy("second", a -> a.contains("needs package com.example.first"));
    Path first =
        make.bundle(
            Variation.usual("first", "f"),
            Map.of(
                "Import-Package",
                TestPlugins.imports("[1.0,2)") + ",com.example.deep",
                "Export-Package",
                "com.example.first;version=\"1.2\""));
    TestPlugins.put(first, plugins(), "first.jar");
    shell.awaitWhy(
        "second",
        a ->
            a.contains("of first.jar, which is not resolved either")
                && a.contains("first.jar needs package com.example.deep, which nothing here has"));
    Path deep =
        make.bundle(
            Variation.usual("deep", "d"),
            Map.of(
                "Import-Package",
                TestPlugins.imports("[1.0,2)"),
                "Export-Package",
                "com.example.deep"));
    TestPlugins.put(deep, plugins(), "deep.jar");
    shell.awaitWhy("second", a -> a.contains("data-loader second") && a.contains("is there"));
  }
}
