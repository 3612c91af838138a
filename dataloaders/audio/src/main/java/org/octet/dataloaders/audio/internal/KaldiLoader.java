package org.octet.dataloaders.audio.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.dataloaders.files.Fingerprint;
import org.octet.dataloaders.files.Samples;

/**
 * Reads records of Kaldi's archives on the caller's thread. Immutable, thread-safe.
 *
 * @param records the samples
 * @param labels class index by key, for those that have one
 * @param form of the samples
 */
record KaldiLoader(List<KaldiArchive.Entry> records, Map<String, Integer> labels, SampleForm form)
    implements DataLoader {

  @Override
  public int size() {
    return records.size();
  }

  @Override
  public Sample get(int index) {
    KaldiArchive.Entry entry = records.get(Objects.checkIndex(index, size()));
    return Samples.read(
        entry.key(),
        form.skip(),
        () ->
            form.sample(
                entry.key(),
                List.of(entry.read()),
                false,
                Optional.ofNullable(labels.get(entry.key())).map(ClassLabel::new)));
  }

  @Override
  public Optional<String> fingerprint(int index) {
    KaldiArchive.Entry entry = records.get(Objects.checkIndex(index, size()));
    return Fingerprint.of(
        () -> {
          Matrix m = entry.read();
          return new Fingerprint(entry.key())
              .add("%d x %d %s".formatted(m.rows(), m.columns(), m.vector()))
              .add(bytes(m));
        });
  }

  /** The values as they are in memory of any machine. */
  static ByteBuffer bytes(Matrix m) {
    ByteBuffer bytes = ByteBuffer.allocate(m.values().length * Float.BYTES);
    bytes.asFloatBuffer().put(m.values());
    return bytes;
  }
}
