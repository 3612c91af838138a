package org.octet.dataloaders.image.internal;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.octet.api.data.Annotation.ClassLabel;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** The data loader {@code mnist}: grey pictures and labels in two IDX files. Immutable. */
public final class MnistLoaderProvider implements DataLoaderProvider {
  @Override
  public String name() {
    return "mnist";
  }

  @Override
  public String description() {
    return "Grey pictures in an IDX file (MNIST and its kin), gzip or not, labels beside it.";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(
        Parameter.path(
                "path",
                "the IDX file of pictures, such as t10k-images-idx3-ubyte.gz; labels are read from"
                    + " t10k-labels-idx1-ubyte beside it, if it is there")
            .mandatory());
    all.addAll(List.of(TensorWriter.parameters(Color.GRAY)));
    return new ParameterSchema(all);
  }

  @Override
  public DataLoader open(Parameters p) {
    TensorWriter writer = TensorWriter.of(name(), p);
    Path file = p.path("path");
    Idx pictures = Idx.read(file, 3);
    Optional<Idx> labels = labelFile(file).map(l -> labels(l, file, pictures));
    int h = pictures.dims(1);
    int w = pictures.dims(2);
    return new ArrayLoader(
        file.getFileName().toString(),
        pictures.dims(0),
        i ->
            new PlanarPixels(
                pictures.bytes(), pictures.start() + i * h * w, w, h, 1, writer.color()),
        i -> labels.map(l -> new ClassLabel(l.bytes()[l.start() + i] & 0xFF)),
        i -> ByteBuffer.wrap(pictures.bytes(), pictures.start() + i * h * w, h * w),
        writer);
  }

  private static Idx labels(Path labelFile, Path file, Idx pictures) {
    Idx labels = Idx.read(labelFile, 1);
    if (labels.dims(0) != pictures.dims(0)) {
      throw new InputException(
          "label file '%s' has %d labels, '%s' has %d pictures"
              .formatted(labelFile, labels.dims(0), file, pictures.dims(0)));
    }
    return labels;
  }

  /** The label file by its usual name, packed like the pictures or not. */
  private static Optional<Path> labelFile(Path pictures) {
    String name = pictures.getFileName().toString();
    String base = name.replace("images", "labels").replace("idx3", "idx1");
    if (base.equals(name)) {
      return Optional.empty();
    }
    String unpacked = base.endsWith(".gz") ? base.substring(0, base.length() - 3) : base;
    Set<String> candidates = new LinkedHashSet<>(List.of(base));
    candidates.add(unpacked);
    candidates.add(unpacked + ".gz");
    return candidates.stream()
        .map(pictures::resolveSibling)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
