package org.octet.dataloaders.tensor.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Samples;

/** The data loader {@code kaldi}: features of speech as Kaldi stores them. Immutable. */
public final class KaldiLoaderProvider implements DataLoaderProvider {
  private static final String FRAMES = "frames";

  @Override
  public String name() {
    return "kaldi";
  }

  @Override
  public String description() {
    return "Kaldi archives of features (.ark), binary, compressed or as text.";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(Parameter.path("path", "an .ark file, or a folder of them").mandatory());
    all.add(
        Parameter.choice(
            "samples",
            FRAMES,
            List.of(FRAMES, "utterances"),
            "frames: every row of every matrix is a sample; utterances: every matrix is one"));
    all.add(
        Parameter.strings(
            "inputs",
            "which archive of a folder goes to which input of the model, NAME=INPUT, with the same"
                + " keys in each; default: all archives one after the other, for the only input"));
    all.addAll(TensorLoaderProvider.making());
    all.add(
        Parameter.choice(
            "onError",
            "skip",
            List.of("skip", "fail"),
            "what to do with a sample that cannot be read"));
    return new ParameterSchema(all);
  }

  @Override
  public DataLoader open(Parameters p) {
    Path path = p.path("path");
    Map<String, String> inputs = TensorLoaderProvider.inputs(p);
    FileList files = FileList.of(path, List.of(".ark"));
    ArraySource source =
        Samples.open(
            "data file",
            path,
            () ->
                KaldiSource.open(
                    files, List.copyOf(inputs.keySet()), p.string("samples").equals(FRAMES)));
    return new TensorLoader(
        source,
        inputs,
        TensorMaker.of(p, true),
        index -> Optional.empty(),
        p.string("onError").equals("skip"));
  }
}
