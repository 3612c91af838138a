package org.octet.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.octet.api.error.InputException;

/**
 * The certificates whose signatures are trusted, and those they issued. Revocation is not asked
 * for: that needs a network.
 *
 * @param certificates at least one
 */
public record TrustStore(Set<X509Certificate> certificates) {
  /** System property: the file of the trusted certificates. */
  public static final String PROPERTY = "octet.trust.store";

  /** Environment variable: the same where the property is not set. */
  public static final String VARIABLE = "OCTET_TRUST_STORE";

  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String ANY_USE = "2.5.29.37.0";

  /** Copies the set. */
  public TrustStore {
    certificates = Set.copyOf(certificates);
  }

  /**
   * Reads certificates from a key store (PKCS12, JKS) or from a PEM file.
   *
   * @param password of the key store; null: none
   * @throws InputException when it cannot be read, or holds no certificate
   */
  public static TrustStore read(Path file, char[] password) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      boolean pem = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERT");
      TrustStore store = new TrustStore(pem ? pem(bytes) : keyStore(file, password));
      if (store.certificates.isEmpty()) {
        throw new InputException(
            "trust store '%s' has no trusted certificate that can be read%s; one that belongs to a private key does not count"
                .formatted(file, password == null ? " without a password" : ""));
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new InputException("trust store '%s' cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * The trust store of this process; its password is in {@value #PROPERTY}{@code .password} or
   * {@value #VARIABLE}{@code _PASSWORD}.
   *
   * @param file another one than the property or the environment names; empty: that one
   * @return empty where none is configured: signatures are not asked for
   * @throws InputException when it cannot be read, or holds no certificate
   */
  public static Optional<TrustStore> configured(Optional<Path> file) {
    Optional<Path> chosen = file.or(() -> setting(PROPERTY, VARIABLE).map(Path::of));
    Optional<String> password = setting(PROPERTY + ".password", VARIABLE + "_PASSWORD");
    return chosen.map(path -> read(path, password.map(String::toCharArray).orElse(null)));
  }

  private static Optional<String> setting(String property, String variable) {
    return Stream.of(System.getProperty(property), System.getenv(variable))
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }

  /**
   * Checks a jar: every entry must be signed by a trusted certificate, and every signed entry must
   * be there.
   *
   * @throws IOException when it cannot be read
   */
  public Signatures check(Path jar) throws IOException {
    return Signatures.check(jar, this);
  }

  private static Set<X509Certificate> pem(byte[] bytes) throws CertificateException {
    return x509(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes)));
  }

  private static Set<X509Certificate> keyStore(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(file.toFile(), password);
    List<Certificate> found = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias)) {
        found.add(store.getCertificate(alias));
      }
    }
    return x509(found);
  }

  private static Set<X509Certificate> x509(Iterable<? extends Certificate> found) {
    Set<X509Certificate> certificates = new HashSet<>();
    for (Certificate c : found) {
      if (c instanceof X509Certificate x) {
        certificates.add(x);
      }
    }
    return certificates;
  }

  /** Whether one of the certificates is the signer's, or issued it for signing code. */
  boolean trusts(CodeSigner signer) {
    Date when = signer.getTimestamp() == null ? new Date() : signer.getTimestamp().getTimestamp();
    try {
      List<X509Certificate> path = new ArrayList<>();
      for (Certificate c : signer.getSignerCertPath().getCertificates()) {
        X509Certificate x = (X509Certificate) c;
        x.checkValidity(when);
        if (certificates.contains(x)) {
          return path.isEmpty() || validates(path, when);
        }
        path.add(x);
      }
      return validates(path, when);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean validates(List<X509Certificate> path, Date when) throws GeneralSecurityException {
    List<String> uses = path.get(0).getExtendedKeyUsage();
    if (uses != null && !uses.contains(CODE_SIGNING) && !uses.contains(ANY_USE)) {
      return false;
    }
    PKIXParameters parameters =
        new PKIXParameters(
            certificates.stream()
                .map(c -> new TrustAnchor(c, null))
                .collect(Collectors.toUnmodifiableSet()));
    parameters.setRevocationEnabled(false);
    parameters.setDate(when);
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    return true;
  }
}
