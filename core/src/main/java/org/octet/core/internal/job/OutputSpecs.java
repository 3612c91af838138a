package org.octet.core.internal.job;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.octet.api.ModelSpec;
import org.octet.api.OutputSpec;
import org.octet.core.internal.output.OutputNames;

/** Checks where results go. */
final class OutputSpecs {
  private OutputSpecs() {}

  static OutputSpec complete(
      OutputSpec spec, List<ModelSpec> models, boolean report, Complaints complaints) {
    if (spec == null || spec.directory() == null || spec.directory().toString().isEmpty()) {
      complaints.add("output", null, "a folder for the results is needed");
      return spec;
    }
    String name = spec.name() != null || models.isEmpty() ? spec.name() : models.get(0).name();
    boolean force = Boolean.TRUE.equals(spec.force());
    if (name == null || !FileNames.isPlain(name)) {
      complaints.add("output.name", name, FileNames.RULE);
      return new OutputSpec(spec.directory(), name, force);
    }
    checkDirectory(spec.directory(), complaints);
    List<String> names =
        models.stream().map(ModelSpec::name).filter(n -> n != null).distinct().toList();
    OutputNames files = OutputNames.of(name, names, report);
    checkInputs(spec.directory(), files, models, complaints);
    if (!force) {
      checkAbsent(spec.directory(), files, complaints);
    }
    return new OutputSpec(spec.directory(), name, force);
  }

  /** Looks only: a folder that were made here would change the one above it for nothing. */
  private static void checkDirectory(Path directory, Complaints complaints) {
    Path existing = directory.toAbsolutePath().normalize();
    String reason = "";
    while (existing != null && !isThere(existing)) {
      reason = reason.isEmpty() ? reason(existing) : reason;
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing)) {
      complaints.addOutput(
          "output=%s: cannot be made: '%s' is not a folder".formatted(directory, existing));
    } else if (!reason.isEmpty()) {
      complaints.addOutput("output=%s: cannot be made: %s".formatted(directory, reason));
    } else if (!Files.isWritable(existing)) {
      complaints.addOutput(
          "output=%s: cannot be written: no permission for '%s'".formatted(directory, existing));
    }
  }

  /** A link that leads nowhere is there, too. */
  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Why a path cannot even be looked for, such as a name that is too long; else nothing. */
  private static String reason(Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return "";
    } catch (NoSuchFileException e) {
      return "";
    } catch (FileSystemException e) {
      return e.getReason() == null ? e.toString() : e.getReason();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void checkInputs(
      Path directory, OutputNames files, List<ModelSpec> models, Complaints complaints) {
    for (String file : files.all()) {
      Path target = directory.resolve(file);
      for (ModelSpec model : models) {
        if (isSame(target, model.model()) || isSame(target, model.weights())) {
          complaints.add("output", target, "is an input of the job; choose another folder or name");
        }
      }
    }
  }

  private static boolean isSame(Path target, Path input) {
    try {
      return input != null
          && Files.exists(target)
          && Files.exists(input)
          && Files.isSameFile(target, input);
    } catch (IOException e) {
      return target.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize());
    }
  }

  private static void checkAbsent(Path directory, OutputNames files, Complaints complaints) {
    List<String> there = new ArrayList<>();
    for (String file : files.all()) {
      if (Files.exists(directory.resolve(file))) {
        there.add(file);
      }
    }
    if (!there.isEmpty()) {
      complaints.addOutput(
          "output=%s: %s %s there already; choose another name or folder, or --force to replace"
              .formatted(directory, String.join(", ", there), there.size() == 1 ? "is" : "are"));
    }
  }
}
