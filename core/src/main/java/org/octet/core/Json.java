package org.octet.core;

import java.nio.file.Path;
import java.util.Map;
import org.octet.api.Job;
import org.octet.api.Recipe;
import org.octet.core.internal.job.JobJson;
import org.octet.core.internal.job.RecipeJson;
import org.octet.core.internal.report.JsonForms;

/**
 * The JSON forms of Octet's records: {@code job.json}, reports, and the results of evaluations,
 * comparisons, benchmarks and plugin listings. Keys are in camelCase.
 */
public final class Json {
  private Json() {}

  /**
   * Reads a job; relative paths of models, data and output start at the file's folder.
   *
   * @throws org.octet.api.error.InputException when the file cannot be read, is not JSON, or has a
   *     key or a value that a job does not take, with the place
   */
  public static Job readJob(Path file) {
    return JobJson.read(file);
  }

  /**
   * Reads a recipe as it is written, its folders not filled in.
   *
   * @throws org.octet.api.error.InputException when the file cannot be read or is not a recipe
   */
  public static Recipe readRecipe(Path file) {
    return RecipeJson.read(file);
  }

  /**
   * Reads a recipe with its folders filled in.
   *
   * @param folders folders by the names that the recipe gives them
   * @throws org.octet.api.error.InputException when the file cannot be read or is not a recipe, or
   *     a folder is missing
   */
  public static Recipe readRecipe(Path file, Map<String, Path> folders) {
    return RecipeJson.read(file, folders);
  }

  /**
   * A record of the API as JSON text: keys in the order of the record, maps sorted, numbers that
   * are not finite as null.
   */
  public static String write(Object form) {
    return JsonForms.write(form);
  }
}
