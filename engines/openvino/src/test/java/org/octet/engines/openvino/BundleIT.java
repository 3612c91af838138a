package org.octet.engines.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.runtime.CompileOptions;
import org.octet.api.runtime.CompiledModel;
import org.octet.api.runtime.InferRequest;
import org.octet.api.runtime.InferenceRuntime;
import org.octet.api.runtime.RuntimeProvider;
import org.octet.api.tensor.Shape;
import org.octet.api.tensor.Tensor;
import org.octet.engines.openvino.internal.TestModels;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The packed jar, in Felix and in class loaders of a plain JVM, one after the other in one process.
 */
class BundleIT {
  private static final Path JAR = Path.of(System.getProperty("octet.test.bundle"));
  private static final Path JNI = Path.of(System.getProperty("octet.cache"), "natives", "jni");
  private static final int TIMES = 4;

  @Test
  void worksInFelixAgainAndAgain(@TempDir Path folder) throws Exception {
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
      try (URLClassLoader loader =
          new URLClassLoader(new URL[] {JAR.toUri().toURL()}, new ApiOnly())) {
        run(loader);
        loaders.add(new WeakReference<>(loader));
      }
    }
    assertCollected(loaders);
  }

  /** Everything a job does, through the classes of one class loader. */
  private static void run(ClassLoader loader) throws IOException {
    RuntimeProvider provider =
        ServiceLoader.load(RuntimeProvider.class, loader).findFirst().orElseThrow();
    assertThat(provider.getClass().getClassLoader()).isSameAs(loader);
    try (InferenceRuntime runtime =
            provider.open(ParameterSchema.NONE.check(Map.of(), "runtime", new ArrayList<>()));
        CompiledModel model = runtime.compile(TestModels.affine("1"), CompileOptions.of("CPU", 1));
        InferRequest request = model.createRequest()) {
      request.setInput(0, Tensor.of(Shape.of(1, 3), new float[] {1, 1, 1}));
      request.infer();
      assertThat(request.output(0).toFloats()).containsExactly(11, 22, 33);
      assertThat(model.executedGraph()).isNotEmpty();
    }
    assertThat(JNI).isEmptyDirectory();
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
          .allMatch(
              p ->
                  p.startsWith("org.octet.api.") && p.contains("version=\"[1.")
                      || p.contains("resolution:=optional"));
      assertThat(jar.getEntry("META-INF/licenses/openvino/LICENSE")).isNotNull();
      assertThat(jar.stream().map(Object::toString)).noneMatch(name -> name.endsWith(".jar"));
    }
  }

  private static Framework felix(Path folder) throws Exception {
    // the API comes from the class path of the test, so that both sides share its types
    String api =
        Stream.of("error", "model", "plugin", "runtime", "tensor")
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
   * Shows a plugin the JDK and the API, as core does, and hides the engine that is on the test's
   * class path.
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
