package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.octet.api.model.Model;
import org.octet.api.runtime.ModelInMemory;

/** Reading what was written gives the same model, writing what was read the same bytes. */
class RoundTripTest {
  @Property(tries = 300, seed = "1")
  void readingWhatWasWrittenGivesTheSameModel(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
    Model model = RandomModels.model(seed, size);
    ModelInMemory written = IrWriter.toMemory(model);
    Model read = IrReader.read(written.xml(), written.weights(), "memory");
    assertThat(ModelDescription.of(read)).isEqualTo(ModelDescription.of(model));
    assertThat(ModelDescription.of(model.copy())).isEqualTo(ModelDescription.of(model));
  }

  @Property(tries = 200, seed = "1")
  void writingIsDeterministicAndStable(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
    ModelInMemory first = IrWriter.toMemory(RandomModels.model(seed, size));
    ModelInMemory second = IrWriter.toMemory(RandomModels.model(seed, size));
    ModelInMemory again = IrWriter.toMemory(IrReader.read(first.xml(), first.weights(), "memory"));
    assertThat(second.xml()).isEqualTo(first.xml());
    assertThat(second.weights()).isEqualTo(first.weights());
    assertThat(again.xml()).isEqualTo(first.xml());
    assertThat(again.weights()).isEqualTo(first.weights());
  }

  @Property(tries = 50, seed = "1")
  void filesAndMemoryHoldTheSameBytes(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("octet-ir");
    Path xml = folder.resolve("model.xml");
    Path bin = folder.resolve("model.bin");
    try {
      Model model = RandomModels.model(seed, 30);
      IrWriter.toFiles(model, xml, bin);
      ModelInMemory memory = IrWriter.toMemory(model);
      assertThat(Files.readAllBytes(xml)).isEqualTo(memory.xml());
      byte[] weights = new byte[memory.weights().remaining()];
      memory.weights().duplicate().get(weights);
      assertThat(Files.readAllBytes(bin)).isEqualTo(weights);
      assertThat(ModelDescription.of(IrReader.read(xml, null)))
          .isEqualTo(ModelDescription.of(model));
    } finally {
      Files.deleteIfExists(xml);
      Files.deleteIfExists(bin);
      Files.delete(folder);
    }
  }
}
