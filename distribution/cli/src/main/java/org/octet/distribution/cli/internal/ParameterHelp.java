package org.octet.distribution.cli.internal;

import java.util.List;
import java.util.Locale;
import org.octet.api.Octet;
import org.octet.api.PluginInfo;
import org.octet.api.error.OctetException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;

/** Help on the parameters of plugins, made of their own schemas. */
final class ParameterHelp {
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
    // the command line gives the path with --data
    schema.parameters().stream()
        .filter(p -> !p.name().equals("path"))
        .forEach(p -> row(table, p, "  "));
    return table;
  }

  /** A parameter, and further in those of its objects. */
  private static void row(Table table, Parameter p, String indent) {
    table.row(indent + p.kebabName() + "=" + values(p), p.description() + defaults(p));
    p.items().forEach(item -> row(table, item, indent + "  "));
  }

  private static String values(Parameter p) {
    return switch (p.kind()) {
      case CHOICE -> String.join("|", p.choices());
      case BOOLEAN -> "true|false";
      case SIZE -> "WxH";
      case NUMBERS -> "N[,N...]";
      case STRINGS -> "TEXT[,TEXT...]";
      case INTEGER, NUMBER -> "N";
      case OBJECTS -> "FILE.json";
      case STRING, PATH -> p.kind().name().toUpperCase(Locale.ROOT);
    };
  }

  private static String defaults(Parameter p) {
    if (p.required()) {
      return " (required)";
    }
    if (p.fromModel() != Parameter.FromModel.NOTHING) {
      return " (default: the model's)";
    }
    return p.defaultValue() == null ? "" : " (default: " + p.defaultValue() + ")";
  }
}
