package org.octet.dataloaders.text.internal;

import java.util.List;
import java.util.OptionalInt;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** The data loader {@code text}: texts through a tokenizer, or token ids. Immutable. */
public final class TextLoaderProvider implements DataLoaderProvider {
  private static final int MAX_TOKENS = 1_000_000;

  @Override
  public String name() {
    return "text";
  }

  @Override
  public String description() {
    return "Texts (lines, files, CSV, TSV, JSON lines) through a tokenizer, or token ids (NumPy,"
        + " text).";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(
        Parameter.path("path", "file of texts or token ids, or folder of texts").mandatory(),
        Parameter.choice(
            "format",
            "auto",
            Format.names(),
            "lines: one text per line; files: one per file of a folder, two or more sub-folders, in"
                + " byte order, being the classes; csv: quotes as in RFC 4180; tsv: no quotes;"
                + " json-lines: an object or array per line; tokens: an integer array [sequences,"
                + " tokens] in a .npy file, or a text of one sequence per line; auto: by the"
                + " extension"),
        Parameter.path(
            "tokenizer", "tokenizer.json, or the vocab.txt of BERT; needed for all but tokens"),
        Parameter.bool(
            "lowerCase",
            true,
            "with a vocab.txt: make texts lower-case and drop accents; a tokenizer.json says it"
                + " itself"),
        Parameter.bool("specialTokens", true, "add special tokens, such as [CLS] and [SEP]"),
        Parameter.integer(
            "maxLength",
            null,
            1,
            MAX_TOKENS,
            "tokens at most, special ones included; the rest is cut off, from the longer of two"
                + " texts first; default: as the tokenizer says, else no limit"),
        Parameter.choice(
            "padding",
            "none",
            List.of("none", "max-length"),
            "none: tensors as long as the text, whatever the tokenizer says; max-length: all filled"
                + " up to that length"),
        Parameter.integer(
            "padId",
            null,
            0,
            Integer.MAX_VALUE,
            "token id of padding; default: as the tokenizer says, else that of [PAD] or <pad>"),
        Parameter.strings(
            "inputs",
            "the model's inputs, each KIND or KIND:NAME, where KIND is input_ids, attention_mask,"
                + " token_type_ids or position_ids; a single one without a name is the only input;"
                + " default: input_ids,attention_mask,token_type_ids, and input_ids for tokens"),
        Parameter.choice("type", "i64", List.of("i64", "i32"), "element type of the tensors"),
        Parameter.choice(
            "header",
            "auto",
            List.of("auto", "yes", "no"),
            "whether the first record of a csv or tsv names the columns; auto: if a column is given"
                + " by name"),
        Parameter.string("separator", ",", "of the columns of a csv: a character, or tab"),
        Parameter.string(
            "textColumn",
            "0",
            "column of the text: position from 0, or name in the header, or key in JSON"),
        Parameter.string("pairColumn", null, "column of a second text"),
        Parameter.choice(
            "pair",
            "joined",
            List.of("joined", "batch"),
            "two texts as one row, such as [CLS] a [SEP] b [SEP], or as a batch of two rows, padded"
                + " to the longer one"),
        Parameter.string("labelColumn", null, "column of the class: an index from 0, or a name"),
        Parameter.strings("classes", "names of the classes in the order of their indices"),
        Parameter.string("scoreColumn", null, "column of a number, such as a similarity"),
        Parameter.number("scoreScale", 1.0, Double.MIN_NORMAL, 1e300, "what scores are divided by"),
        Parameter.string("referenceColumn", null, "column of a text to compare the result with"),
        Parameter.choice(
            "onError",
            "skip",
            List.of("skip", "fail"),
            "what to do with a text that cannot be read or cut"));
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException also when the tokenizer is missing or damaged, or parameters contradict
   *     each other
   * @throws PluginException when the tokenizers' library does not load on this machine
   */
  @Override
  public DataLoader open(Parameters p) {
    Format format = Format.of(p);
    return format == Format.TOKENS ? tokens(p) : texts(p, format);
  }

  private static DataLoader tokens(Parameters p) {
    for (String key :
        List.of(
            "tokenizer", "padId", "pairColumn", "labelColumn", "scoreColumn", "referenceColumn")) {
      if (p.has(key)) {
        throw wrong(
            "%s is for texts, and this is a file of tokens".formatted(ParameterSchema.kebab(key)));
      }
    }
    if (p.string("padding").equals("max-length")) {
      throw wrong("padding=max-length is for texts; sequences of tokens stay as they are");
    }
    return new TokenLoader(
        TokenSequences.open(p.path("path")),
        inputs(p, List.of("input_ids")),
        p.has("maxLength") ? p.integer("maxLength") : Integer.MAX_VALUE);
  }

  private static DataLoader texts(Parameters p, Format format) {
    if (!p.has("tokenizer")) {
      throw wrong(
          "tokenizer is missing; name a tokenizer.json or a vocab.txt, or use format=tokens");
    }
    TokenizerFile file =
        TokenizerFile.read(
            p.path("tokenizer"),
            p.bool("lowerCase"),
            p.has("maxLength") ? OptionalInt.of(p.integer("maxLength")) : OptionalInt.empty());
    TextLoader.Layout layout = layout(p, file);
    Inputs inputs = inputs(p, List.of("input_ids", "attention_mask", "token_type_ids"));
    Texts texts = format.texts(p);
    return new TextLoader(texts, new Tokenizer(file, p.bool("specialTokens")), inputs, layout);
  }

  private static TextLoader.Layout layout(Parameters p, TokenizerFile file) {
    boolean fill = p.string("padding").equals("max-length");
    boolean batch = p.string("pair").equals("batch");
    if (fill && file.maxLength().isEmpty()) {
      throw wrong("padding=max-length needs max-length: the tokenizer does not say one");
    }
    if (batch && !p.has("pairColumn")) {
      throw wrong("pair=batch needs pair-column");
    }
    boolean known = p.has("padId") || file.padId().isPresent();
    if ((fill || batch) && !known) {
      throw wrong("pad-id is missing: the tokenizer names no token for padding");
    }
    return new TextLoader.Layout(
        batch,
        fill ? file.maxLength().getAsInt() : 0,
        p.has("padId") ? p.integer("padId") : file.padId().orElse(0),
        p.string("onError").equals("skip"));
  }

  private static Inputs inputs(Parameters p, List<String> usual) {
    return Inputs.parse(p.has("inputs") ? p.strings("inputs") : usual, p.string("type"));
  }

  static InputException wrong(String what) {
    return new InputException("data loader 'text': " + what);
  }
}
