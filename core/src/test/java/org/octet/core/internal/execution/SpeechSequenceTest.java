package org.octet.core.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.api.engine.EngineProvider;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.ModelFiles;
import org.octet.api.tensor.ElementType;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;

/** A recurrent network over a whole recording, its state fed back by the engine {@code ie}. */
class SpeechSequenceTest {
  private static final Path AUDIO = Path.of(System.getProperty("octet.data"), "audio", "vad");
  private static final int CONTEXT = 64;
  private static final int HOP = 512;

  private static Engine engine() {
    EngineProvider ie =
        ServiceLoader.load(EngineProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("ie"))
            .findFirst()
            .orElseThrow();
    Map<String, String> feedback = Map.of("feedback", "stateN:state");
    return ie.create(ie.parameters().check(feedback, "ie", new ArrayList<>()));
  }

  /** Frames of 512 new samples, each after the 64 before it: [frames, 576]. */
  private static Tensor frames(Path wav) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
    int data = 12;
    while (bytes.getInt(data) != 0x61746164) { // "data"
      data += 8 + bytes.getInt(data + 4);
    }
    int samples = bytes.getInt(data + 4) / 2;
    int frames = samples / HOP;
    Tensor tensor = Tensor.allocate(ElementType.F32, Shape.of(frames, CONTEXT + HOP));
    for (int f = 0; f < frames; f++) {
      for (int i = 0; i < CONTEXT + HOP; i++) {
        int at = f * HOP + i - CONTEXT;
        float value = at < 0 ? 0 : bytes.getShort(data + 8 + 2 * at) / 32768f;
        tensor.floats().put(f * (CONTEXT + HOP) + i, value);
      }
    }
    return tensor;
  }

  private record Recordings(Tensor frames, int size) implements DataLoader {
    @Override
    public Sample get(int index) {
      return new Sample("s" + index, Map.of("input", frames), Optional.empty());
    }
  }

  @Test
  void findsTheSpeechThatThePublisherFinds() throws IOException {
    assumeTrue(Files.isDirectory(AUDIO), "no folder " + AUDIO + " (octet.data)");
    Tensor frames = frames(AUDIO.resolve("speech_first30s.wav"));
    List<Tensor> seen = new ArrayList<>();
    try (InferenceRuntime runtime = TestRuntime.open()) {
      Environment environment = TestRuntime.environment(runtime, 2);
      Path model = AUDIO.resolve("silero_vad_openvino_16k.onnx");
      try (CompiledModels models =
          CompiledModels.compile(environment, Map.of("vad", new ModelFiles(model, null)))) {
        new SampleRunner(environment, engine(), List.of(models))
            .run(
                Samples.subset(new Recordings(frames, 2), 2),
                new OrderedPredictions(
                    (id, truth, p) -> {
                      assertThat(p.get(0).outputs()).containsOnlyKeys("output");
                      seen.add(p.get(0).outputs().get("output").copy());
                    }));
      }
    }
    // the second recording starts with the same state as the first
    assertThat(seen.get(1).bytes()).isEqualTo(seen.get(0).bytes());
    assertThat(seen.get(0).shape()).isEqualTo(Shape.of(frames.shape().dim(0), 1));
    int speech = 0;
    for (float p : seen.get(0).toFloats()) {
      speech += p >= 0.5f ? 1 : 0;
    }
    // the data's README: 78.3 % of the frames, measured with ONNX Runtime
    assertThat(Math.round(1000.0 * speech / frames.shape().dim(0))).isEqualTo(783);
  }
}
