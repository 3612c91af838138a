package org.octet.dataloaders.audio.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.dataloaders.files.Fingerprint;
import org.octet.dataloaders.files.Recent;
import org.octet.dataloaders.files.Samples;

/**
 * The rows of all records of Kaldi's archives, one sample each, as networks for speech are fed
 * frame by frame. Immutable, thread-safe.
 *
 * @param records in order
 * @param ends up to which sample the frames of each record go
 * @param labels class index by key, for those that have one; all frames have it
 * @param form of the samples
 * @param recent the record that was read last: samples are mostly asked for in order
 */
record KaldiFrames(
    List<KaldiArchive.Entry> records,
    int[] ends,
    Map<String, Integer> labels,
    SampleForm form,
    Recent<Matrix> recent)
    implements DataLoader {

  /**
   * Counts the frames.
   *
   * @throws IOException when a record cannot be read, or there are more than 2^31 - 1
   */
  static KaldiFrames of(
      List<KaldiArchive.Entry> records, Map<String, Integer> labels, SampleForm form)
      throws IOException {
    int[] ends = new int[records.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += records.get(i).read().rows();
      if (end > Integer.MAX_VALUE) {
        throw new IOException("more than %d frames".formatted(Integer.MAX_VALUE));
      }
      ends[i] = (int) end;
    }
    return new KaldiFrames(records, ends, labels, form, new Recent<>());
  }

  /**
   * Where a sample is.
   *
   * @param record which record
   * @param row its row
   */
  private record Frame(int record, int row) {}

  private String id(Frame frame) {
    return key(frame) + "#" + frame.row();
  }

  private String key(Frame frame) {
    return records.get(frame.record()).key();
  }

  private Matrix read(Frame frame) throws IOException {
    Matrix all = recent.get(frame.record(), records.get(frame.record())::read);
    if (frame.row() >= all.rows()) {
      throw new IOException("the file became shorter");
    }
    int from = frame.row() * all.columns();
    return Matrix.vector(Arrays.copyOfRange(all.values(), from, from + all.columns()));
  }

  private Frame frame(int index) {
    int found = Arrays.binarySearch(ends, Objects.checkIndex(index, size()));
    int record = found < 0 ? -found - 1 : found;
    // an end is where the next record begins; records without rows have the same end
    while (ends[record] <= index) {
      record++;
    }
    return new Frame(record, record == 0 ? index : index - ends[record - 1]);
  }

  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public Sample get(int index) {
    Frame frame = frame(index);
    return Samples.read(
        id(frame),
        form.skip(),
        () ->
            form.sample(
                id(frame),
                List.of(read(frame)),
                false,
                Optional.ofNullable(labels.get(key(frame))).map(ClassLabel::new)));
  }

  @Override
  public Optional<String> fingerprint(int index) {
    Frame frame = frame(index);
    return Fingerprint.of(() -> new Fingerprint(id(frame)).add(KaldiLoader.bytes(read(frame))));
  }
}
