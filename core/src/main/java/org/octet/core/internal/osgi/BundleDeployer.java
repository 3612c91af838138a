package org.octet.core.internal.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.octet.api.error.PluginException;
import org.octet.core.ApiVersions;
import org.octet.core.internal.deploy.Deployer;
import org.octet.core.internal.deploy.Deployment;
import org.octet.core.internal.deploy.JarCopy;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys in a framework: each jar as a bundle of its own, whose location tells the content, so
 * that two versions of a jar can be there at the same time, or the same one again. Plugins come to
 * the registry as services.
 */
final class BundleDeployer implements Deployer {
  private static final Logger LOG = LoggerFactory.getLogger(BundleDeployer.class);
  private static final String SCHEME = "octet-plugin:";
  private static final int TRIES = 5;

  private final BundleContext context;
  private int installed;
  private final ApiVersions api = ApiVersions.inUse();

  BundleDeployer(BundleContext context) {
    this.context = context;
  }

  /** Whether a bundle was deployed from the plugin folder. */
  static boolean deployed(Bundle bundle) {
    return bundle.getLocation().startsWith(SCHEME);
  }

  /** Name of the file that a bundle came from; of another bundle its symbolic name. */
  static String nameOf(Bundle bundle) {
    String location = bundle.getLocation();
    return deployed(bundle)
        ? location.substring(location.indexOf(':', SCHEME.length()) + 1, location.lastIndexOf('#'))
        : Optional.ofNullable(bundle.getSymbolicName()).orElse(location);
  }

  /** The hash of the jar that a bundle was deployed from; of another bundle empty. */
  static String buildOf(Bundle bundle) {
    String location = bundle.getLocation();
    return deployed(bundle) ? location.substring(location.lastIndexOf('#') + 1) : "";
  }

  @Override
  public Deployment deploy(JarCopy jar) {
    Optional<String> refusal = api.refusal(jar.header(Constants.IMPORT_PACKAGE));
    try {
      if (refusal.isPresent()) {
        throw new PluginException(refusal.get());
      }
      BundleManifest.complete(jar, api.packages());
      return start(new Deployed(install(jar)));
    } catch (IOException | BundleException e) {
      throw new PluginException("it cannot be installed: " + reason(e), e);
    } finally {
      jar.delete();
    }
  }

  /** Felix often says what it was doing; what went wrong is in the cause. */
  private static String reason(Exception e) {
    return e.getCause() == null ? e.getMessage() : e.getMessage() + " " + e.getCause().getMessage();
  }

  private static Deployed start(Deployed deployed) {
    try {
      deployed.retry();
      return deployed;
    } catch (RuntimeException | Error e) {
      deployed.close();
      throw e;
    }
  }

  private Bundle install(JarCopy jar) throws IOException, BundleException {
    try (InputStream in = Files.newInputStream(jar.file())) {
      // a jar that comes back while a job still holds it is another bundle
      String location = SCHEME + ++installed + ":" + jar.name() + "#" + jar.hash();
      return context.installBundle(location, in);
    }
  }

  private final class Deployed implements Deployment {
    private final Bundle bundle;
    private String failure = "";

    Deployed(Bundle bundle) {
      this.bundle = bundle;
    }

    @Override
    public Object owner() {
      return bundle;
    }

    @Override
    public List<String> problems() {
      if (bundle.getState() == Bundle.INSTALLED) {
        List<String> chain = Requirements.missing(bundle, context);
        return chain.isEmpty() ? List.of(failure) : chain;
      }
      return failure.isEmpty() ? List.of() : List.of(failure);
    }

    @Override
    public List<String> unloadable() {
      return bundle.getState() == Bundle.ACTIVE ? Diagnosis.unloadable(bundle) : List.of();
    }

    @Override
    public void retry() {
      boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
      if (fragment || (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) == 0) {
        return;
      }
      // Felix gives up, and interrupts, where another thread needs what this one has locked
      for (int i = 0; i < TRIES && !started(); i++) {
        if (!Requirements.missing(bundle, context).isEmpty()) {
          return;
        }
      }
    }

    private boolean started() {
      try {
        bundle.start();
        failure = "";
        return true;
      } catch (BundleException | IllegalStateException e) {
        LOG.debug("{} does not start", bundle, e);
        Throwable cause = e.getCause() == null ? e : e.getCause();
        failure = "its bundle does not start: " + cause;
        return false;
      } finally {
        // nothing that follows is to be interrupted
        Thread.interrupted();
      }
    }

    @Override
    public void close() {
      try {
        if (bundle.getState() != Bundle.UNINSTALLED) {
          bundle.uninstall();
        }
      } catch (BundleException | IllegalStateException e) {
        throw new PluginException(bundle + " cannot be uninstalled", e);
      }
    }
  }
}
