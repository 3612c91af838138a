package org.octet.core.internal.osgi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Finds out why a bundle is not resolved, as a person would. Stateless. */
final class Requirements {
  private static final String OPTIONAL = "optional";
  private static final Pattern BOUND = Pattern.compile("\\(version(>=|<=|=)([\\w.-]+)\\)");

  private Requirements() {}

  /**
   * The chain of reasons why a bundle is not resolved: what it needs that nobody has, and of what
   * it needs from bundles that are not resolved either, their reasons.
   */
  static List<String> missing(Bundle bundle, BundleContext context) {
    List<String> chain = new ArrayList<>();
    collect(bundle, context, new HashSet<>(), chain);
    return chain;
  }

  private static void collect(
      Bundle bundle, BundleContext context, Set<Bundle> seen, List<String> chain) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null || !seen.add(bundle)) {
      return;
    }
    for (BundleRequirement need : revision.getDeclaredRequirements(null)) {
      if (mandatory(need)) {
        explain(bundle, need, context, seen, chain);
      }
    }
  }

  private static boolean mandatory(BundleRequirement need) {
    Map<String, String> directives = need.getDirectives();
    String effective = directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve");
    String resolution = directives.getOrDefault(Constants.RESOLUTION_DIRECTIVE, "");
    return effective.equals("resolve")
        && !resolution.equals(OPTIONAL)
        && !resolution.equals("dynamic");
  }

  private static void explain(
      Bundle bundle,
      BundleRequirement need,
      BundleContext context,
      Set<Bundle> seen,
      List<String> chain) {
    List<Bundle> providers = new ArrayList<>();
    Set<String> others = new TreeSet<>();
    for (BundleCapability offer : offers(need.getNamespace(), context)) {
      Bundle owner = offer.getRevision().getBundle();
      if (need.matches(offer)) {
        providers.add(owner);
      } else if (packageName(need)
          .equals(String.valueOf(offer.getAttributes().get(need.getNamespace())))) {
        others.add(
            offer.getAttributes().get(Constants.VERSION_ATTRIBUTE)
                + " of "
                + BundleDeployer.nameOf(owner));
      }
    }
    if (providers.isEmpty()) {
      String there =
          others.isEmpty() ? "which nothing here has" : "here is " + String.join(", ", others);
      chain.add("%s needs %s, %s".formatted(BundleDeployer.nameOf(bundle), describe(need), there));
    } else if (providers.stream().allMatch(p -> p.getState() == Bundle.INSTALLED && p != bundle)) {
      Bundle provider = providers.get(0);
      chain.add(
          "%s needs %s of %s, which is not resolved either"
              .formatted(
                  BundleDeployer.nameOf(bundle), describe(need), BundleDeployer.nameOf(provider)));
      collect(provider, context, seen, chain);
    }
  }

  private static List<BundleCapability> offers(String namespace, BundleContext context) {
    List<BundleCapability> offers = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision != null) {
        offers.addAll(revision.getDeclaredCapabilities(namespace));
      }
    }
    return offers;
  }

  private static String packageName(BundleRequirement need) {
    String filter = need.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    Matcher m =
        Pattern.compile("\\(" + Pattern.quote(need.getNamespace()) + "=([^)]*)\\)").matcher(filter);
    return m.find() ? m.group(1) : "";
  }

  private static String describe(BundleRequirement need) {
    String filter = need.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    String name = packageName(need);
    if (name.isEmpty()) {
      return need.getNamespace() + " " + filter;
    }
    StringBuilder versions = new StringBuilder();
    BOUND
        .matcher(filter)
        .results()
        .forEach(
            m ->
                versions
                    .append(versions.isEmpty() ? " " : ", ")
                    .append(bound(filter, m.start(), m.group(1)))
                    .append(' ')
                    .append(m.group(2)));
    String what =
        need.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
            ? "package"
            : need.getNamespace();
    return what + " " + name + versions;
  }

  private static String bound(String filter, int start, String sign) {
    boolean negated = filter.substring(0, start).endsWith("(!");
    if (sign.equals(">=")) {
      return negated ? "before" : "from";
    }
    return sign.equals("<=") ? negated ? "after" : "up to" : "exactly";
  }
}
