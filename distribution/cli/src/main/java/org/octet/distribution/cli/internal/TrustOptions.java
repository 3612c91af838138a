package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.octet.distribution.cli.internal.plugins.TrustStore;
import picocli.CommandLine.Option;

/** Whose plugins are trusted: an option, else a property of the process, else the environment. */
final class TrustOptions {
  private static final String PROPERTY = "octet.trust.store";
  private static final String VARIABLE = "OCTET_TRUST_STORE";

  @Option(
      names = "--trust-store",
      paramLabel = "FILE",
      description = {
        "Certificates (PKCS12, JKS or PEM); every entry of a jar must be signed by one of them.",
        "Default: -D"
            + PROPERTY
            + " or "
            + VARIABLE
            + ", with the password in "
            + VARIABLE
            + "_PASSWORD;",
        "without any, signatures are not asked for."
      })
  Path file;

  /** The certificates; empty: signatures are not checked. */
  Optional<TrustStore> store() {
    Optional<Path> chosen =
        Optional.ofNullable(file).or(() -> setting(PROPERTY, VARIABLE).map(Path::of));
    return chosen.map(
        path ->
            TrustStore.read(
                path,
                setting(PROPERTY + ".password", VARIABLE + "_PASSWORD")
                    .map(String::toCharArray)
                    .orElse(null)));
  }

  private static Optional<String> setting(String property, String variable) {
    return Stream.of(System.getProperty(property), System.getenv(variable))
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }
}
