package org.octet.core.internal.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A file of the plugin folder, and what was deployed from it. Used by one thread at a time. */
final class Jar {
  final String name;

  /** The file as it was at the last look. */
  FileStamp seen;

  /** The file as it was taken, well or not. */
  FileStamp taken;

  /** What new jobs use; null: nothing. */
  Deployment inUse;

  /** Content of what is in use. */
  String hash = "";

  /** What shall take over, but has a flaw; null: nothing. */
  Deployment next;

  /** Content of what shall take over. */
  String nextHash = "";

  /** Why the file as it is now could not be deployed; empty: it could. */
  String problem = "";

  Jar(String name) {
    this.name = name;
  }

  Stream<Deployment> deployments() {
    return Stream.of(inUse, next).filter(Objects::nonNull).toList().stream();
  }

  /** Why the file as it is now is not used, and what is used instead; empty: it is used. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!problem.isEmpty()) {
      problems.add(problem);
    } else if (next != null) {
      problems.addAll(next.problems());
    } else if (inUse != null) {
      return inUse.problems();
    }
    if (!problems.isEmpty() && inUse != null) {
      problems.add("the version before it stays in use");
    }
    return problems;
  }
}
