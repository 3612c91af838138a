package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openvino.global.openvino;
import org.bytedeco.openvino.ov_version_t;
import org.octet.api.error.InferenceException;
import org.octet.api.error.OutputException;
import org.octet.engines.openvino.extras.OvExtras;
import org.octet.engines.openvino.extras.OvModels;

/**
 * The loaded OpenVINO. OpenVINO itself (90 MB) lies in one folder per version, shared by processes
 * and class loaders, and is loaded by {@code dlopen}, so that no class loader owns it; the JNI
 * libraries (0.7 MB) are unpacked for each class loader.
 *
 * @param version OpenVINO's own build text, such as {@code 2026.2.1-21919-...}
 * @param library the library of the C API
 * @param cppError why OpenVINO's C++ functions cannot be called; null when they can
 */
public record Natives(String version, Path library, String cppError) {
  /**
   * The one piece of state that a JVM cannot do without: native libraries are loaded once per class
   * loader.
   */
  private static Natives loaded;

  /**
   * Loads OpenVINO: the one the user names, else the embedded one.
   *
   * @throws InferenceException when it cannot be loaded, with the reason and what to do
   * @throws OutputException when it cannot be unpacked
   */
  public static synchronized Natives load() {
    if (loaded == null) {
      loaded = loadOnce();
    }
    return loaded;
  }

  private static Natives loadOnce() {
    Path natives = CacheFolder.natives(System::getProperty);
    try {
      Installation named = Installation.find(System::getProperty, System::getenv).orElse(null);
      Installation wanted = named == null ? embedded(natives) : named;
      Installation used = LoadedMark.claim(System.getProperties(), wanted);
      try (JniFolder jni =
          JniFolder.unpack(
              EmbeddedFiles.of("/natives/" + Loader.getPlatform() + "/jni"), natives)) {
        return withProperties(javacpp(jni.path()), () -> link(used, jni.path()));
      } catch (IOException | RuntimeException | LinkageError e) {
        LoadedMark.release(System.getProperties(), used);
        throw e;
      }
    } catch (IOException e) {
      throw CacheFolder.failure(natives, e);
    } catch (LinkageError e) {
      throw new InferenceException(
          "OpenVINO's libraries cannot be loaded: %s. On Linux they need glibc 2.34 and libstdc++, and a file system that allows programs (choose one with -D%s=DIR)."
              .formatted(e.getMessage(), CacheFolder.PROPERTY),
          e);
    }
  }

  /**
   * Whether {@link OvModels} may look into models: it relies on how OpenVINO keeps them, which was
   * checked for the versions up to 2026.
   */
  boolean showsModels() {
    Matcher year = Pattern.compile("^(\\d{4})\\.").matcher(version);
    return cppError == null && year.find() && Integer.parseInt(year.group(1)) <= 2026;
  }

  private static Installation embedded(Path natives) throws IOException {
    String platform = Loader.getPlatform();
    EmbeddedFiles files = EmbeddedFiles.of("/natives/" + platform + "/openvino");
    Path folder = files.shared(natives, "openvino-" + platform);
    return Installation.in(folder)
        .orElseThrow(() -> new InferenceException(folder + " has no C library of OpenVINO"));
  }

  private static Natives link(Installation openVino, Path jni) {
    // statics of this bundle's own copy of JavaCPP, so this is private to us
    Loader.loadProperties().setProperty("platform.preloadpath", jni.toString());
    load(Pointer.class);
    openVino.tbb().ifPresent(tbb -> Loader.loadGlobal(tbb.toString()));
    // global symbols first: the JNI libraries name none of OpenVINO's, so they fit any version of
    // it
    Loader.loadGlobal(openVino.cLibrary().toString());
    load(openvino.class);
    load(OvExtras.class);
    String cppError = null;
    try {
      load(OvModels.class);
    } catch (LinkageError e) {
      cppError = e.getMessage();
    }
    return new Natives(buildNumber(), openVino.cLibrary(), cppError);
  }

  /** Paths first: natives of another JavaCPP on a flat class path are not ours. */
  private static void load(Class<?> type) {
    Loader.load(type, Loader.loadProperties(), true);
  }

  /** What JavaCPP reads once, while its classes are initialised. */
  private static Map<String, String> javacpp(Path jni) {
    return Map.of(
        // its deallocator thread would pin this class loader for ever; we close everything by hand
        "org.bytedeco.javacpp.noPointerGC", "true",
        // its limits would take OpenVINO's own memory for a leak of Java objects, and fail
        // allocations
        "org.bytedeco.javacpp.maxBytes", "0",
        "org.bytedeco.javacpp.maxPhysicalBytes", "0",
        // it has nothing to cache, so it shall make no folder for that in the user's home
        "org.bytedeco.javacpp.cacheDir", jni.toString());
  }

  private static <T> T withProperties(Map<String, String> properties, Supplier<T> action) {
    Map<String, String> before = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          String old = System.setProperty(key, value);
          if (old != null) {
            before.put(key, old);
          }
        });
    try {
      return action.get();
    } finally {
      properties.keySet().forEach(System::clearProperty);
      before.forEach(System::setProperty);
    }
  }

  private static String buildNumber() {
    try (ov_version_t version = new ov_version_t()) {
      Status.check(openvino.ov_get_openvino_version(version), "asking OpenVINO for its version");
      String text = version.buildNumber().getString(StandardCharsets.UTF_8);
      openvino.ov_version_free(version);
      return text;
    }
  }
}
