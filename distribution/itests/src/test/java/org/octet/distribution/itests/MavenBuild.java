package org.octet.distribution.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds of other people's projects, offline: with all tools of this build, and of Octet only what
 * the installation under test brings.
 *
 * @param repository Maven's local repository
 */
record MavenBuild(Path repository) implements AutoCloseable {
  private static final int LIMIT_SECONDS = 300;

  /** Links to everything in this build's local repository but Octet. */
  static MavenBuild offline() throws IOException {
    Path all = Path.of(System.getProperty("maven.repo.local"));
    Path repository = Files.createTempDirectory("octet-repository-");
    link(all, repository, "org");
    link(all.resolve("org"), Files.createDirectory(repository.resolve("org")), "octet");
    return new MavenBuild(repository);
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        if (!child.getFileName().toString().equals(except)) {
          Files.createSymbolicLink(to.resolve(child.getFileName()), child.toAbsolutePath());
        }
      }
    }
  }

  /** Runs Maven in a project until it is done well. */
  void run(Path project, String... arguments) throws IOException, InterruptedException {
    Outcome outcome = attempt(project, arguments);
    assertThat(outcome.code()).as(outcome.log()).isZero();
  }

  /** How a build ended, and what it said. */
  record Outcome(int code, String log) {}

  /** Runs Maven in a project until it is done, well or not. */
  Outcome attempt(Path project, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("maven.home") + "/bin/mvn");
    command.addAll(List.of("-o", "-B", "-ntp", "-q", "-Dmaven.repo.local=" + repository));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(repository, "maven", ".log");
    Process maven =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(maven.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Outcome(maven.exitValue(), Files.readString(log));
  }

  /** Removes the links, not what they point to. */
  @Override
  public void close() throws IOException {
    Distribution.delete(repository);
  }
}
