package org.octet.distribution.cli.internal.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.octet.core.ApiVersions;
import org.octet.core.Signatures;
import org.octet.core.TrustStore;

/**
 * One jar of a plugins folder, as it is on disk.
 *
 * @param file its name
 * @param enabled whether Octet uses it
 * @param name symbolic name of the bundle; empty: it is a plain jar
 * @param version version of the bundle or the implementation, may be empty
 * @param sha256 of its bytes, in hexadecimal digits; empty where it cannot be read
 * @param signedBy certificates of the trusted signers; empty where signatures are not checked
 * @param providers what it publishes; nothing, where it is a library of other plugins
 * @param problems why it cannot be used or trusted; empty: it can
 */
public record PluginJar(
    String file,
    boolean enabled,
    String name,
    String version,
    String sha256,
    List<String> signedBy,
    List<Provider> providers,
    List<String> problems) {
  /**
   * One line of a services file.
   *
   * @param service interface of the api
   * @param className the class that implements it
   */
  public record Provider(String service, String className) {}

  /** Copies the lists. */
  public PluginJar {
    signedBy = List.copyOf(signedBy);
    providers = List.copyOf(providers);
    problems = List.copyOf(problems);
  }

  /**
   * Checks a jar: archive, signature, services, versions. Later checks are left out where an
   * earlier one failed: a jar that is not trusted is not looked into.
   *
   * @param path where it lies
   * @param file the name under which it is reported
   * @param trust empty: signatures are not checked
   */
  static PluginJar check(Path path, String file, Optional<TrustStore> trust) {
    boolean enabled = !file.endsWith(PluginFolder.DISABLED);
    String digest = "";
    List<String> signedBy = List.of();
    try {
      digest = Digests.of(path);
      Optional<String> refused = Archives.LIMITS.problem(path);
      if (refused.isEmpty() && trust.isPresent()) {
        Signatures signatures = trust.get().check(path);
        signedBy = signatures.signedBy();
        refused = Optional.of(signatures.problem()).filter(p -> !p.isEmpty());
      }
      if (refused.isPresent()) {
        return broken(file, enabled, digest, refused.get());
      }
      return looked(path, file, enabled, digest, signedBy);
    } catch (IOException e) {
      return broken(file, enabled, digest, "it cannot be read: " + e.getMessage());
    }
  }

  private static PluginJar looked(
      Path path, String file, boolean enabled, String digest, List<String> signedBy)
      throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Manifest manifest = Optional.ofNullable(jar.getManifest()).orElseGet(Manifest::new);
      String version = header(manifest, "Bundle-Version");
      List<Provider> providers = Services.read(jar);
      List<String> problems = new ArrayList<>();
      ApiVersions.inUse()
          .refusal(header(manifest, "Import-Package"))
          .ifPresentOrElse(
              problems::add,
              () -> {
                if (!providers.isEmpty() || !isLibrary(manifest)) {
                  problems.addAll(services(path, providers));
                }
              });
      return new PluginJar(
          file,
          enabled,
          header(manifest, "Bundle-SymbolicName").split(";", 2)[0].strip(),
          version.isEmpty() ? header(manifest, "Implementation-Version") : version,
          digest,
          signedBy,
          providers,
          problems);
    }
  }

  /** A header of a manifest; empty where it is not there. */
  private static String header(Manifest manifest, String name) {
    return Optional.ofNullable(manifest.getMainAttributes().getValue(name)).orElse("");
  }

  /** In OSGi a plugin may import packages of another jar. */
  private static boolean isLibrary(Manifest manifest) {
    return !header(manifest, "Export-Package").isEmpty();
  }

  private static List<String> services(Path path, List<Provider> providers) {
    try {
      return Services.problems(path, providers);
    } catch (IOException e) {
      return List.of("it cannot be read: " + e.getMessage());
    }
  }

  private static PluginJar broken(String file, boolean enabled, String digest, String problem) {
    return new PluginJar(file, enabled, "", "", digest, List.of(), List.of(), List.of(problem));
  }
}
