package org.octet.dataloaders.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.plugin.Parameters;
import org.octet.api.tensor.Shape;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The packed jar, in Felix and in class loaders of a plain JVM, one after the other and two at a
 * time in one process: each gets the native library for itself.
 */
class BundleIT {
  private static final Path JAR = Path.of(System.getProperty("octet.test.bundle"));
  private static final int TIMES = 4;

  @TempDir Path folder;

  @BeforeEach
  void writeData() throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\ndog\n##s\n");
    Files.writeString(folder.resolve("data.csv"), "The dogs,1\nthe cat,0\n");
  }

  @Test
  void worksInFelixAgainAndAgain() throws Exception {
    Framework felix = felix(folder);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    try {
      for (int i = 0; i < TIMES; i++) {
        Bundle bundle = felix.getBundleContext().installBundle(JAR.toUri().toString());
        bundle.start();
        run(bundle.adapt(BundleWiring.class).getClassLoader());
        loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        bundle.uninstall();
        refresh(felix);
      }
      assertCollected(loaders);
    } finally {
      felix.stop();
      felix.waitForStop(10_000);
    }
  }

  @Test
  void worksInClassLoadersOfItsOwn() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      try (URLClassLoader one = new URLClassLoader(new URL[] {JAR.toUri().toURL()}, new ApiOnly());
          URLClassLoader two = new URLClassLoader(new URL[] {JAR.toUri().toURL()}, new ApiOnly())) {
        run(one);
        run(two);
        run(one);
        loaders.add(new WeakReference<>(one));
        loaders.add(new WeakReference<>(two));
      }
    }
    assertCollected(loaders);
  }

  /** A table through a tokenizer, by the classes of one class loader. */
  private void run(ClassLoader loader) {
    DataLoaderProvider provider =
        ServiceLoader.load(DataLoaderProvider.class, loader).findFirst().orElseThrow();
    assertThat(provider.getClass().getClassLoader()).isSameAs(loader);
    Map<String, String> raw =
        Map.of(
            "path", folder.resolve("data.csv").toString(),
            "tokenizer", folder.resolve("vocab.txt").toString(),
            "label-column", "1");
    List<String> complaints = new ArrayList<>();
    Parameters parameters = provider.parameters().check(raw, "text", complaints);
    assertThat(complaints).isEmpty();
    try (DataLoader texts = provider.open(parameters);
        Sample sample = texts.get(0)) {
      assertThat(texts.size()).isEqualTo(2);
      assertThat(sample.data().get("input_ids").shape()).isEqualTo(Shape.of(1, 5));
      long[] ids = new long[5];
      sample.data().get("input_ids").bytes().asLongBuffer().get(ids);
      assertThat(ids).containsExactly(2, 4, 5, 6, 3);
    }
  }

  private static void assertCollected(List<WeakReference<ClassLoader>> loaders)
      throws InterruptedException {
    for (int i = 0; i < 20 && loaders.stream().anyMatch(l -> l.get() != null); i++) {
      System.gc();
      Thread.sleep(50);
    }
    assertThat(loaders).extracting(WeakReference::get).containsOnlyNulls();
  }

  @Test
  void exportsNothingAndImportsOnlyTheApi() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      var manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue(Constants.EXPORT_PACKAGE)).isNull();
      assertThat(manifest.getValue("Bundle-ClassPath")).isNull();
      assertThat(manifest.getValue(Constants.IMPORT_PACKAGE).split(",(?=[a-z])"))
          .allMatch(p -> p.startsWith("org.octet.api.") && p.contains("version=\"[1."));
      assertThat(jar.stream().map(Object::toString))
          .noneMatch(name -> name.endsWith(".jar"))
          .contains("META-INF/licenses/fastcsv/META-INF/LICENSE")
          .contains("META-INF/licenses/jackson-core/META-INF/LICENSE");
    }
  }

  private static Framework felix(Path folder) throws Exception {
    // the API comes from the class path of the test, so that both sides share its types
    String api =
        Stream.of("data", "error", "plugin", "tensor")
            .map(p -> "org.octet.api." + p + ";version=1.0.0")
            .collect(Collectors.joining(","));
    Framework felix =
        ServiceLoader.load(FrameworkFactory.class, BundleIT.class.getClassLoader())
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("felix").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    api,
                    "felix.bootdelegation.implicit",
                    "false",
                    "felix.log.level",
                    "1"));
    felix.start();
    return felix;
  }

  private static void refresh(Framework felix) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    felix.adapt(FrameworkWiring.class).refreshBundles(null, event -> done.countDown());
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * Shows a plugin the JDK and the API, as core does, and hides what is on the test's class path.
   */
  private static final class ApiOnly extends ClassLoader {
    ApiOnly() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.octet.api.")) {
        return BundleIT.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
