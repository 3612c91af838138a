package org.octet.engines.openvino.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.octet.api.error.InferenceException;

/**
 * A folder with OpenVINO's libraries.
 *
 * @param cLibrary the library of the C API
 * @param tbb a TBB library to load first, where it is not beside the others
 */
record Installation(Path cLibrary, Optional<Path> tbb) {
  /** System property that names the OpenVINO to use. */
  static final String PROPERTY = "octet.openvino.home";

  private static final Pattern C_LIBRARY =
      Pattern.compile(
          "libopenvino_c\\.so(\\.\\d+)*|libopenvino_c(\\.\\d+)*\\.dylib|openvino_c\\.dll");
  private static final Pattern VERSION = Pattern.compile("openvino_c(?:\\.so)?\\.(\\d+)");

  /**
   * Layouts of the wheel, of the folder it is unpacked into, of the archives and of the system
   * packages.
   */
  private static final List<String> LAYOUTS =
      List.of(
          "",
          "libs",
          "openvino/libs",
          "runtime/lib/intel64",
          "runtime/lib/aarch64",
          "runtime/lib/arm64/Release",
          "runtime/bin/intel64/Release",
          "lib");

  /**
   * The OpenVINO that the user names.
   *
   * @param properties the system properties by name
   * @param environment the environment
   * @return empty when nothing is named
   * @throws InferenceException when something is named, but there is no OpenVINO
   */
  static Optional<Installation> find(
      Function<String, String> properties, Function<String, String> environment) {
    for (String source : List.of("-D" + PROPERTY, "OPENVINO_HOME", "INTEL_OPENVINO_DIR")) {
      String root =
          source.startsWith("-D") ? properties.apply(PROPERTY) : environment.apply(source);
      if (root != null && !root.isBlank()) {
        return Optional.of(
            in(Path.of(root))
                .orElseThrow(
                    () ->
                        new InferenceException(
                            "%s=%s: no OpenVINO there; expected its C library (libopenvino_c) in one of %s"
                                .formatted(source, root, LAYOUTS.subList(1, LAYOUTS.size())))));
      }
    }
    return Optional.empty();
  }

  /** The OpenVINO in or below a folder. */
  static Optional<Installation> in(Path root) {
    for (String layout : LAYOUTS) {
      Optional<Path> library = library(root.resolve(layout).toAbsolutePath());
      if (library.isPresent()) {
        Path tbb = root.resolve("runtime/3rdparty/tbb/lib/libtbb.so.12").toAbsolutePath();
        return Optional.of(
            new Installation(
                library.get(), Files.exists(tbb) ? Optional.of(tbb) : Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> library(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*openvino_c.*")) {
      for (Path file : files) {
        if (C_LIBRARY.matcher(file.getFileName().toString()).matches()) {
          return Optional.of(file.toRealPath());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new InferenceException("cannot look for OpenVINO in " + folder + ": " + e, e);
    }
  }

  /**
   * The version in the library's file name, such as {@code 2621} for 2026.2.1; where it has none,
   * the path.
   */
  String version() {
    Matcher m = VERSION.matcher(cLibrary.getFileName().toString());
    return m.find() ? m.group(1) : cLibrary.toString();
  }
}
