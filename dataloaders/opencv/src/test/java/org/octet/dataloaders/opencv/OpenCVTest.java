package org.octet.dataloaders.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.dataloaders.opencv.internal.NativeLibrary;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

class OpenCVTest {
  @Test
  void decodesWhatItEncoded() {
    OpenCV.load();
    OpenCV.load();
    Mat picture = new Mat(3, 5, CvType.CV_8UC3, new Scalar(1, 2, 3));
    MatOfByte png = new MatOfByte();
    assertThat(Imgcodecs.imencode(".png", picture, png)).isTrue();
    Mat back = Imgcodecs.imdecode(png, Imgcodecs.IMREAD_COLOR);
    byte[] pixel = new byte[3];
    back.get(2, 4, pixel);
    assertThat(back.size().toString()).isEqualTo("5x3");
    assertThat(pixel).containsExactly(1, 2, 3);
    assertThat(Core.getNumThreads()).isLessThanOrEqualTo(1);
  }

  @Test
  void severalClassLoadersLoadTheirOwnAndLeaveNothingInTheTempFolder() throws Exception {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = natives(temp);
    for (int i = 0; i < 3; i++) {
      try (URLClassLoader own = new URLClassLoader(classPath(), null)) {
        own.loadClass(OpenCV.class.getName()).getMethod("load").invoke(null);
        Object mat = own.loadClass(Mat.class.getName()).getConstructor().newInstance();
        assertThat(mat.getClass().getClassLoader()).isSameAs(own);
      }
    }
    assertThat(natives(temp)).isEqualTo(before);
  }

  @Test
  void unpacksOnceAndRepairsATornFile(@TempDir Path folder) throws Exception {
    Path jarEntry = Files.writeString(folder.resolve("libx.so"), "content");
    NativeLibrary library = new NativeLibrary(jarEntry.toUri().toURL(), "x-1");
    Path copy = library.cached();
    assertThat(copy).hasContent("content").startsWith(NativeLibrary.cacheFolder());
    var written = Files.getLastModifiedTime(copy);
    assertThat(library.cached()).isEqualTo(copy);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(written);
    Files.writeString(copy, "torn");
    assertThat(library.cached()).hasContent("content");
    try (Stream<Path> files = Files.list(copy.getParent())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("libx.so", "libx.so.lock");
    }
  }

  @Test
  void privateCopyIsGoneAfterUse(@TempDir Path folder) throws Exception {
    Path jarEntry = Files.writeString(folder.resolve("liby.so"), "content");
    NativeLibrary library = new NativeLibrary(jarEntry.toUri().toURL(), "y-1");
    List<Path> used = new ArrayList<>();
    library.withPrivateCopy(
        copy -> {
          assertThat(copy).hasContent("content");
          used.add(copy);
        });
    assertThat(used).singleElement().satisfies(f -> assertThat(f.getParent()).doesNotExist());
  }

  @Test
  void machineWithoutALibraryIsToldWhatToDo() throws Exception {
    String os = System.setProperty("os.name", "Plan 9");
    try (URLClassLoader own = new URLClassLoader(classPath(), null)) {
      var load = own.loadClass(OpenCV.class.getName()).getMethod("load");
      assertThatThrownBy(() -> load.invoke(null))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessageContaining("Plan 9")
          .hasMessageContaining("java.library.path");
    } finally {
      System.setProperty("os.name", os);
    }
  }

  private static List<Path> natives(Path temp) throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.filter(f -> f.getFileName().toString().contains("octet-native")).toList();
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
