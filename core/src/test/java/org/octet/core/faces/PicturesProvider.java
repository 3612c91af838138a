package org.octet.core.faces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;

/** A folder of pictures for jobs: in their own size, RGB, (x - 127.5) / 128. */
public final class PicturesProvider implements DataLoaderProvider {
  @Override
  public String name() {
    return "test-pictures";
  }

  @Override
  public ParameterSchema parameters() {
    return ParameterSchema.of(Parameter.path("path", "the folder").mandatory());
  }

  @Override
  public DataLoader open(Parameters parameters) {
    Path folder = parameters.path("path");
    try (Stream<Path> all = Files.list(folder)) {
      return new Faces.Pictures(all.filter(f -> f.toString().endsWith(".jpg")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
