package org.octet.core.internal.job;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.octet.api.Recipe;
import org.octet.api.error.InputException;

/** Reads recipe files. */
public final class RecipeJson {
  private static final Pattern FOLDER = Pattern.compile("\\$\\{([A-Za-z0-9-]{1,64})\\}");

  private RecipeJson() {}

  /**
   * Reads a recipe as it is, folders not filled in.
   *
   * @throws InputException when the file cannot be read or is not a recipe, with the place
   */
  public static Recipe read(Path file) {
    return parse(file, text(file));
  }

  /**
   * Reads a recipe with its folders filled in.
   *
   * @param folders what the user named, by the recipe's names
   * @throws InputException as {@link #read(Path)}, and when a folder is missing or not the recipe's
   */
  public static Recipe read(Path file, Map<String, Path> folders) {
    String text = text(file);
    Recipe recipe = parse(file, text);
    List<String> complaints = new ArrayList<>();
    TreeSet<String> unknown = new TreeSet<>(folders.keySet());
    unknown.removeAll(recipe.folders().keySet());
    unknown.forEach(
        name ->
            complaints.add(
                "the recipe has no folder '%s'; it has %s"
                    .formatted(name, recipe.folders().keySet())));
    recipe
        .folders()
        .forEach(
            (name, what) -> {
              Path folder = folders.get(name);
              if (folder == null) {
                complaints.add("the folder '%s' is missing: %s".formatted(name, what));
              } else if (!Files.isDirectory(folder)) {
                complaints.add(
                    "%s=%s: is not a folder; it is for %s".formatted(name, folder, what));
              }
            });
    if (!complaints.isEmpty()) {
      throw new InputException(file.getFileName() + ": " + String.join("; ", complaints));
    }
    return parse(file, filled(file, text, folders));
  }

  private static String filled(Path file, String text, Map<String, Path> folders) {
    Matcher matcher = FOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      Path folder = folders.get(matcher.group(1));
      if (folder == null) {
        throw new InputException(
            "%s: %s is not among the recipe's folders %s"
                .formatted(file.getFileName(), matcher.group(), folders.keySet()));
      }
      char[] escaped =
          JsonStringEncoder.getInstance().quoteAsString(folder.toAbsolutePath().toString());
      matcher.appendReplacement(filled, Matcher.quoteReplacement(new String(escaped)));
    }
    return matcher.appendTail(filled).toString();
  }

  private static Recipe parse(Path file, String text) {
    String name = file.getFileName().toString();
    Recipe recipe =
        JobJson.parse(
            Recipe.class,
            text.getBytes(StandardCharsets.UTF_8),
            name,
            file.toAbsolutePath().getParent());
    if (recipe.schemaVersion() != null && recipe.schemaVersion() != Recipe.SCHEMA_VERSION) {
      throw new InputException(
          "%s: schemaVersion: %d is not known; this Octet reads %d"
              .formatted(name, recipe.schemaVersion(), Recipe.SCHEMA_VERSION));
    }
    if (recipe.runs().isEmpty()) {
      throw new InputException(name + ": runs: at least one is needed");
    }
    for (Recipe.Run run : recipe.runs()) {
      if (run.name() == null || !FileNames.isPlain(run.name())) {
        throw new InputException(name + ": runs.name: " + run.name() + ": " + FileNames.RULE);
      }
      if (run.job() == null || run.validation() == null || run.metrics().isEmpty()) {
        throw new InputException(
            name + ": run '" + run.name() + "' needs job, validation and metrics");
      }
    }
    return recipe;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      String reason = Files.exists(file) ? "cannot be read: " + e : "does not exist";
      throw new InputException("recipe file '" + file + "' " + reason, e);
    }
  }
}
