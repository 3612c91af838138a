package org.octet.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.octet.api.DataSpec;
import org.octet.api.EvaluationJob;
import org.octet.api.GuardSpec;
import org.octet.api.Job;
import org.octet.api.ModelSpec;
import org.octet.api.Octet;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.octet.api.error.CancelledException;
import org.octet.api.error.InputException;
import org.octet.api.error.OctetException;
import org.octet.api.error.OutputException;
import org.octet.api.error.QualityException;
import org.octet.api.error.UnsupportedModelException;
import org.octet.api.plugin.PluginSpec;

/** Jobs that end with an error: nothing is written, and the message says what to do. */
class RefusedJobTest extends SmallNetTest {
  @Test
  void existingResultIsKeptWithoutForce() throws IOException {
    quantize(job().build());
    List<byte[]> first = modelBytes();
    assertThatThrownBy(() -> quantize(job().build()))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining(
            "small.xml, small.bin, small.report.json, small.report.html are there already");
    assertThat(modelBytes()).usingElementComparator(Arrays::compare).isEqualTo(first);
  }

  @Test
  void quantizedModelIsRefused() {
    quantize(job().build());
    Path twice = folder.resolve("twice");
    Job again =
        Job.builder()
            .model(out.resolve("small.xml"))
            .data("cifar10", pictures)
            .output(twice)
            .build();
    assertThatThrownBy(() -> quantize(again))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("is quantized already");
    assertThat(twice).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeMadeIsFoundBeforeAnythingIsRead() throws IOException {
    Files.writeString(model, "no model");
    Path tooLong = folder.resolve("x".repeat(256));
    Path nowhere =
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere/at/all"));
    for (Path output : List.of(tooLong, nowhere, nowhere.resolve("int8"), model.resolve("int8"))) {
      assertThatThrownBy(() -> quantize(job().output(output).build()))
          .isInstanceOf(OutputException.class)
          .hasMessageStartingWith("output=" + output + ": cannot be made: ");
    }
  }

  private void refused(Job.Builder job, Class<? extends OctetException> kind, String... message) {
    assertThatThrownBy(() -> quantize(job.build()))
        .isInstanceOf(kind)
        .hasMessageContainingAll(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void badInputWritesNothing() throws IOException {
    refused(job().targetDevice("CPUU"), InputException.class, "did you mean 'CPU'?");
    refused(
        job().runtime(new RuntimeSpec(null, "CPUU", null, null, Map.of())),
        InputException.class,
        "device=CPUU: there is no such device (did you mean 'CPU'?)");
    refused(job().slice("100:"), InputException.class, "slice '100:' takes nothing of the 40");
    refused(job().dataParameter("scal", 1), InputException.class, "did you mean 'scale'?");
    Path garbage = Files.writeString(folder.resolve("garbage.onnx"), "garbage");
    refused(
        Job.builder().model(garbage).data("cifar10", pictures).output(out),
        InputException.class,
        "garbage.onnx",
        "accepted are");
    Path xml = Files.copy(model, folder.resolve("short.xml"));
    Files.write(folder.resolve("short.bin"), new byte[100]);
    refused(
        Job.builder().model(xml).data("cifar10", pictures).output(out),
        InputException.class,
        "short.bin",
        "too short");
    Path none = Files.write(folder.resolve("none.bin"), new byte[0]);
    refused(job().data("cifar10", none), InputException.class, "none.bin");
  }

  @Test
  void tooHighDemandsWriteNothing() {
    refused(job().guard(new GuardSpec(true, 200.0, null)), QualityException.class, "200.00 dB");
  }

  @Test
  void cancelledJobWritesNothing() {
    Cancellation cancellation = new Cancellation();
    List<String> stages = new ArrayList<>();
    Progress canceller =
        new Progress() {
          @Override
          public void stage(String name, long total, String unit) {
            stages.add(name);
            if (name.equals("calibrate")) {
              cancellation.cancel();
            }
          }

          @Override
          public void advance(long done) {}

          @Override
          public void message(String text) {}
        };
    assertThatThrownBy(() -> octet.quantize(job().build(), canceller, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(stages).startsWith("load").contains("calibrate");
    assertThat(out).doesNotExist();
  }

  @Test
  void evaluationWithoutLabelsIsRefused() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "png", images.resolve("a.png").toFile());
    EvaluationJob job =
        new EvaluationJob(
            List.of(ModelSpec.of(model)),
            new DataSpec("image", images, Map.of(), null, null, null),
            null,
            List.of(PluginSpec.of("accuracy")),
            null);
    assertThatThrownBy(() -> octet.evaluate(job, Progress.NONE, new Cancellation()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sample 'a.png' has no annotation")
        .hasMessageContaining("labels=FILE");
  }

  @Test
  void closedOctetSaysSo() {
    Octet closed = Bootstrap.create();
    closed.close();
    assertThatThrownBy(() -> closed.quantize(job().build(), Progress.NONE, new Cancellation()))
        .isInstanceOf(OctetException.class);
    assertThat(out).doesNotExist();
  }
}
