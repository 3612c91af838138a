package org.octet.distribution.cli.internal.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.error.InputException;
import org.octet.api.error.PluginException;
import org.octet.core.Signatures;
import org.octet.core.TrustStore;

/** Jars that were really signed, with keys made by the JDK's keytool. */
class TrustStoreTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path keys;
  private static KeyStore store;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    pair("author", "CN=Author");
    pair("stranger", "CN=Stranger");
    pair("house", "CN=House", "-ext", "bc:c");
    pair("issued", "CN=Issued", "-signer", "house", "-ext", "eku=codeSigning");
    pair("server", "CN=Server", "-signer", "house", "-ext", "eku=serverAuth");
    pair("old", "CN=Old", "-startdate", "-10d", "-validity", "5");
    store = KeyStore.getInstance(keys.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
  }

  private static void pair(String alias, String name, String... more) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", name, "-keyalg", "EC"));
    line.addAll(List.of("-storetype", "PKCS12"));
    line.addAll(Arrays.asList(more));
    keytool(keys.resolve("keys.p12"), line);
  }

  private static void keytool(Path keyStore, List<String> arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(arguments);
    line.addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(keys.resolve("log.txt").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(keys.resolve("log.txt"))).isZero();
  }

  private static TrustStore trusting(String... aliases) throws Exception {
    Set<X509Certificate> certificates = new HashSet<>();
    for (String alias : aliases) {
      certificates.add((X509Certificate) store.getCertificate(alias));
    }
    return new TrustStore(certificates);
  }

  private Path signed(String alias) throws Exception {
    Path plain = Jars.plugin(folder.resolve("plain.jar"));
    Path signed = folder.resolve("signed-" + alias + ".jar");
    KeyStore.PrivateKeyEntry entry =
        (KeyStore.PrivateKeyEntry)
            store.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    try (ZipFile in = new ZipFile(plain.toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      new JarSigner.Builder(entry).build().sign(in, out);
    }
    return signed;
  }

  @Test
  void aJarOfATrustedAuthorIsTrusted() throws Exception {
    Signatures verdict = trusting("stranger", "author").check(signed("author"));
    assertThat(verdict.problem()).isEmpty();
    assertThat(verdict.signedBy()).containsExactly("CN=Author");
  }

  @Test
  void aCertificateMayBeIssuedByATrustedOne() throws Exception {
    assertThat(trusting("house").check(signed("issued")).problem()).isEmpty();
    assertThat(trusting("author").check(signed("issued")).problem()).contains("CN=Issued");
    assertThat(trusting("house").check(signed("server")).problem())
        .as("it is for servers, not for code")
        .contains("CN=Server");
  }

  @Test
  void strangersAndExpiredCertificatesAreNot() throws Exception {
    assertThat(trusting("author").check(signed("stranger")).problem())
        .contains("CN=Stranger")
        .contains("does not trust");
    assertThat(trusting("old").check(signed("old")).problem()).contains("CN=Old");
  }

  @Test
  void anUnsignedJarIsNot() throws Exception {
    TrustStore author = trusting("author");
    assertThat(author.check(Jars.plugin(folder.resolve("x.jar"))).problem()).contains("not signed");
    assertThat(author.check(Jars.plugin(folder.resolve("x.jar"), Map.of())).problem())
        .contains("not signed");
  }

  @Test
  void anAlteredJarIsNot() throws Exception {
    TrustStore author = trusting("author");
    Path jar = signed("author");
    assertThat(author.check(rewritten(jar, "added", null, new byte[] {1})).problem())
        .contains("'added' has no signer");
    assertThat(author.check(rewritten(jar, null, Jars.SERVICE, null)).problem())
        .contains(Jars.SERVICE)
        .contains("missing");
    assertThat(author.check(rewritten(jar, Jars.SERVICE, Jars.SERVICE, new byte[] {1})).problem())
        .contains("altered");
    assertThat(
            author
                .check(
                    rewritten(
                        jar,
                        "META-INF/MANIFEST.MF",
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\r\n\r\n".getBytes()))
                .problem())
        .isNotEmpty();
  }

  /** A copy with an entry left out and one more at the end. */
  private Path rewritten(Path jar, String add, String leaveOut, byte[] bytes) throws IOException {
    Path copy = folder.resolve("rewritten.jar");
    try (ZipFile in = new ZipFile(jar.toFile());
        var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(copy))) {
      for (var entry : java.util.Collections.list(in.entries())) {
        if (!entry.getName().equals(leaveOut)) {
          out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
          in.getInputStream(entry).transferTo(out);
        } else if (leaveOut.equals(add)) {
          out.putNextEntry(new java.util.zip.ZipEntry(add));
          out.write(bytes);
        }
      }
      if (add != null && !add.equals(leaveOut)) {
        out.putNextEntry(new java.util.zip.ZipEntry(add));
        out.write(bytes);
      }
    }
    return copy;
  }

  @Test
  void installingAsksForTheSignature() throws Exception {
    PluginFolder plugins = new PluginFolder(Files.createDirectory(folder.resolve("plugins")));
    Optional<TrustStore> author = Optional.of(trusting("author"));
    Path unsigned = Jars.plugin(folder.resolve("unsigned.jar"));
    assertThatThrownBy(() -> plugins.install(unsigned, null, author, false))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("not signed");
    PluginJar jar = plugins.install(signed("author"), null, author, false);
    assertThat(jar.signedBy()).containsExactly("CN=Author");
    assertThat(jar.providers()).hasSize(1);
    Files.copy(unsigned, plugins.folder().resolve("planted.jar"));
    assertThat(plugins.check(author))
        .extracting(j -> j.problems().isEmpty())
        .containsExactly(false, true);
  }

  @Test
  void aPemFileNeedsNoPassword() throws Exception {
    Path pem = folder.resolve("author.pem");
    keytool(
        keys.resolve("keys.p12"),
        List.of("-exportcert", "-rfc", "-alias", "author", "-file", pem.toString()));
    assertThat(TrustStore.read(pem, null).check(signed("author")).problem()).isEmpty();
  }

  @Test
  void aKeyStoreNeedsItsPassword() throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("a", store.getCertificate("author"));
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    assertThat(TrustStore.read(file, PASSWORD.toCharArray())).isEqualTo(trusting("author"));
    assertThatThrownBy(() -> TrustStore.read(file, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("password");
  }

  @Test
  void aTrustStoreThatCannotBeReadIsTheUsersMistake() throws Exception {
    Path file = folder.resolve("x.p12");
    assertThatThrownBy(() -> TrustStore.read(file, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.p12");
    Files.writeString(file, "no key store");
    assertThatThrownBy(() -> TrustStore.read(file, null)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> TrustStore.read(keys.resolve("keys.p12"), "wrong".toCharArray()))
        .isInstanceOf(InputException.class);
  }
}
