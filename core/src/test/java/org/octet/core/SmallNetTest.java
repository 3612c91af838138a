package org.octet.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.DataSpec;
import org.octet.api.Job;
import org.octet.api.Octet;
import org.octet.api.QuantizationReport;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;

/** Jobs over a small network and pictures for it, with the real plugins and the real runtime. */
abstract class SmallNetTest {
  static Octet octet;

  @TempDir Path folder;
  Path model;
  Path pictures;
  Path out;

  @BeforeAll
  static void open() {
    octet = Bootstrap.create();
  }

  @AfterAll
  static void close() {
    octet.close();
  }

  @BeforeEach
  void files() throws IOException {
    model = SmallNet.write(folder);
    pictures = SmallNet.pictures(folder, 40);
    out = folder.resolve("out");
  }

  Job.Builder job() {
    return Job.builder()
        .model(model)
        .data("cifar10", pictures)
        .dataParameter("scale", "255")
        .output(out);
  }

  static QuantizationReport quantize(Job job) {
    return octet.quantize(job, Progress.NONE, new Cancellation());
  }

  static RuntimeSpec threads(int threads) {
    // what is measured is never what another number of threads measured
    return new RuntimeSpec(null, null, threads, threads, Map.of(), false);
  }

  List<byte[]> modelBytes() throws IOException {
    return List.of(
        Files.readAllBytes(out.resolve("small.xml")), Files.readAllBytes(out.resolve("small.bin")));
  }

  DataSpec data() {
    return new DataSpec("cifar10", pictures, Map.of("scale", 255), null, null, null);
  }
}
