package org.octet.distribution.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.octet.api.Job;
import org.octet.api.Octet;
import org.octet.api.OutputSpec;
import org.octet.api.PluginInfo;
import org.octet.api.QuantizationReport;
import org.octet.api.RuntimeSpec;
import org.octet.api.algorithm.Cancellation;
import org.octet.api.algorithm.Progress;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.options.UrlProvisionOption;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** A whole quantization in Felix, on exactly the bundles of the installation. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ContainerIT {
  private static final int SAMPLES = 24;
  private static final String PLUGINS = "octet.test.plugins";
  private static final String JAR = "octet.test.jar";

  @Inject private BundleContext context;
  @Inject private Octet octet;

  /** The launcher's framework properties and the installation's bundles. */
  @Configuration
  public Option[] configuration() throws IOException {
    List<Option> all = new ArrayList<>();
    all.add(frameworkProperty("felix.bootdelegation.implicit").value("false"));
    all.add(frameworkProperty("org.osgi.framework.bsnversion").value("multiple"));
    Path plugins = Files.createTempDirectory("plugins-");
    all.add(frameworkProperty("octet.plugins").value(plugins.toString()));
    all.add(systemProperty(PLUGINS).value(plugins.toString()));
    // a forked container has a JVM of its own
    for (String property : List.of("octet.distribution", "octet.cache", "java.io.tmpdir")) {
      all.add(systemProperty(property).value(System.getProperty(property)));
    }
    all.add(systemProperty(JAR).value(jar().toString()));
    all.add(systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"));
    try (Stream<Path> infrastructure =
        Files.list(Path.of(System.getProperty("octet.test.bundles")))) {
      infrastructure.sorted().forEach(b -> all.add(bundle(b.toUri().toString()).startLevel(2)));
    }
    for (Path jar : Distribution.built().bundles()) {
      UrlProvisionOption provision = bundle(jar.toUri().toString());
      all.add(isFragment(jar) ? provision.noStart() : provision);
    }
    all.add(junitBundles());
    return options(all.toArray(Option[]::new));
  }

  /** A jar with a services file and no bundle's manifest. */
  private static Path jar() throws IOException {
    return new TestPlugins(Files.createTempDirectory("made-"))
        .plain(TestPlugins.Variation.usual("exam", "e"));
  }

  private static boolean isFragment(Path jar) throws IOException {
    return header(jar, "Fragment-Host") != null;
  }

  private static String header(Path jar, String name) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue(name);
    }
  }

  @Test
  public void allBundlesRun() throws IOException {
    assertTrue(context.getProperty("org.osgi.framework.vendor").contains("Apache"));
    // by name: a forked container has locations of its own
    List<String> names = new ArrayList<>();
    for (Path jar : Distribution.built().bundles()) {
      names.add(header(jar, "Bundle-SymbolicName").replaceFirst(";.*", "").strip());
    }
    int seen = 0;
    for (Bundle bundle : context.getBundles()) {
      if (names.contains(bundle.getSymbolicName())) {
        seen++;
        boolean fragment = bundle.getHeaders("").get("Fragment-Host") != null;
        int state = fragment ? Bundle.RESOLVED : Bundle.ACTIVE;
        assertEquals(bundle.getSymbolicName(), state, bundle.getState());
      }
    }
    assertEquals(names.size(), seen);
  }

  @Test
  public void everyPluginIsThereOnce() {
    List<PluginInfo> plugins = octet.plugins();
    plugins.forEach(p -> assertEquals(p.name(), List.of(), p.problems()));
    Set<String> distinct =
        plugins.stream().map(p -> p.kind() + " " + p.name()).collect(Collectors.toSet());
    assertEquals(plugins.size(), distinct.size());
    for (String name :
        List.of(
            "data-loader image",
            "data-loader cifar10",
            "data-loader mnist",
            "data-loader text",
            "data-loader tensor",
            "data-loader synthetic",
            "data-loader volume",
            "data-loader audio",
            "runtime openvino",
            "engine ie",
            "metric accuracy",
            "algorithm DefaultQuantization",
            "target-device CPU")) {
      assertTrue(name + " is not in " + distinct, distinct.contains(name));
    }
  }

  @Test
  public void quantizesAsOnAClassPath() throws IOException {
    Distribution built = Distribution.built();
    Path felix = Files.createTempDirectory("felix-");
    Job job =
        Job.builder()
            .model(built.demoModel())
            .data("image", built.demoPictures("calibration"))
            .dataParameter("mean", "127.5")
            .dataParameter("scale", "127.5")
            .subsetSize(SAMPLES)
            .output(new OutputSpec(felix, "demo", true))
            .runtime(new RuntimeSpec(null, null, null, null, null, false))
            .build();
    octet.quantize(job, Progress.NONE, new Cancellation());
    // the runtime numbers nodes otherwise at the second import
    QuantizationReport report = octet.quantize(job, Progress.NONE, new Cancellation());

    assertEquals("osgi", report.provenance().mode());
    assertEquals(SAMPLES, report.summary().samples());
    assertTrue(report.summary().quantizedOperations() > 0);
    assertTrue(report.summary().weightsBytesAfter() < report.summary().weightsBytesBefore() / 2);

    Path plain = Files.createTempDirectory("plain-");
    Distribution.Result run =
        built.run(
            "quantize",
            "--no-osgi",
            "--no-cache",
            "--quiet",
            "--model",
            built.demoModel().toString(),
            "--loader",
            "image",
            "--data",
            built.demoPictures("calibration").toString(),
            "-L",
            "mean=127.5",
            "-L",
            "scale=127.5",
            "--subset-size",
            String.valueOf(SAMPLES),
            "--output",
            plain.toString(),
            "--name",
            "demo");
    assertEquals(run.err(), 0, run.code());
    for (String file : List.of("demo.xml", "demo.bin")) {
      assertEquals(file, -1, Files.mismatch(plain.resolve(file), felix.resolve(file)));
    }
  }

  @Test
  public void aJarComesAndGoes() throws Exception {
    Path plugins = Path.of(System.getProperty(PLUGINS));
    assertEquals("nothing at first", Set.of(), broken());
    // not whole yet, and something that is missing for ever
    byte[] whole = Files.readAllBytes(Path.of(System.getProperty(JAR)));
    Files.write(plugins.resolve("exam.jar"), Arrays.copyOf(whole, whole.length / 2));
    await("broken", () -> broken().equals(Set.of("exam.jar")));
    Files.write(plugins.resolve("exam.jar"), whole);
    await("there", () -> usable("exam") && broken().isEmpty());
    Bundle bundle = deployed("exam.jar");
    assertEquals(Bundle.ACTIVE, bundle.getState());
    Files.delete(plugins.resolve("exam.jar"));
    await("gone", () -> !usable("exam"));
    await("uninstalled", () -> bundle.getState() == Bundle.UNINSTALLED);
  }

  private Set<String> broken() {
    return octet.plugins().stream()
        .filter(p -> !p.problems().isEmpty())
        .map(PluginInfo::name)
        .collect(Collectors.toSet());
  }

  private boolean usable(String name) {
    return octet.plugins().stream().anyMatch(p -> p.name().equals(name) && p.problems().isEmpty());
  }

  private Bundle deployed(String file) {
    return Stream.of(context.getBundles())
        .filter(b -> b.getLocation().contains(file + "#"))
        .findAny()
        .orElseThrow();
  }

  /** Where it does not come, the reasons say why. */
  private void await(String what, BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 200 && !holds.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    String reasons =
        octet.plugins().stream()
            .filter(p -> !p.problems().isEmpty())
            .map(p -> p.name() + " because " + p.problems())
            .collect(Collectors.joining("\n"));
    assertTrue(what + "\n" + reasons, holds.getAsBoolean());
  }

  @Test
  public void theCommandLineIsAService() throws InvalidSyntaxException {
    var found = context.getServiceReferences(ToIntFunction.class, "(octet.cli=true)");
    assertEquals(1, found.size());
    @SuppressWarnings("unchecked")
    ToIntFunction<String[]> commandLine = context.getService(found.iterator().next());
    assertEquals(0, commandLine.applyAsInt(new String[] {"--version"}));
    assertEquals(2, commandLine.applyAsInt(new String[] {"--no-such-option"}));
  }
}
