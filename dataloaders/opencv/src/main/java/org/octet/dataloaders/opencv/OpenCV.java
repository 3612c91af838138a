package org.octet.dataloaders.opencv;

import java.io.IOException;
import java.net.URL;
import org.octet.api.error.OctetException;
import org.octet.api.error.OutputException;
import org.octet.api.error.PluginException;
import org.octet.dataloaders.opencv.internal.NativeLibrary;
import org.opencv.core.Core;

/**
 * Loads the native library of the {@code org.opencv} classes in this jar. A native library serves
 * only the class loader that loaded it, so whoever uses these classes calls {@link #load} first
 * instead of loading the library itself.
 */
public final class OpenCV {
  private static final String RESOURCE = "/nu/pattern/opencv/linux/x86_64/";

  private OpenCV() {}

  /**
   * Loads the library once per class loader; further calls return at once. Tries {@code
   * java.library.path} first, then unpacks the library into a cache folder that all runs share, in
   * OSGi and outside (a framework would unpack it anew for every run): the system property {@code
   * octet.cache}, by default {@code .cache/octet/natives} in the user's home; a private temporary
   * file, removed after loading, where that folder is not writable. Threads of OpenCV's own are
   * turned off: callers decode on theirs. Thread-safe.
   *
   * @throws OutputException when it cannot be unpacked
   * @throws PluginException when there is no library for this machine or it does not load
   */
  public static void load() {
    Loaded.once();
  }

  /** Class initialization is the lock, and the record that it is done. */
  private static final class Loaded {
    private static final OctetException FAILURE = attempt();

    private Loaded() {}

    private static void once() {
      if (FAILURE instanceof OutputException) {
        throw new OutputException(FAILURE.getMessage(), FAILURE);
      }
      if (FAILURE != null) {
        throw new PluginException(FAILURE.getMessage(), FAILURE);
      }
    }

    private static OctetException attempt() {
      try {
        loadLibrary();
        Core.setNumThreads(0);
        return null;
      } catch (PluginException e) {
        return e;
      } catch (IOException e) {
        return new OutputException(
            "cannot unpack OpenCV's library into %s, nor into %s: %s; make room, or name other folders with -Doctet.cache=DIR and -Djava.io.tmpdir=DIR"
                .formatted(NativeLibrary.cacheFolder(), System.getProperty("java.io.tmpdir"), e),
            e);
      } catch (UnsatisfiedLinkError | SecurityException e) {
        return new PluginException(
            "cannot load OpenCV %s: %s; put %s on java.library.path"
                .formatted(Core.VERSION, e, System.mapLibraryName(Core.NATIVE_LIBRARY_NAME)),
            e);
      }
    }

    private static void loadLibrary() throws IOException {
      try {
        System.loadLibrary(Core.NATIVE_LIBRARY_NAME);
        return;
      } catch (UnsatisfiedLinkError e) {
        if (resource() == null) {
          throw unsupported(e);
        }
      }
      // from this class: the library binds to the class loader of the caller of System.load
      NativeLibrary library =
          new NativeLibrary(resource(), "opencv-" + Core.VERSION + "-linux-x86_64");
      try {
        System.load(library.cached().toString());
      } catch (IOException | UnsatisfiedLinkError e) {
        // no cache, or another class loader of this JVM holds the cached file: a copy of our own
        library.withPrivateCopy(copy -> System.load(copy.toString()));
      }
    }

    private static URL resource() {
      String os = System.getProperty("os.name", "");
      String arch = System.getProperty("os.arch", "");
      return os.equals("Linux") && (arch.equals("amd64") || arch.equals("x86_64"))
          ? OpenCV.class.getResource(RESOURCE + System.mapLibraryName(Core.NATIVE_LIBRARY_NAME))
          : null;
    }

    private static PluginException unsupported(UnsatisfiedLinkError cause) {
      return new PluginException(
          "OpenCV %s has no library for %s on %s here (only Linux on x86-64 is included): put %s"
                  .formatted(
                      Core.VERSION,
                      System.getProperty("os.name"),
                      System.getProperty("os.arch"),
                      System.mapLibraryName(Core.NATIVE_LIBRARY_NAME))
              + " on java.library.path",
          cause);
    }
  }
}
