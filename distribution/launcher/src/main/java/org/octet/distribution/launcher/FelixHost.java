package org.octet.distribution.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * Felix in this process, with a storage folder of its own, so that any number of processes run at
 * the same time. Octet's own jars are used where they lie, not copied.
 */
final class FelixHost implements Host {
  private static final String FILTER = "(octet.cli=true)";
  private static final long STOP_MILLIS = 10_000;

  private final Storage storage;
  private final Framework framework;
  private final PrintStream warnings;

  /** Starts Octet's bundles; those of the user are core's to deploy. */
  FelixHost(Home home, PrintStream warnings) {
    this.warnings = warnings;
    storage = makeStorage();
    framework = new FrameworkFactory().newFramework(configuration(home, storage.folder()));
    try {
      framework.init();
      start(install(home.bundles()));
      framework.start();
    } catch (BundleException | RuntimeException e) {
      close();
      throw failure(e);
    }
  }

  private static StartException failure(Exception e) {
    // Felix reads the bundles where they lie: but for a damaged one, what fails is its own folder
    if (root(e) instanceof IOException io && !(io instanceof ZipException)) {
      return StartException.temporary(io);
    }
    return new StartException("the bundles of the installation do not start: " + e.getMessage(), e);
  }

  private static Map<String, String> configuration(Home home, Path storage) {
    return Map.of(
        Constants.FRAMEWORK_STORAGE,
        storage.toString(),
        Constants.FRAMEWORK_STORAGE_CLEAN,
        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
        // two versions of one plugin may be there while a running job still holds the old one
        Constants.FRAMEWORK_BSNVERSION,
        Constants.FRAMEWORK_BSNVERSION_MULTIPLE,
        // a bundle gets no class that it did not ask for
        "felix.bootdelegation.implicit",
        "false",
        "felix.cache.locking",
        "false",
        "felix.log.level",
        "1",
        "octet.plugins",
        home.plugins().toString());
  }

  private static Storage makeStorage() {
    try {
      return Storage.make();
    } catch (IOException e) {
      throw StartException.temporary(e);
    }
  }

  private List<Bundle> install(Collection<Path> jars) throws BundleException {
    List<Bundle> bundles = new ArrayList<>();
    for (Path jar : jars) {
      bundles.add(install(jar));
    }
    return bundles;
  }

  private Bundle install(Path jar) throws BundleException {
    return framework.getBundleContext().installBundle("reference:" + jar.toUri());
  }

  private static void start(List<Bundle> bundles) throws BundleException {
    for (Bundle bundle : bundles) {
      start(bundle);
    }
  }

  private static void start(Bundle bundle) throws BundleException {
    if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
      bundle.start();
    }
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public ToIntFunction<String[]> commandLine() {
    BundleContext context = framework.getBundleContext();
    try {
      Collection<ServiceReference<ToIntFunction>> found =
          context.getServiceReferences(ToIntFunction.class, FILTER);
      if (found.isEmpty()) {
        throw new StartException(
            "the installation has no command line: not started are " + inactive(context));
      }
      return typed(context.getService(found.iterator().next()));
    } catch (InvalidSyntaxException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private static ToIntFunction<String[]> typed(ToIntFunction<?> service) {
    return (ToIntFunction<String[]>) service;
  }

  private static List<String> inactive(BundleContext context) {
    return Stream.of(context.getBundles())
        .filter(b -> b.getState() != Bundle.ACTIVE)
        .map(Bundle::getSymbolicName)
        .toList();
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
    } catch (BundleException e) {
      warnings.println("warning: Felix did not stop: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    storage.close();
  }
}
