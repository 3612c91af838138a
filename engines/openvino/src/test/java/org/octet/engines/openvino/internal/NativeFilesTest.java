package org.octet.engines.openvino.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InferenceException;
import org.octet.api.error.OutputException;

/** Finding and unpacking native files. */
class NativeFilesTest {
  private static final String JNI = "/natives/" + Loader.getPlatform() + "/jni";

  @TempDir Path folder;

  @Test
  void manyUnpackOnce() throws Exception {
    EmbeddedFiles files = EmbeddedFiles.of(JNI);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> files.shared(folder, "jni")));
      }
      for (Future<Path> one : all) {
        assertThat(one.get()).isEqualTo(all.get(0).get());
      }
    } finally {
      threads.shutdown();
    }
    Path shared = files.shared(folder, "jni");
    assertThat(shared.getFileName().toString()).startsWith("jni-2026.2.1-");
    assertThat(shared.toFile().list()).contains(".complete").hasSize(files.names().size() + 1);
    // the folder and the lock, no half-made ones
    assertThat(folder.toFile().list()).hasSize(2);
  }

  @Test
  void repairsAFolderThatIsNotComplete() throws IOException {
    EmbeddedFiles files = EmbeddedFiles.of(JNI);
    Path shared = files.shared(folder, "jni");
    Files.delete(shared.resolve(".complete"));
    Files.writeString(shared.resolve(files.names().get(0)), "damaged");
    assertThat(files.shared(folder, "jni")).isEqualTo(shared);
    assertThat(Files.size(shared.resolve(files.names().get(0)))).isGreaterThan(10_000);
  }

  @Test
  void whatKilledProcessesLeftIsRemovedWithTheNextUnpacking() throws IOException {
    EmbeddedFiles files = EmbeddedFiles.of(JNI);
    String name = files.shared(folder, "jni").getFileName().toString();
    EmbeddedFiles.deleteTree(folder.resolve(name));
    Path half = Files.createDirectory(folder.resolve("." + name + "4711"));
    Files.writeString(half.resolve("lib.so"), "half of it");
    Path other = Files.createDirectory(folder.resolve(".other"));
    files.shared(folder, "jni");
    assertThat(half).doesNotExist();
    assertThat(other).isDirectory();
  }

  /** Unpacks, says so, and waits. */
  public static final class Unpacker {
    private Unpacker() {}

    /** The folder. */
    public static void main(String[] args) throws IOException {
      try (JniFolder mine = JniFolder.unpack(EmbeddedFiles.of(JNI), Path.of(args[0]))) {
        System.out.println(mine.path().getFileName());
        System.in.read();
      }
    }
  }

  @Test
  void foldersOfJniLibrariesGoWithTheirProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Unpacker.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path all = folder.resolve("jni");
    Path theirs = all.resolve(process.inputReader().readLine());
    try (JniFolder mine = JniFolder.unpack(EmbeddedFiles.of(JNI), folder);
        JniFolder ofAnotherClassLoader = JniFolder.unpack(EmbeddedFiles.of(JNI), folder)) {
      assertThat(List.of(theirs, mine.path(), ofAnotherClassLoader.path()))
          .allSatisfy(f -> assertThat(f).isNotEmptyDirectory());
    }
    assertThat(theirs).isNotEmptyDirectory();
    process.destroyForcibly().waitFor();
    assertThat(theirs).isNotEmptyDirectory();
    JniFolder.unpack(EmbeddedFiles.of(JNI), folder).close();
    assertThat(all).isEmptyDirectory();
  }

  @Test
  void folderThatCannotBeWrittenIsAnErrorOfOutput() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    UnaryOperator<String> named = Map.of("octet.cache", file.toString())::get;
    assertThatThrownBy(() -> CacheFolder.natives(named))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("'" + file.resolve("natives") + "'")
        .hasMessageContaining("MB free there")
        .hasMessageContaining("-Doctet.cache=DIR");
    Path temp = Files.createDirectory(folder.resolve("temp"));
    Map<String, String> homeless = Map.of("user.home", "" + file, "java.io.tmpdir", "" + temp);
    assertThat(CacheFolder.natives(homeless::get)).isDirectory().startsWith(temp);
    Map<String, String> nowhere = Map.of("user.home", "" + file, "java.io.tmpdir", "" + file);
    assertThatThrownBy(() -> CacheFolder.natives(nowhere::get))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("'" + file + "'");
  }

  @Test
  void findsTheOpenVinoThatTheUserNames() throws IOException {
    Path wheel = library("site", "openvino/libs", "libopenvino_c.so.2621");
    Path archive = library("archive", "runtime/lib/intel64", "libopenvino_c.so.2541");
    Files.createSymbolicLink(archive.resolveSibling("libopenvino_c.so"), archive.getFileName());
    Path tbb = library("archive", "runtime/3rdparty/tbb/lib", "libtbb.so.12");

    assertThat(Installation.find(k -> null, k -> null)).isEmpty();
    assertThat(find(Map.of(), Map.of("INTEL_OPENVINO_DIR", folder.resolve("archive").toString())))
        .contains(new Installation(archive.toRealPath(), Optional.of(tbb)));
    // the property goes before the environment
    Optional<Installation> found =
        find(
            Map.of("octet.openvino.home", folder.resolve("site").toString()),
            Map.of("OPENVINO_HOME", folder.resolve("archive").toString()));
    assertThat(found).contains(new Installation(wheel.toRealPath(), Optional.empty()));
    assertThat(found.orElseThrow().version()).isEqualTo("2621");
    // a wrong name is not passed over in silence
    assertThatThrownBy(() -> find(Map.of(), Map.of("OPENVINO_HOME", folder.toString())))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("OPENVINO_HOME=" + folder)
        .hasMessageContaining("libopenvino_c");
  }

  private static Optional<Installation> find(
      Map<String, String> properties, Map<String, String> env) {
    return Installation.find(properties::get, env::get);
  }

  private Path library(String root, String layout, String name) throws IOException {
    Path parent = Files.createDirectories(folder.resolve(root).resolve(layout));
    return Files.createFile(parent.resolve(name));
  }

  @Test
  void refusesASecondVersionInOneProcess() {
    Properties process = new Properties();
    Installation first = new Installation(Path.of("/a/libopenvino_c.so.2621"), Optional.empty());
    Installation copy = new Installation(Path.of("/b/libopenvino_c.so.2621"), Optional.empty());
    Installation other = new Installation(Path.of("/c/libopenvino_c.so.2641"), Optional.empty());
    assertThat(LoadedMark.claim(process, first)).isEqualTo(first);
    assertThat(LoadedMark.claim(process, first)).isEqualTo(first);
    assertThat(LoadedMark.claim(process, copy)).isEqualTo(first);
    assertThatThrownBy(() -> LoadedMark.claim(process, other))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("2621 from /a/libopenvino_c.so.2621")
        .hasMessageContaining("2641");
    LoadedMark.release(process, first);
    assertThat(LoadedMark.claim(process, other)).isEqualTo(other);
  }
}
