package org.octet.core.internal.report;

import static org.octet.core.internal.report.Words.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.octet.api.QuantizationReport.GuardLimit;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.QuantizationReport.GuardStep;

/** The guard's search as a chart and a table. */
final class GuardSection {
  private static final int HEIGHT = 210;
  private static final int MARGIN = 12;

  private GuardSection() {}

  /** Per candidate how much of the allowed drop its worst metric takes. */
  static String chart(GuardSearch search) {
    List<Double> shares = new ArrayList<>();
    search.steps().forEach(step -> shares.add(worst(step, search.limits())));
    double top =
        Math.max(1.5, shares.stream().mapToDouble(s -> s).filter(Double::isFinite).max().orElse(0));
    double bottom =
        Math.min(0, shares.stream().mapToDouble(s -> s).filter(Double::isFinite).min().orElse(0));
    Html svg = Charts.open(Charts.WIDE, HEIGHT + 34, "Drop of metrics by candidate");
    Charts.gridLine(svg, y(0, bottom, top), "float");
    Charts.gridLine(svg, y(1, bottom, top), "limit");
    for (int i = 0; i < shares.size(); i++) {
      GuardStep step = search.steps().get(i);
      double share = shares.get(i);
      if (!Double.isFinite(share)) {
        continue;
      }
      svg.raw(
              format(
                  "<circle class='%s' cx='%.1f' cy='%.1f' r='%d'><title>",
                  step.holds() ? "good" : "bad",
                  Charts.x(i, shares.size()),
                  y(share, bottom, top),
                  step.written() ? 7 : 4))
          .text(label(i, step))
          .raw("</title></circle>");
      svg.raw(format("<text class='mid' x='%.1f' y='%d'>", Charts.x(i, shares.size()), HEIGHT + 22))
          .text(String.valueOf(step.returned()))
          .raw("</text>");
    }
    return svg.raw("</svg>").toString();
  }

  private static String label(int i, GuardStep step) {
    StringBuilder text = new StringBuilder("candidate " + (i + 1) + ": " + step.returned());
    text.append(" operations in float");
    step.metrics().forEach((name, value) -> text.append(format(", %s %.5g", name, value)));
    return text.toString();
  }

  private static double y(double share, double bottom, double top) {
    return MARGIN + (HEIGHT - 2 * MARGIN) * (top - share) / (top - bottom);
  }

  /** The drop as a share of the allowed one; a drop where none is allowed takes twice of it. */
  private static double worst(GuardStep step, Map<String, GuardLimit> limits) {
    double worst = Double.NEGATIVE_INFINITY;
    for (var each : limits.entrySet()) {
      Double value = step.metrics().get(each.getKey());
      if (value == null) {
        return Double.NaN;
      }
      GuardLimit limit = each.getValue();
      double drop = limit.higherIsBetter() ? limit.before() - value : value - limit.before();
      double share = limit.allowed() > 0 ? drop / limit.allowed() : drop > 0 ? 2 : 0;
      worst = Math.max(worst, share);
    }
    return worst;
  }

  /** One row per candidate, the float model first. */
  static String table(GuardSearch search) {
    List<String> names = List.copyOf(search.limits().keySet());
    Html html = new Html().raw("<div class='scroll'><table><thead><tr>");
    for (String head : List.of("Candidate", "Operations in float", "Multiply-adds in float")) {
      html.element("th class='head'", head);
    }
    names.forEach(name -> html.element("th class='head n'", name));
    html.element("th class='head'", "Holds").raw("</tr></thead><tbody>");
    html.raw("<tr>").element("td", "float").element("td", "all").element("td", Words.percent(1));
    names.forEach(name -> html.element("td", number(search.limits().get(name).before())));
    html.element("td", "").raw("</tr>");
    int i = 0;
    for (GuardStep step : search.steps()) {
      html.raw("<tr>")
          .element("td", ++i + (step.written() ? ", written" : ""))
          .element("td", String.valueOf(step.returned()))
          .element("td", step.floatShare() == null ? "–" : Words.percent(step.floatShare()));
      for (String name : names) {
        Double value = step.metrics().get(name);
        html.element("td", value == null ? "not measured" : number(value));
      }
      html.element("td", step.holds() ? "yes" : "no").raw("</tr>");
    }
    html.raw("<tr>").element("td", "limit").element("td", "").element("td", "");
    for (String name : names) {
      GuardLimit limit = search.limits().get(name);
      double sign = limit.higherIsBetter() ? -1 : 1;
      html.element("td", number(limit.before() + sign * limit.allowed()));
    }
    return html.element("td", "").raw("</tr></tbody></table></div>").toString();
  }

  private static String number(double value) {
    return format("%.5g", value);
  }
}
