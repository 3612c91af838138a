package org.octet.core.internal.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.octet.api.SkippedSample;
import org.octet.api.algorithm.Progress;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.engine.Engine;
import org.octet.core.internal.execution.CompiledModels;
import org.octet.core.internal.execution.DecodedSamples;
import org.octet.core.internal.execution.Environment;
import org.octet.core.internal.execution.RunResult;
import org.octet.core.internal.execution.SampleConsumer;
import org.octet.core.internal.execution.SampleRunner;
import org.octet.core.internal.execution.Samples;

/**
 * Times the instrumented models against the plain ones: decodes chunks of samples into memory, and
 * runs each chunk through both, the one that goes first alternating. Results are those of the
 * instrumented models alone.
 */
final class TimedPass {
  private static final long CHUNK_BYTES = 32L << 20;

  private final Environment environment;
  private final Engine engine;
  private final Samples samples;
  private final StatisticsFolder folder;
  private final List<SkippedSample> skipped = new ArrayList<>();
  private int samplesRun;
  private double instrumentedSeconds;
  private double plainSeconds;
  private double decodeSeconds;

  TimedPass(Environment environment, Engine engine, Samples samples, StatisticsFolder folder) {
    this.environment = environment;
    this.engine = engine;
    this.samples = samples;
    this.folder = folder;
  }

  void run(CompiledModels instrumented, CompiledModels plain) {
    SampleRunner measured = new SampleRunner(environment, engine, List.of(instrumented));
    SampleRunner reference =
        new SampleRunner(environment.with(Progress.NONE), engine, List.of(plain));
    int done = 0;
    for (int chunk = 0; done < samples.size(); chunk++) {
      long start = System.nanoTime();
      try (DecodedSamples decoded =
          DecodedSamples.decode(environment, samples, done, CHUNK_BYTES)) {
        decodeSeconds += (System.nanoTime() - start) * 1e-9;
        skipped.addAll(decoded.skipped());
        if (chunk % 2 == 0) {
          plainSeconds += time(reference, decoded, new Discard());
          instrumentedSeconds += time(measured.after(done), decoded, folder);
        } else {
          instrumentedSeconds += time(measured.after(done), decoded, folder);
          plainSeconds += time(reference, decoded, new Discard());
        }
        samplesRun += decoded.loader().size();
        done += decoded.consumed();
      }
    }
    RunResult.requireSamples(samplesRun, skipped, this);
  }

  private static double time(
      SampleRunner runner, DecodedSamples decoded, SampleConsumer<?> consumer) {
    DataLoader loader = decoded.loader();
    if (loader.size() == 0) {
      return 0;
    }
    return runner.run(Samples.subset(loader, loader.size()), consumer).seconds();
  }

  int samplesRun() {
    return samplesRun;
  }

  double instrumentedSeconds() {
    return instrumentedSeconds;
  }

  double plainSeconds() {
    return plainSeconds;
  }

  /** Wall time of decoding. */
  double decodeSeconds() {
    return decodeSeconds;
  }

  List<SkippedSample> skipped() {
    return skipped;
  }

  private static final class Discard implements SampleConsumer<Optional<Sample>> {
    @Override
    public Optional<Sample> newSlot() {
      return Optional.empty();
    }

    @Override
    public void fold(Optional<Sample> slot, int position, String sampleId) {}
  }
}
