package org.octet.engines.decoders.internal;

import java.util.List;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** The decoder {@code similarity}. Immutable. */
public final class SimilarityProvider extends DecoderPlugin {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          OutputChoice.parameter(Similarity.FORM),
          Parameter.choice(
              "pooling",
              Similarity.MEAN,
              List.of(Similarity.MEAN, Similarity.FIRST),
              "how token embeddings become one of the sentence: their mean, or the first token's"),
          Parameter.string(
              "attentionMask",
              "attention_mask",
              "name of the input [2,tokens] that is 0 where a token does not count; where the"
                  + " sample has none, all tokens count"));

  /** Called by the service loader. */
  public SimilarityProvider() {
    super(
        "similarity",
        "Cosine between the embeddings of the two sentences of a sample.",
        SCHEMA,
        Similarity::new);
  }
}
