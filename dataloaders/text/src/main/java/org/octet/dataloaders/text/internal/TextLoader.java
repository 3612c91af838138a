package org.octet.dataloaders.text.internal;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.octet.api.data.DataLoader;
import org.octet.api.data.Sample;
import org.octet.api.error.UnreadableSampleException;

/** Cuts texts into tokens on the caller's thread. Thread-safe. */
final class TextLoader implements DataLoader {
  private final Texts texts;
  private final Tokenizer tokenizer;
  private final Inputs inputs;
  private final Layout layout;

  /**
   * How tokens are laid out.
   *
   * @param batch whether two texts are two rows, instead of one row joined
   * @param length tokens per row; 0: as many as the longest row has
   * @param padId the id that shorter rows are filled with
   * @param skip whether a text that cannot be cut may be left out
   */
  record Layout(boolean batch, int length, long padId, boolean skip) {}

  /**
   * @param texts what is cut
   * @param tokenizer cuts it; closed with this loader
   * @param inputs the tensors
   * @param layout of the tokens in them
   */
  TextLoader(Texts texts, Tokenizer tokenizer, Inputs inputs, Layout layout) {
    this.texts = texts;
    this.tokenizer = tokenizer;
    this.inputs = inputs;
    this.layout = layout;
  }

  @Override
  public int size() {
    return texts.size();
  }

  @Override
  public Sample get(int index) {
    Row row = texts.get(Objects.checkIndex(index, size()));
    try {
      List<Encoding> rows = encode(row);
      int longest = rows.stream().mapToInt(Encoding::size).max().orElseThrow();
      int length = layout.length() > 0 ? layout.length() : longest;
      if (length == 0) {
        throw new IllegalArgumentException("it has no tokens");
      }
      return new Sample(row.id(), inputs.tensors(rows, length, layout.padId()), row.annotation());
    } catch (IllegalArgumentException e) {
      throw new UnreadableSampleException(row.id(), e.getMessage(), layout.skip(), e);
    }
  }

  private List<Encoding> encode(Row row) {
    return layout.batch() && row.pair() != null
        ? List.of(tokenizer.encode(row.text(), null), tokenizer.encode(row.pair(), null))
        : List.of(tokenizer.encode(row.text(), row.pair()));
  }

  @Override
  public Optional<String> fingerprint(int index) {
    Objects.checkIndex(index, size());
    try {
      Row row = texts.get(index);
      return Optional.of(
          new Fingerprint()
              .add(row.id())
              .add(row.text())
              .add(row.pair())
              .add(tokenizer.digest())
              .hex());
    } catch (UnreadableSampleException e) {
      return Optional.empty(); // reading the sample will say why
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
