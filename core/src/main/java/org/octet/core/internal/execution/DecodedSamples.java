package org.octet.core.internal.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.SkippedSample;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.tensor.Tensor;

/** Samples held in memory, to be run more than once. */
public final class DecodedSamples implements AutoCloseable {
  private final List<Sample> samples = new ArrayList<>();
  private final List<SkippedSample> skipped = new ArrayList<>();
  private long bytes;
  private int consumed;

  private DecodedSamples() {}

  /**
   * Decodes samples on {@code loadThreads} threads, from {@code start} on, as many as fit.
   *
   * @param maxBytes memory at most; one sample is always taken
   */
  public static DecodedSamples decode(
      Environment environment, Samples all, int start, long maxBytes) {
    DecodedSamples decoded = new DecodedSamples();
    try {
      decoded.fill(environment, all, start, 1);
      long largest = Math.max(1, decoded.bytes);
      long more = Math.min(all.size() - start - decoded.consumed, maxBytes / largest - 1);
      if (more > 0) {
        decoded.fill(environment, all, start + decoded.consumed, (int) more);
      }
      return decoded;
    } catch (RuntimeException | Error e) {
      decoded.close();
      throw e;
    }
  }

  private void fill(Environment environment, Samples all, int start, int count) {
    Samples part = all.range(start, count);
    try (Prefetcher prefetcher = new Prefetcher(part, environment, 2 * environment.loadThreads())) {
      for (var next = prefetcher.next(); next != null; next = prefetcher.next()) {
        environment.cancellation().check();
        take(next);
      }
    }
  }

  private void take(Prefetcher.Decoded decoded) {
    consumed++;
    if (decoded.sample() != null) {
      samples.add(decoded.sample());
      for (Tensor tensor : decoded.sample().data().values()) {
        bytes += tensor.bytes().capacity();
      }
    } else if (decoded.failure() instanceof UnreadableSampleException e && e.skippable()) {
      skipped.add(new SkippedSample(e.sampleId(), e.getMessage()));
    } else if (decoded.failure() instanceof Error e) {
      throw e;
    } else {
      throw (RuntimeException) decoded.failure();
    }
  }

  /** The samples; closing one of them does nothing, closing this object closes all. */
  public DataLoader loader() {
    return new DataLoader() {
      @Override
      public int size() {
        return samples.size();
      }

      @Override
      public Sample get(int index) {
        Sample sample = samples.get(index);
        Map<String, Tensor> data = new LinkedHashMap<>();
        sample
            .data()
            .forEach((name, t) -> data.put(name, Tensor.of(t.type(), t.shape(), t.bytes())));
        return new Sample(sample.id(), data, sample.annotation());
      }
    };
  }

  /** Samples taken from the source, the skipped ones included. */
  public int consumed() {
    return consumed;
  }

  /** Samples that could not be read. */
  public List<SkippedSample> skipped() {
    return List.copyOf(skipped);
  }

  @Override
  public void close() {
    samples.forEach(Sample::close);
    samples.clear();
  }
}
