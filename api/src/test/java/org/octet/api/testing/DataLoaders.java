package org.octet.api.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.error.InputException;
import org.octet.api.error.UnreadableSampleException;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Tensor;

/** Opens and reads data loaders as Octet does. Stateless. */
public final class DataLoaders {
  private static final int READ = 3;

  private DataLoaders() {}

  /**
   * Opens a loader.
   *
   * @param path what it opens; null: nothing
   * @param parameters {@code key=value} each, keys in camelCase or kebab-case
   * @throws IllegalArgumentException when the schema refuses them
   */
  public static DataLoader open(DataLoaderProvider provider, Path path, String... parameters) {
    return provider.open(parameters(provider, path, parameters));
  }

  /** Checked parameters, as {@link #open} takes them. */
  public static Parameters parameters(
      DataLoaderProvider provider, Path path, String... parameters) {
    Map<String, Object> raw = new HashMap<>();
    if (path != null) {
      raw.put("path", path.toString());
    }
    for (String p : parameters) {
      raw.put(p.substring(0, p.indexOf('=')), p.substring(p.indexOf('=') + 1));
    }
    return PluginParameters.of(provider, raw);
  }

  /** A copy of the only tensor of a sample. */
  public static Tensor tensor(DataLoader loader, int index) {
    try (Sample s = loader.get(index)) {
      if (s.data().size() != 1) {
        throw new AssertionError("one tensor expected, not " + s.data());
      }
      return s.data().values().iterator().next().copy();
    }
  }

  /** The ids of all samples. */
  public static List<String> ids(DataLoader loader) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < loader.size(); i++) {
      try (Sample s = loader.get(i)) {
        ids.add(s.id());
      }
    }
    return ids;
  }

  /**
   * For fuzz targets: the first samples of a file can be read and identified, or the error is one
   * for the user, which names the file or the sample, and gives a reason.
   *
   * @param parameters of the loader, its path the file that the fuzzer made
   */
  public static void readOrRefuse(DataLoaderProvider provider, Parameters parameters) {
    try (DataLoader loader = provider.open(parameters)) {
      for (int i = 0; i < Math.min(READ, loader.size()); i++) {
        loader.fingerprint(i);
        loader.get(i).close();
      }
    } catch (UnreadableSampleException e) {
      if (e.getMessage().endsWith(": ") || e.getMessage().endsWith("null")) {
        throw new IllegalStateException("no reason in: " + e.getMessage(), e);
      }
    } catch (InputException e) {
      if (!e.getMessage().contains(parameters.path("path").getFileName().toString())) {
        throw new IllegalStateException("no file named in: " + e.getMessage(), e);
      }
    }
  }
}
