package org.octet.core.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.core.TrustStore;
import org.octet.core.internal.registry.PluginRegistry;

/** Jars that were copied by hand, some of them really signed, where a trust store is configured. */
class TrustedDeployerTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path work;

  private final PluginRegistry registry = new PluginRegistry();
  private Path plugins;

  @BeforeEach
  void configure() throws Exception {
    plugins = Files.createDirectory(work.resolve("plugins"));
    keytool("-genkeypair", "-alias", "author", "-dname", "CN=Author", "-keyalg", "EC");
    keytool("-exportcert", "-rfc", "-alias", "author", "-file", work.resolve("pem").toString());
    System.setProperty(TrustStore.PROPERTY, work.resolve("pem").toString());
  }

  @AfterEach
  void reset() {
    System.clearProperty(TrustStore.PROPERTY);
  }

  private void keytool(String... arguments) throws Exception {
    List<String> line = new java.util.ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(arguments));
    line.addAll(List.of("-keystore", work.resolve("keys").toString(), "-storepass", PASSWORD));
    Path log = work.resolve("log");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  private Path plain(String name) throws IOException {
    Path classes = work.resolve("classes-" + name);
    PluginJars.compile(classes, name, PluginJars.engine(name, '"' + name + '"', ""));
    Path jar = work.resolve(name + ".jar");
    PluginJars.write(jar, classes, PluginJars.manifest("Bundle-Version", "1.0"), name);
    return jar;
  }

  private Path signed(String name) throws Exception {
    char[] password = PASSWORD.toCharArray();
    KeyStore keys = KeyStore.getInstance(work.resolve("keys").toFile(), password);
    KeyStore.PrivateKeyEntry author =
        (KeyStore.PrivateKeyEntry)
            keys.getEntry("author", new KeyStore.PasswordProtection(password));
    Path signed = work.resolve("signed-" + name + ".jar");
    try (ZipFile in = new ZipFile(plain(name).toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      new JarSigner.Builder(author).build().sign(in, out);
    }
    return signed;
  }

  private void put(Path jar, String name) throws IOException {
    Files.copy(jar, plugins.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private PluginFolder folder() {
    TrustedDeployer deployer = new TrustedDeployer(new ClassLoaderDeployer(registry));
    return new PluginFolder(plugins, registry, deployer, () -> work);
  }

  private List<String> problems(String jar) {
    return registry.list().stream()
        .filter(p -> p.name().equals(jar))
        .flatMap(p -> p.problems().stream())
        .toList();
  }

  private List<String> usable() {
    return registry.names(org.octet.core.internal.registry.PluginKind.ENGINE);
  }

  @Test
  void onlyWhatIsSignedIsDeployed() throws Exception {
    put(plain("Unsigned"), "unsigned.jar");
    put(signed("Signed"), "signed.jar");
    Path altered = signed("Altered");
    try (FileSystem zip = FileSystems.newFileSystem(altered)) {
      Path services = zip.getPath("META-INF/services/org.octet.api.engine.EngineProvider");
      Files.write(services, "Altered # since\n".getBytes(StandardCharsets.UTF_8));
    }
    put(altered, "altered.jar");
    try (PluginFolder folder = folder()) {
      folder.open();
      assertThat(usable()).containsExactly("Signed");
      assertThat(problems("unsigned.jar"))
          .singleElement()
          .asString()
          .startsWith("it is not signed: ");
      assertThat(problems("altered.jar"))
          .singleElement()
          .asString()
          .startsWith("it was altered after it was signed: ");
    }
  }

  @Test
  void anUnsignedReplacementDoesNotTakeOver() throws Exception {
    put(signed("Signed"), "a.jar");
    try (PluginFolder folder = folder()) {
      folder.open();
      put(plain("Unsigned"), "a.jar");
      assertThat(PluginJars.await(() -> !problems("a.jar").isEmpty())).isTrue();
      assertThat(problems("a.jar")).last().isEqualTo("the version before it stays in use");
      assertThat(usable()).containsExactly("Signed");
    }
  }

  @Test
  void whereTheTrustStoreCannotBeReadNothingIsTrusted() throws Exception {
    put(signed("Signed"), "signed.jar");
    Files.delete(work.resolve("pem"));
    try (PluginFolder folder = folder()) {
      folder.open();
      assertThat(usable()).isEmpty();
      assertThat(problems("signed.jar"))
          .singleElement()
          .asString()
          .startsWith("its signature cannot be checked: trust store '");
    }
  }
}
