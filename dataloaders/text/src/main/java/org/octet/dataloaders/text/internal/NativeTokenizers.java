package org.octet.dataloaders.text.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Properties;
import org.octet.api.error.PluginException;

/**
 * Loads the native library of the tokenizers, from this jar and without the loader that comes with
 * the binding: that one may ask the network, and takes a folder of its own in the user's home.
 */
final class NativeTokenizers {
  private static final String NAME = "tokenizers";
  private static final String FOLDER = "/native/lib/linux-x86_64/cpu/";

  private static final String PROPERTIES = "/native/lib/tokenizers.properties";

  private NativeTokenizers() {}

  /**
   * Loads the library once per class loader; further calls return at once. Tries {@code
   * java.library.path} first, then unpacks the library into the cache folder of {@link
   * NativeLibrary}, or into a private temporary file, removed after loading, where that folder is
   * not writable or another class loader of this JVM holds the library. Thread-safe.
   *
   * @throws PluginException when there is no library for this machine or it does not load
   */
  static void load() {
    if (Loaded.FAILURE != null) {
      throw new PluginException(Loaded.FAILURE.getMessage(), Loaded.FAILURE);
    }
  }

  /** Class initialization is the lock, and the record that it is done. */
  private static final class Loaded {
    private static final PluginException FAILURE = attempt();

    private Loaded() {}

    private static PluginException attempt() {
      try {
        loadLibrary();
        return null;
      } catch (PluginException e) {
        return e;
      } catch (IOException | UnsatisfiedLinkError | SecurityException e) {
        return new PluginException(
            "cannot load the tokenizers' library: %s; it needs glibc 2.34 or newer; make the folder %s"
                    .formatted(e, NativeLibrary.cacheFolder())
                + " writable, or put %s on java.library.path"
                    .formatted(System.mapLibraryName(NAME)),
            e);
      }
    }

    private static void loadLibrary() throws IOException {
      try {
        System.loadLibrary(NAME);
        return;
      } catch (UnsatisfiedLinkError e) {
        if (resource() == null) {
          throw unsupported(e);
        }
      }
      // from this class: the library binds to the class loader of the caller of System.load
      NativeLibrary library =
          new NativeLibrary(resource(), "tokenizers-%s-linux-x86_64".formatted(version()));
      try {
        System.load(library.cached().toString());
      } catch (IOException | UnsatisfiedLinkError e) {
        // no cache, or another class loader of this JVM holds the cached file: a copy of our own
        library.withPrivateCopy(copy -> System.load(copy.toString()));
      }
    }

    /** Of the library and of its binding. */
    private static String version() throws IOException {
      try (InputStream in = NativeTokenizers.class.getResourceAsStream(PROPERTIES)) {
        Properties properties = new Properties();
        properties.load(in);
        return properties.getProperty("version");
      }
    }

    private static URL resource() {
      String os = System.getProperty("os.name", "");
      String arch = System.getProperty("os.arch", "");
      return os.equals("Linux") && (arch.equals("amd64") || arch.equals("x86_64"))
          ? NativeTokenizers.class.getResource(FOLDER + System.mapLibraryName(NAME))
          : null;
    }

    private static PluginException unsupported(UnsatisfiedLinkError cause) {
      return new PluginException(
          "the tokenizers have no library for %s on %s here (only Linux on x86-64 is included): put"
                  .formatted(System.getProperty("os.name"), System.getProperty("os.arch"))
              + " %s on java.library.path".formatted(System.mapLibraryName(NAME)),
          cause);
    }
  }
}
