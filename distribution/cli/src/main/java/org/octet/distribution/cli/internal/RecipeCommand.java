package org.octet.distribution.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.octet.api.Octet;
import org.octet.api.Recipe;
import org.octet.api.error.InputException;
import org.octet.api.error.OutputException;
import org.octet.api.plugin.ParameterSchema;
import org.octet.core.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet recipe}. */
@Command(
    name = "recipe",
    description = {
      "Quantizes models as a recipe says, and measures both on samples that calibration did not see.",
      "Without a name it lists the recipes that come with Octet."
    },
    footer = {
      "",
      "Examples:",
      "  octet recipe                                  what there is",
      "  octet recipe detection --data data/",
      "  octet recipe mine.json --folder models=/srv/models --output int8/"
    })
final class RecipeCommand extends OctetCommand {
  private static final String SUFFIX = ".json";

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A recipe that comes with Octet, or a file.")
  String name;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The recipe's folder 'data'; the same as --folder data=DIR.")
  Path data;

  @Option(
      names = "--folder",
      paramLabel = "NAME=DIR",
      description = "A folder that the recipe asks for; repeat for more.")
  Map<String, Path> folders = new LinkedHashMap<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder of the results (default: a new folder octet-recipe-N here).")
  Path output;

  @Option(
      names = "--effort",
      paramLabel = "default|best",
      description = "How the models are quantized, where the recipe leaves it open.")
  String effort;

  @Option(names = "--force", description = "Replace files that are there already.")
  boolean force;

  RecipeCommand(Session session) {
    super(session);
  }

  @Override
  void execute(Octet octet) {
    if (name == null) {
      list();
      return;
    }
    Path file = find(name);
    Map<String, Path> named = new LinkedHashMap<>(folders);
    if (data != null) {
      named.put("data", data);
    }
    Recipe recipe = Json.readRecipe(file, named);
    session.announce(common, recipe.title().isEmpty() ? file.toString() : recipe.title());
    Path folder = output == null ? NewFolder.here("octet-recipe") : output;
    RecipeRuns runs = new RecipeRuns(octet, session.cancellation(), folder, force, effort);
    List<RecipeRuns.Outcome> outcomes = watched(progress -> runs.run(recipe, progress));
    if (common.json) {
      session.out().print(Json.write(RecipeRuns.form(recipe, outcomes)));
    } else {
      session.out().print(RecipeRuns.table(outcomes));
      session.out().print(Table.ofTexts().row("written to", folder.toString()));
    }
  }

  private void list() {
    Table table = Table.ofTexts().row("recipe", "models", "what it shows");
    for (Path file : shipped()) {
      Recipe recipe = Json.readRecipe(file);
      table.row(baseName(file), String.valueOf(recipe.runs().size()), recipe.title());
    }
    session.out().print(table);
  }

  private static Path find(String name) {
    List<Path> shipped = shipped();
    for (Path file : shipped) {
      if (baseName(file).equals(name)) {
        return file;
      }
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      return file;
    }
    List<String> names = shipped.stream().map(RecipeCommand::baseName).toList();
    throw new InputException(
        "there is no recipe '%s'%s, and no such file; there are %s"
            .formatted(
                name,
                ParameterSchema.nearest(name, names)
                    .map(n -> " (did you mean '" + n + "'?)")
                    .orElse(""),
                String.join(", ", names)));
  }

  private static String baseName(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static List<Path> shipped() {
    Path folder = Session.home().map(h -> h.resolve("recipes")).orElse(null);
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new OutputException("the recipes in '" + folder + "' cannot be listed: " + e, e);
    }
  }
}
