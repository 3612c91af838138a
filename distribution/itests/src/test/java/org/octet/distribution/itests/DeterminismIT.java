package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Same inputs, same bytes: for any number of threads, in Felix and on a class path. */
class DeterminismIT {
  private final Distribution built = Distribution.built();

  @Test
  void threadsAndWorldsDoNotMatter(@TempDir Path folder) {
    Path first = quantize(folder.resolve("1"), "--threads", "1", "--load-threads", "1");
    List<Path> others =
        List.of(
            quantize(folder.resolve("3"), "--threads", "3", "--load-threads", "2"),
            quantize(folder.resolve("8"), "--threads", "8", "--load-threads", "4"),
            quantize(folder.resolve("plain"), "--threads", "2", "--no-osgi"));
    for (Path other : others) {
      assertThat(other.resolve("demo.xml")).hasSameBinaryContentAs(first.resolve("demo.xml"));
      assertThat(other.resolve("demo.bin")).hasSameBinaryContentAs(first.resolve("demo.bin"));
    }
  }

  private Path quantize(Path output, String... more) {
    Distribution.Result run =
        built.run(
            Arguments.of(
                List.of(more),
                "quantize",
                "--quiet",
                "--model",
                built.demoModel().toString(),
                "--loader",
                "image",
                "--data",
                built.demoPictures("calibration").toString(),
                "-L",
                "mean=127.5",
                "-L",
                "scale=127.5",
                "--subset-size",
                "40",
                "--output",
                output.toString()));
    assertThat(run.code()).as(run.err()).isZero();
    return output;
  }
}
