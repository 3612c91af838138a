package org.octet.core.internal.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.octet.api.LayerComparison;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.OperationEntry;
import org.octet.api.QuantizationReport.QuantizerEntry;
import org.octet.api.algorithm.Reason;

/** The tables of a report. Cells hold their value for sorting where the text does not sort. */
final class Tables {
  private static final String NONE = "<span class='none'>–</span>";

  private Tables() {}

  /** A heading. */
  private record Head(String text, boolean number) {}

  private static Head number(String text) {
    return new Head(text, true);
  }

  private static Head word(String text) {
    return new Head(text, false);
  }

  /** All operations. */
  static String operations(QuantizationReport report, Rows rows) {
    Map<String, Long> reasons = counts(rows.all().stream().map(r -> r.operation.reason()));
    Html html = new Html();
    open(
        html,
        "operations",
        "Search operations, types, reasons …",
        reasons,
        number("#"),
        word("Operation"),
        word("Type"),
        word("Decision"),
        word("Weights"),
        word("Output"),
        number("Clipped"),
        number("SQNR"));
    boolean several =
        report.operations().stream().map(OperationEntry::model).distinct().count() > 1;
    rows.all().forEach(row -> operation(html, row, several));
    return close(html);
  }

  private static void operation(Html html, Rows.Row row, boolean several) {
    OperationEntry op = row.operation;
    html.raw("<tr id='" + row.id() + "' data-kind='").text(op.reason()).raw("'>");
    numberCell(html, (double) row.number, String.valueOf(row.number));
    html.raw("<td class='name'>").text(op.name());
    if (several) {
      html.element("small", op.model());
    }
    html.raw("</td>").element("td", op.type());
    html.raw("<td><span class='tag " + tone(op.reason()) + "' title='")
        .text(reasonText(op.reason()))
        .raw("'>")
        .text(op.reason())
        .raw("</span>");
    if (!op.detail().isEmpty()) {
      html.element("small", op.detail());
    }
    html.raw("</td>");
    quantizerCell(html, row.weights);
    quantizerCell(html, row.output);
    clippedCell(html, row.output == null ? null : row.output.clipped());
    layerCell(html, row.layer, row.layerOfChain);
    html.raw("</tr>\n");
  }

  private static void quantizerCell(Html html, QuantizerEntry q) {
    if (q == null) {
      html.raw("<td data-v=''>" + NONE + "</td>");
      return;
    }
    html.raw("<td>")
        .text(range(q))
        .element(
            "small", q.levels() + " levels, " + (q.perChannel() ? "per channel" : "per tensor"))
        .raw("</td>");
  }

  private static String range(QuantizerEntry q) {
    return q.low() == -q.high()
        ? "± " + Words.value(q.high())
        : Words.value(q.low()) + " … " + Words.value(q.high());
  }

  private static void clippedCell(Html html, Double clipped) {
    numberCell(html, clipped, clipped == null ? null : Words.percent(clipped));
  }

  private static void layerCell(Html html, LayerComparison layer, boolean chain) {
    if (layer != null && layer.sqnr() == null) {
      html.raw("<td class='n' data-v='1000'>equal</td>");
    } else if (layer == null) {
      numberCell(html, null, null);
    } else {
      html.raw("<td class='n' data-v='" + layer.sqnr() + "'>")
          .raw("<span class='tag " + Words.grade(layer.sqnr()) + "'>")
          .text(Words.format("%.1f dB", layer.sqnr()))
          .raw("</span>");
      if (chain) {
        html.raw("<small>after its chain</small>");
      }
      html.raw("</td>");
    }
  }

  private static void numberCell(Html html, Double value, String text) {
    if (value == null) {
      html.raw("<td class='n' data-v=''>" + NONE + "</td>");
    } else {
      html.raw("<td class='n' data-v='" + value + "'>").text(text).raw("</td>");
    }
  }

  /** All quantizers. */
  static String quantizers(QuantizationReport report) {
    Map<String, Long> kinds = counts(report.quantizers().stream().map(QuantizerEntry::kind));
    Html html = new Html();
    open(
        html,
        "quantizers",
        "Search quantizers and tensors …",
        kinds,
        word("Tensor"),
        word("Kind"),
        word("Quantizer"),
        number("Levels"),
        word("Ranges"),
        number("Low"),
        number("High"),
        number("Clipped"));
    for (QuantizerEntry q : report.quantizers()) {
      html.raw("<tr data-kind='").text(q.kind()).raw("'>");
      html.element("td class='name'", q.target()).element("td", q.kind());
      html.element("td class='name'", q.name());
      numberCell(html, (double) q.levels(), String.valueOf(q.levels()));
      html.element("td", q.perChannel() ? "per channel" : "per tensor");
      numberCell(html, q.low(), Words.value(q.low()));
      numberCell(html, q.high(), Words.value(q.high()));
      clippedCell(html, q.clipped());
      html.raw("</tr>\n");
    }
    return close(html);
  }

  private static void open(
      Html html, String what, String hint, Map<String, Long> kinds, Head... heads) {
    html.raw("<div data-sortable><div class='tools'><input type='search' aria-label='Search ")
        .text(what)
        .raw("' placeholder='")
        .text(hint)
        .raw("'><button class='chip' data-kind='' aria-pressed='true'>all</button>");
    kinds.forEach(
        (kind, n) ->
            html.raw("<button class='chip' aria-pressed='false' data-kind='")
                .text(kind)
                .raw("' title='")
                .text(reasonText(kind))
                .raw("'>")
                .text(kind)
                .raw(" <b>" + n + "</b></button>"));
    html.raw("<span class='note' data-count></span></div><div class='table'><table><thead><tr>");
    for (Head head : heads) {
      html.raw(head.number() ? "<th class='n'>" : "<th>")
          .element("button", head.text())
          .raw("</th>");
    }
    html.raw("</tr></thead><tbody>\n");
  }

  /** How often each text is there, most first. */
  static Map<String, Long> counts(Stream<String> texts) {
    Map<String, Long> counts = new TreeMap<>();
    texts.forEach(text -> counts.merge(text, 1L, Long::sum));
    Map<String, Long> ordered = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(e -> ordered.put(e.getKey(), e.getValue()));
    return ordered;
  }

  private static String close(Html html) {
    return html.raw("</tbody></table><div class='empty' hidden>Nothing fits.</div></div></div>")
        .toString();
  }

  /** A reason code in words; the code itself where this version does not know it. */
  static String reasonText(String code) {
    return Arrays.stream(Reason.values())
        .filter(r -> r.code().equals(code))
        .map(Reason::text)
        .findFirst()
        .orElse(code);
  }

  private static final List<String> NEUTRAL =
      List.of(Reason.FUSED_INTO.code(), Reason.MOVES_VALUES.code(), Reason.SHAPE_SUBGRAPH.code());

  /** Style of a reason: {@code good}, {@code warn}, or none for what is neither. */
  static String tone(String reason) {
    if (reason.equals(Reason.QUANTIZED.code())) {
      return "good";
    }
    return NEUTRAL.contains(reason) ? "" : "warn";
  }
}
