package org.octet.distribution.cli.internal;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.octet.api.Octet;
import org.octet.api.PluginInfo;
import org.octet.api.error.OctetException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** Help on the parameters of plugins, made of their own schemas. */
final class ParameterHelp {
  /** Ranges that end here say nothing. */
  private static final double UNLIMITED = Integer.MAX_VALUE;

  private ParameterHelp() {}

  /** The plugins of a kind, one line each; help never fails for a broken installation. */
  static String of(Octet octet, String kind) {
    List<PluginInfo> plugins;
    try {
      plugins = octet.plugins();
    } catch (OctetException e) {
      return "";
    }
    Table table = Table.ofTexts();
    plugins.stream()
        .filter(p -> p.kind().equals(kind) && p.problems().isEmpty())
        .forEach(p -> table.row("  " + p.name(), p.description()));
    String heading = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    return "%n%ss:%n%s".formatted(heading.replace('-', ' '), table);
  }

  /** One line per parameter. */
  static Table table(ParameterSchema schema) {
    Table table = Table.ofTexts();
    schema.parameters().forEach(p -> row(table, p, "  "));
    return table;
  }

  /** A parameter, and further in those of its objects. */
  private static void row(Table table, Parameter p, String indent) {
    table.row(indent + key(p) + "=" + values(p), p.description() + limits(p));
    p.items().forEach(item -> row(table, item, indent + "  "));
  }

  /** The command line gives the path of data with an option of its own. */
  private static String key(Parameter p) {
    return p.name().equals("path") ? "--data" : p.kebabName();
  }

  private static String values(Parameter p) {
    return switch (p.kind()) {
      case CHOICE -> String.join("|", p.choices());
      case BOOLEAN -> "true|false";
      case SIZE -> "WxH";
      case NUMBERS -> "NUMBER[,NUMBER...]";
      case STRINGS -> "TEXT[,TEXT...]";
      case INTEGER -> "INTEGER";
      case NUMBER -> "NUMBER";
      case OBJECTS -> "FILE.json";
      case STRING, PATH -> p.kind().name().toUpperCase(Locale.ROOT);
    };
  }

  /** The range and the default in brackets; empty where there is neither. */
  private static String limits(Parameter p) {
    String text =
        Stream.of(range(p), defaults(p))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  private static String range(Parameter p) {
    if (p.min().isEmpty() && p.max().isEmpty()) {
      return "";
    }
    boolean least = p.min().isPresent() && Math.abs(p.min().getAsDouble()) < UNLIMITED;
    boolean most = p.max().isPresent() && Math.abs(p.max().getAsDouble()) < UNLIMITED;
    if (least && most) {
      return number(p.min().getAsDouble()) + " to " + number(p.max().getAsDouble());
    }
    return least
        ? "at least " + number(p.min().getAsDouble())
        : most ? "at most " + number(p.max().getAsDouble()) : "";
  }

  /** Whole numbers without a decimal point. */
  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static String defaults(Parameter p) {
    if (p.required()) {
      return "required";
    }
    if (p.fromModel() != Parameter.FromModel.NOTHING) {
      return "default: the model's";
    }
    return p.defaultValue() == null ? "" : "default: " + p.defaultValue();
  }
}
