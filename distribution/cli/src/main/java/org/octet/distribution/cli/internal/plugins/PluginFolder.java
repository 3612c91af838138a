package org.octet.distribution.cli.internal.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.error.PluginException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.core.TrustStore;

/**
 * The folder whose jars Octet uses. Every change is one rename or one deletion, so that whoever
 * looks sees the old or the new; files outside are never touched.
 *
 * @param folder it must be there
 */
public record PluginFolder(Path folder) {
  /** What a jar's name ends with that stays in the folder and is not used. */
  static final String DISABLED = ".disabled";

  private static final String JAR = ".jar";

  /**
   * @throws InputException when it is not a folder
   */
  public PluginFolder {
    if (!Files.isDirectory(folder)) {
      throw new InputException("there is no plugins folder '" + folder + "'");
    }
  }

  /** All jars, used or not, checked, in the order of their names. */
  public List<PluginJar> check(Optional<TrustStore> trust) {
    return files().stream()
        .map(f -> PluginJar.check(f, f.getFileName().toString(), trust))
        .toList();
  }

  /**
   * One jar, checked.
   *
   * @param name file name, with or without what it ends with, or symbolic name
   * @throws InputException when there is none
   */
  public PluginJar check(String name, Optional<TrustStore> trust) {
    Path file = find(name);
    return PluginJar.check(file, file.getFileName().toString(), trust);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> isPlugin(f.getFileName().toString())).sorted().toList();
    } catch (IOException e) {
      throw new OutputException("plugins folder '" + folder + "' cannot be read: " + e, e);
    }
  }

  private static boolean isPlugin(String name) {
    return name.endsWith(JAR) || name.endsWith(JAR + DISABLED);
  }

  private Path find(String name) {
    List<Path> files = files();
    for (String suffix : List.of("", JAR, DISABLED, JAR + DISABLED)) {
      for (Path file : files) {
        if (file.getFileName().toString().equals(name + suffix)) {
          return file;
        }
      }
    }
    List<Path> named =
        files.stream()
            .filter(f -> PluginJar.check(f, "", Optional.empty()).name().equals(name))
            .toList();
    if (named.size() == 1 && !name.isEmpty()) {
      return named.get(0);
    }
    List<String> names = files.stream().map(f -> f.getFileName().toString()).toList();
    throw new InputException(
        "there is no jar '%s' in '%s'%s; there %s"
            .formatted(
                name,
                folder,
                ParameterSchema.nearest(name, names)
                    .map(n -> " (did you mean '" + n + "'?)")
                    .orElse(""),
                names.isEmpty() ? "are none" : "are " + String.join(", ", names)));
  }

  /**
   * Copies a jar into the folder: under a temporary name, then checked, then renamed.
   *
   * @param source the jar; where a file {@code SOURCE.sha256} lies beside it, it must fit
   * @param sha256 what the digest must be; null: anything
   * @param trust who must have signed it; empty: signatures are not checked
   * @param replace whether a jar of this name may be there already
   * @throws InputException when the file is missing, has another digest, or a name that does not do
   * @throws PluginException when the jar cannot be used or trusted
   * @throws OutputException when a jar of this name is there, or the folder cannot be written
   */
  public PluginJar install(
      Path source, String sha256, Optional<TrustStore> trust, boolean replace) {
    Incoming incoming = new Incoming(source);
    String name = incoming.name();
    Path target = folder.resolve(name);
    Path off = folder.resolve(name + DISABLED);
    refuseExisting(target, replace);
    refuseExisting(off, replace);
    Path temporary = null;
    try {
      temporary = Files.createTempFile(folder, "." + name + "-", ".part");
      incoming.copyTo(temporary, sha256);
      PluginJar jar = PluginJar.check(temporary, name, trust);
      if (!jar.problems().isEmpty()) {
        throw new PluginException(
            "'%s' is not installed: %s".formatted(source, String.join("; ", jar.problems())));
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(off);
      return jar;
    } catch (IOException e) {
      throw new OutputException("cannot write '%s': %s".formatted(target, e), e);
    } finally {
      delete(temporary);
    }
  }

  private void refuseExisting(Path file, boolean replace) {
    if (!replace && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new OutputException("'%s' is there already; --force replaces it".formatted(file));
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new OutputException("'%s' is a folder; remove it".formatted(file));
    }
  }

  private static void delete(Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // nobody uses a file of this name, and the command has its own result
      temporary.toFile().deleteOnExit();
    }
  }

  /** Other jars with the symbolic name of one: two versions of a plugin. */
  public List<String> othersOf(PluginJar jar) {
    return jar.name().isEmpty()
        ? List.of()
        : check(Optional.empty()).stream()
            .filter(j -> j.enabled() && j.name().equals(jar.name()))
            .map(PluginJar::file)
            .filter(f -> !f.equals(jar.file()))
            .toList();
  }

  /**
   * Deletes a jar; of a link the link, not what it points to.
   *
   * @return its name
   * @throws InputException when there is none
   */
  public String remove(String name) {
    Path file = find(name);
    try {
      Files.delete(file);
      return file.getFileName().toString();
    } catch (NoSuchFileException e) {
      throw new InputException("'" + file + "' is gone already", e);
    } catch (IOException e) {
      throw new OutputException("cannot remove '%s': %s".formatted(file, e), e);
    }
  }

  /**
   * Makes Octet use a jar, or leave it alone.
   *
   * @return its name afterwards
   * @throws InputException when there is none, or it is so already
   * @throws OutputException when both names are taken
   */
  public String enable(String name, boolean enabled) {
    Path file = find(name);
    String now = file.getFileName().toString();
    if (now.endsWith(DISABLED) != enabled) {
      throw new InputException(
          "'%s' is %s already".formatted(now, enabled ? "enabled" : "disabled"));
    }
    Path target =
        folder.resolve(
            enabled ? now.substring(0, now.length() - DISABLED.length()) : now + DISABLED);
    refuseExisting(target, false);
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      return target.getFileName().toString();
    } catch (IOException e) {
      throw new OutputException("cannot rename '%s': %s".formatted(file, e), e);
    }
  }
}
