package org.octet.api.plugin;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Describes one parameter of a plugin.
 *
 * @param name key in camelCase, as in JSON; on the command line it is written in kebab-case
 * @param kind what values it takes
 * @param defaultValue value when the user gives none, as text; null: none
 * @param required whether the user must give it
 * @param choices allowed values of {@link Kind#CHOICE}
 * @param min least value of a number, inclusive
 * @param max largest value of a number, inclusive
 * @param fromModel what core fills in from the model's input when the user gives nothing
 * @param items parameters of each object of {@link Kind#OBJECTS}
 * @param description one sentence for help, with the unit
 */
public record Parameter(
    String name,
    Kind kind,
    String defaultValue,
    boolean required,
    List<String> choices,
    OptionalDouble min,
    OptionalDouble max,
    FromModel fromModel,
    List<Parameter> items,
    String description) {

  /** Kinds of values. */
  public enum Kind {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** One of the choices. */
    CHOICE,
    /** A file or folder. */
    PATH,
    /** Numbers separated by commas, or a JSON list. */
    NUMBERS,
    /** Texts separated by commas, or a JSON list. */
    STRINGS,
    /** Width and height in pixels, such as {@code 224x224}, both at least 1. */
    SIZE,
    /** A JSON list of objects, each with parameters of its own, or a file with one. */
    OBJECTS
  }

  /** Defaults that depend on the model. */
  public enum FromModel {
    NOTHING,
    /** Width x height of the model's only rank-4 input. */
    INPUT_SIZE,
    /** {@code NCHW} or {@code NHWC} of the model's only rank-4 input. */
    INPUT_LAYOUT
  }

  /** Copies the lists. */
  public Parameter {
    choices = List.copyOf(choices);
    items = List.copyOf(items);
  }

  private static Parameter of(String name, Kind kind, String defaultValue, String description) {
    return new Parameter(
        name,
        kind,
        defaultValue,
        false,
        List.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        FromModel.NOTHING,
        List.of(),
        description);
  }

  /** A text. */
  public static Parameter string(String name, String defaultValue, String description) {
    return of(name, Kind.STRING, defaultValue, description);
  }

  /** A whole number. */
  public static Parameter integer(
      String name, Integer defaultValue, long min, long max, String description) {
    return of(name, Kind.INTEGER, text(defaultValue), description).between(min, max);
  }

  /** A number. */
  public static Parameter number(
      String name, Double defaultValue, double min, double max, String description) {
    return of(name, Kind.NUMBER, text(defaultValue), description).between(min, max);
  }

  /** True or false. */
  public static Parameter bool(String name, boolean defaultValue, String description) {
    return of(name, Kind.BOOLEAN, Boolean.toString(defaultValue), description);
  }

  /** One of several words. */
  public static Parameter choice(
      String name, String defaultValue, List<String> choices, String description) {
    return new Parameter(
        name,
        Kind.CHOICE,
        defaultValue,
        false,
        choices,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        FromModel.NOTHING,
        List.of(),
        description);
  }

  /** A file or folder. */
  public static Parameter path(String name, String description) {
    return of(name, Kind.PATH, null, description);
  }

  /** A list of numbers. */
  public static Parameter numbers(String name, String defaultValue, String description) {
    return of(name, Kind.NUMBERS, defaultValue, description);
  }

  /** A list of texts. */
  public static Parameter strings(String name, String description) {
    return of(name, Kind.STRINGS, null, description);
  }

  /** A size in pixels. */
  public static Parameter size(String name, String defaultValue, String description) {
    return of(name, Kind.SIZE, defaultValue, description);
  }

  /** A list of objects with parameters of their own. */
  public static Parameter objects(String name, String description, Parameter... items) {
    return new Parameter(
        name,
        Kind.OBJECTS,
        null,
        false,
        List.of(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        FromModel.NOTHING,
        List.of(items),
        description);
  }

  /** The same parameter, which the user must give. */
  public Parameter mandatory() {
    return new Parameter(
        name, kind, defaultValue, true, choices, min, max, fromModel, items, description);
  }

  /** The same parameter, with a default that core takes from the model. */
  public Parameter defaultsTo(FromModel source) {
    return new Parameter(
        name, kind, defaultValue, required, choices, min, max, source, items, description);
  }

  private Parameter between(double least, double largest) {
    return new Parameter(
        name,
        kind,
        defaultValue,
        required,
        choices,
        OptionalDouble.of(least),
        OptionalDouble.of(largest),
        fromModel,
        items,
        description);
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  /** The key as written on the command line, such as {@code on-error}. */
  public String kebabName() {
    return ParameterSchema.kebab(name);
  }
}
