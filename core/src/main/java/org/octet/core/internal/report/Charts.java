package org.octet.core.internal.report;

import static org.octet.core.internal.report.Words.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.octet.api.LayerComparison;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.QuantizationReport.Timing;

/** The charts of a report as inline SVG; colours come from the page's style. */
final class Charts {
  private static final int HALF = 560;
  static final int WIDE = 1160;
  static final int LEFT = 62;
  static final int RIGHT = 14;

  private Charts() {}

  /** Weights before and after. */
  static String sizes(long before, long after) {
    List<Bar> bars =
        List.of(
            new Bar("float", before, Words.bytes(before), "old"),
            new Bar("quantized", after, Words.bytes(after), "bar"));
    return bars("Size of the weights before and after", bars);
  }

  /** Number of operations by reason code, most first. */
  static String reasons(List<OperationEntry> operations) {
    Map<String, Long> counts = Tables.counts(operations.stream().map(OperationEntry::reason));
    List<Bar> bars = new ArrayList<>();
    counts.forEach(
        (reason, n) ->
            bars.add(new Bar(reason, n, String.valueOf(n), Tables.tone(reason) + " old")));
    return bars("Operations by reason", bars);
  }

  /** Wall time of every stage. */
  static String times(List<Timing> timings) {
    List<Bar> bars = new ArrayList<>();
    for (Timing t : timings) {
      bars.add(new Bar(t.stage(), t.seconds(), Words.seconds(t.seconds()), "bar"));
    }
    return bars("Time per stage", bars);
  }

  private record Bar(String label, double value, String text, String style) {}

  private static String bars(String title, List<Bar> bars) {
    double largest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
    int left = 150;
    int step = 27;
    Html svg = open(HALF, 6 + step * Math.max(1, bars.size()), title);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int y = 4 + step * i;
      double width = largest <= 0 ? 0 : (HALF - left - 96) * bar.value() / largest;
      svg.raw(format("<text class='end' x='%d' y='%d'>", left - 10, y + 15))
          .text(shortened(bar.label(), 22))
          .raw(
              format(
                  "</text><rect class='%s' x='%d' y='%d' width='%.1f' height='20' rx='3'/>",
                  bar.style(), left, y, Math.max(1.5, width)))
          .raw(format("<text class='strong' x='%.1f' y='%d'>", left + width + 8, y + 15))
          .text(bar.text())
          .raw("</text>");
    }
    return svg.raw("</svg>").toString();
  }

  private static String shortened(String label, int length) {
    return label.length() <= length ? label : label.substring(0, length - 1) + "…";
  }

  /** SQNR of the measured tensors in the network's order. */
  static String layers(QuantizationReport report, Rows rows) {
    List<LayerComparison> layers = report.layers().stream().filter(l -> l.sqnr() != null).toList();
    double top = layers.stream().mapToDouble(LayerComparison::sqnr).max().orElse(0);
    double bottom = layers.stream().mapToDouble(LayerComparison::sqnr).min().orElse(0);
    Scale scale =
        new Scale(
            Math.min(0, 10 * Math.floor(bottom / 10)), Math.max(10, 10 * Math.ceil(top / 10)), 250);
    Html svg = open(WIDE, scale.height() + 34, "SQNR inside the network");
    int ticks = (int) Math.round((scale.high() - scale.low()) / 10);
    int every = Math.max(1, (ticks + 7) / 8);
    for (int i = 0; i <= ticks; i += every) {
      double value = scale.low() + 10 * i;
      gridLine(svg, scale.y(value), format("%.0f dB", value));
    }
    StringBuilder curve = new StringBuilder();
    for (int i = 0; i < layers.size(); i++) {
      curve.append(
          format(
              "%s%.1f %.1f",
              i == 0 ? "M" : "L", x(i, layers.size()), scale.y(layers.get(i).sqnr())));
    }
    svg.raw("<path class='curve' d='" + curve + "'/>");
    double radius = layers.size() > 300 ? 2.2 : layers.size() > 100 ? 3 : 4;
    for (int i = 0; i < layers.size(); i++) {
      LayerComparison l = layers.get(i);
      Rows.Row row = rows.row(l.model(), l.name());
      svg.raw(
              format(
                  "<circle class='%s' cx='%.1f' cy='%.1f' r='%.1f'%s><title>",
                  Words.grade(l.sqnr()), x(i, layers.size()), scale.y(l.sqnr()), radius, go(row)))
          .text(format("%s (%s): %.1f dB", l.name(), l.type(), l.sqnr()))
          .raw("</title></circle>");
    }
    worst(svg, layers, scale);
    return end(svg, scale);
  }

  private static void worst(Html svg, List<LayerComparison> layers, Scale scale) {
    int worst = 0;
    for (int i = 1; i < layers.size(); i++) {
      worst = layers.get(i).sqnr() < layers.get(worst).sqnr() ? i : worst;
    }
    if (layers.isEmpty()) {
      return;
    }
    LayerComparison l = layers.get(worst);
    double x = x(worst, layers.size());
    boolean right = x > WIDE * 0.6;
    double y = Math.min(scale.y(l.sqnr()) + 18, scale.height() - 6);
    svg.raw(format("<text class='strong%s' x='%.1f' y='%.1f'>", right ? " end" : "", x, y))
        .text(format("lowest: %s, %.1f dB", shortened(l.name(), 48), l.sqnr()))
        .raw("</text>");
  }

  /** Ranges of the quantizers on activations, up and down from zero on logarithmic scales. */
  static String ranges(QuantizationReport report, Rows rows) {
    List<QuantizerEntry> quantizers =
        report.quantizers().stream().filter(q -> !q.kind().equals("weight")).toList();
    int high = 1;
    int low = 0;
    boolean any = false;
    boolean signed = false;
    for (QuantizerEntry q : quantizers) {
      double size = Math.max(Math.abs(q.low()), Math.abs(q.high()));
      if (size > 0 && Double.isFinite(size)) {
        int up = (int) Math.ceil(Math.log10(size));
        int down = (int) Math.floor(Math.log10(size)) - 1;
        high = any ? Math.max(high, up) : up;
        low = any ? Math.min(low, down) : down;
        any = true;
      }
      signed |= q.low() < 0;
    }
    return ranges(quantizers, rows, new Decades(low, Math.max(high, low + 1), signed));
  }

  private static String ranges(List<QuantizerEntry> quantizers, Rows rows, Decades decades) {
    Html svg = open(WIDE, Decades.HEIGHT + 34, "Ranges of activations");
    decades.grid(svg);
    double slot = (double) (WIDE - LEFT - RIGHT) / Math.max(1, quantizers.size());
    double width = Math.max(0.6, Math.min(18, slot * 0.7));
    for (int i = 0; i < quantizers.size(); i++) {
      QuantizerEntry q = quantizers.get(i);
      double top = decades.y(q.high());
      double bottom = decades.y(q.low());
      svg.raw(
              format(
                  "<rect class='bar' x='%.2f' y='%.1f' width='%.2f' height='%.1f' rx='%.1f'%s><title>",
                  LEFT + slot * (i + 0.5) - width / 2,
                  Math.min(top, bottom),
                  width,
                  Math.max(1, Math.abs(bottom - top)),
                  Math.min(2, width / 4),
                  go(rows.rowOf(q))))
          .text(q.target() + ": " + Words.value(q.low()) + " … " + Words.value(q.high()))
          .raw("</title></rect>");
    }
    return end(svg, new Scale(0, 1, Decades.HEIGHT));
  }

  /** Two logarithmic scales that meet at zero. */
  private record Decades(int low, int high, boolean signed) {
    static final int HEIGHT = 270;

    double middle() {
      return signed ? HEIGHT / 2.0 : HEIGHT - 8;
    }

    double y(double value) {
      double size = Math.abs(value);
      if (size == 0 || !Double.isFinite(value)) {
        return middle();
      }
      double part = (Math.log10(size) - low) / (high - low);
      double length = (middle() - 8) * Math.max(0, Math.min(1, part));
      return value > 0 ? middle() - length : middle() + length;
    }

    void grid(Html svg) {
      int every = Math.max(1, (high - low + 4) / 5);
      for (int decade = high; decade > low; decade -= every) {
        double value = Math.pow(10, decade);
        gridLine(svg, y(value), label(value));
        if (signed) {
          gridLine(svg, y(-value), "−" + label(value));
        }
      }
      svg.raw(
          format(
              "<line class='axis' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>",
              LEFT, WIDE - RIGHT, middle(), middle()));
      svg.raw(format("<text class='end' x='%d' y='%.1f'>0</text>", LEFT - 8, middle() + 4));
    }

    private static String label(double value) {
      if (value >= 1 && value < 1e6) {
        return format("%.0f", value);
      }
      return value >= 1e-4 && value < 1
          ? format("%." + Math.round(-Math.log10(value)) + "f", value)
          : format("%.0e", value);
    }
  }

  /** A linear scale from the frame's lower to its upper edge. */
  private record Scale(double low, double high, int height) {
    double y(double value) {
      return 8 + (height - 16) * (high - value) / (high - low);
    }
  }

  static double x(int i, int count) {
    return LEFT + 8 + (WIDE - LEFT - RIGHT - 16) * (count < 2 ? 0.5 : (double) i / (count - 1));
  }

  static void gridLine(Html svg, double y, String label) {
    svg.raw(
            format(
                "<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>",
                LEFT, WIDE - RIGHT, y, y))
        .raw(format("<text class='end' x='%d' y='%.1f'>", LEFT - 8, y + 4))
        .text(label)
        .raw("</text>");
  }

  private static String go(Rows.Row row) {
    return row == null ? "" : " data-go='" + row.id() + "'";
  }

  static Html open(int width, int height, String title) {
    return new Html()
        .raw(format("<svg viewBox='0 0 %d %d' role='img' aria-label='", width, height))
        .text(title)
        .raw("'>");
  }

  private static String end(Html svg, Scale scale) {
    return svg.raw(format("<text x='%d' y='%d'>input</text>", LEFT, scale.height() + 22))
        .raw(
            format(
                "<text class='mid' x='%d' y='%d'>along the network</text>",
                (LEFT + WIDE - RIGHT) / 2, scale.height() + 22))
        .raw(
            format(
                "<text class='end' x='%d' y='%d'>output</text></svg>",
                WIDE - RIGHT, scale.height() + 22))
        .toString();
  }
}
