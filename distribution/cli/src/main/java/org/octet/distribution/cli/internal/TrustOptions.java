package org.octet.distribution.cli.internal;

import java.nio.file.Path;
import java.util.Optional;
import org.octet.core.TrustStore;
import picocli.CommandLine.Option;

/** Whose plugins are trusted: an option, else a property of the process, else the environment. */
final class TrustOptions {
  @Option(
      names = "--trust-store",
      paramLabel = "FILE",
      description = {
        "Certificates (PKCS12, JKS or PEM); every entry of a jar must be signed by one of them.",
        "Default: -D"
            + TrustStore.PROPERTY
            + " or "
            + TrustStore.VARIABLE
            + ", with the password in "
            + TrustStore.VARIABLE
            + "_PASSWORD;",
        "without any, signatures are not asked for."
      })
  Path file;

  /** The certificates; empty: signatures are not checked. */
  Optional<TrustStore> store() {
    return TrustStore.configured(Optional.ofNullable(file));
  }
}
