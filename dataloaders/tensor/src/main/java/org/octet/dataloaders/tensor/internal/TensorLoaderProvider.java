package org.octet.dataloaders.tensor.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.files.FileList;
import org.octet.dataloaders.files.Masks;
import org.octet.dataloaders.files.Samples;

/** The data loader {@code tensor}: NumPy arrays for any model's inputs. Immutable. */
public final class TensorLoaderProvider implements DataLoaderProvider {
  private static final List<String> ENDINGS = List.of(".npy", ".npz");
  private static final int MAX_AXIS = 31;

  @Override
  public String name() {
    return "tensor";
  }

  @Override
  public String description() {
    return "NumPy arrays (.npy, .npz): one file per sample, or one file whose first axis are samples.";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(Parameter.path("path", "an .npy or .npz file, or a folder of them").mandatory());
    all.add(
        Parameter.choice(
            "samples",
            "auto",
            List.of("auto", "rows", "whole"),
            "rows: the first axis of an array are samples; whole: an array is one sample; auto: rows"
                + " of one file, whole files of a folder"));
    all.add(
        Parameter.strings(
            "inputs",
            "which array goes to which input of the model, ARRAY=INPUT or only INPUT for an .npy"
                + " file; other arrays are left out; default: arrays of an .npz file are named as"
                + " the inputs"));
    all.add(
        Parameter.bool("keepAxis", true, "whether a row keeps its first axis, with the extent 1"));
    all.add(
        Parameter.numbers(
            "shape",
            null,
            "extents of the tensor in place of the array's, such as 1,1,128,128,128; -1 once for"
                + " what is left"));
    all.add(
        Parameter.choice(
            "type",
            "stored",
            List.of("stored", "f16", "f32", "f64", "u8", "i32", "i64"),
            "element type of the tensor; stored: the array's, but f32 for whole numbers with mean or"
                + " scale"));
    all.add(Parameter.numbers("mean", "0", "subtracted from every value, or one per channel"));
    all.add(
        Parameter.numbers(
            "scale", "1", "divides what is left, such as 255, or one per channel; not 0"));
    all.add(
        Parameter.integer("channelAxis", 1, 0, MAX_AXIS, "axis of the channels of mean and scale"));
    all.add(
        Parameter.string(
            "labels",
            null,
            "class indices: an .npy file, FILE.npz:ARRAY, or a CSV file; for rows FILE:label-column,"
                + " row by row, for files FILE:file-column:label-column"));
    all.add(
        Parameter.string(
            "targets",
            null,
            "tensors to be reproduced: an .npy file or FILE.npz:ARRAY with as many rows, or a folder"
                + " with an .npy file of each sample's name"));
    all.add(
        Parameter.string(
            "masks", null, "class of each element: as targets, for models that segment"));
    all.addAll(List.of(Masks.parameters()));
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
    boolean folder = Files.isDirectory(path);
    boolean rows =
        p.string("samples").equals("rows") || p.string("samples").equals("auto") && !folder;
    if (rows && folder) {
      throw new InputException(
          "data loader 'tensor': samples=rows needs one file, '%s' is a folder".formatted(path));
    }
    TensorMaker maker = TensorMaker.of(p, rows);
    Map<String, String> inputs = inputs(p);
    List<String> wanted = List.copyOf(inputs.keySet());
    FileList files = FileList.of(path, ENDINGS);
    ArraySource source =
        rows
            ? Samples.open("data file", path, () -> ArraySource.PerRow.open(path, wanted))
            : new ArraySource.PerFile(files, wanted);
    Truth truth = Truths.open(p, files.root(), rows ? null : files, source.ids().size());
    return new TensorLoader(source, inputs, maker, truth, p.string("onError").equals("skip"));
  }

  private static Map<String, String> inputs(Parameters p) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (String pair : p.has("inputs") ? p.strings("inputs") : List.<String>of()) {
      int at = pair.indexOf('=');
      String array = at < 0 ? ArraySource.ONLY : pair.substring(0, at).strip();
      String input = pair.substring(at + 1).strip();
      if (input.isEmpty() || inputs.put(array, input) != null) {
        throw new InputException(
            "data loader 'tensor': inputs=%s: '%s' must be ARRAY=INPUT, each array once"
                .formatted(String.join(",", p.strings("inputs")), pair));
      }
    }
    return inputs;
  }
}
