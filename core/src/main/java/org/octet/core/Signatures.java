package org.octet.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * What the signatures of a jar say.
 *
 * @param signedBy the names of the certificates, sorted
 * @param problem why the jar is not trusted; empty: it is
 */
public record Signatures(List<String> signedBy, String problem) {
  /** Copies the list. */
  public Signatures {
    signedBy = List.copyOf(signedBy);
  }

  /**
   * Reads all of a jar with the JDK's verification: every entry must be signed by a trusted
   * certificate, and every signed entry must be there.
   */
  static Signatures check(Path jar, TrustStore trust) throws IOException {
    Set<String> signers = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.isDirectory() || belongsToSignature(entry.getName())) {
          continue;
        }
        try (InputStream in = file.getInputStream(entry)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        CodeSigner[] of = entry.getCodeSigners();
        if (of == null) {
          return new Signatures(
              List.of(), "it is not signed: '" + entry.getName() + "' has no signer");
        }
        List<CodeSigner> trusted = List.of(of).stream().filter(trust::trusts).toList();
        if (trusted.isEmpty()) {
          return new Signatures(
              List.of(),
              "it is signed by %s, which the trust store does not trust"
                  .formatted(
                      List.of(of).stream()
                          .map(Signatures::name)
                          .collect(Collectors.joining(" and "))));
        }
        trusted.forEach(s -> signers.add(name(s)));
      }
      return new Signatures(List.copyOf(signers), missing(file));
    } catch (SecurityException e) {
      return new Signatures(List.of(), "it was altered after it was signed: " + e.getMessage());
    }
  }

  /** An entry that was taken out leaves its digest behind. */
  private static String missing(JarFile file) throws IOException {
    Manifest manifest = file.getManifest();
    if (manifest == null) {
      return "it is not signed: it has no manifest";
    }
    return manifest.getEntries().keySet().stream()
        .filter(name -> !name.endsWith("/") && file.getEntry(name) == null)
        .sorted()
        .findFirst()
        .map(name -> "it was altered after it was signed: '" + name + "' is missing")
        .orElse("");
  }

  private static boolean belongsToSignature(String name) {
    return name.toUpperCase(Locale.ROOT)
        .matches("META-INF/(MANIFEST\\.MF|SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))");
  }

  private static String name(CodeSigner signer) {
    Certificate first = signer.getSignerCertPath().getCertificates().get(0);
    return first instanceof X509Certificate x ? x.getSubjectX500Principal().getName() : "unknown";
  }
}
