package org.octet.core.internal.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.octet.api.Job;
import org.octet.api.QuantizationReport;
import org.octet.api.QuantizationReport.GuardSearch;
import org.octet.api.QuantizationReport.Provenance;
import org.octet.api.QuantizationReport.Summary;
import org.octet.api.QuantizationReport.Timing;
import org.octet.api.error.InternalException;

/**
 * A report as one HTML page that needs nothing else: styles, script and charts are inside, and a
 * content security policy keeps it from loading anything. Equal reports give equal pages.
 * Thread-safe.
 */
public final class HtmlReport {
  private final QuantizationReport report;
  private final Rows rows;
  private final Html html = new Html();

  private HtmlReport(QuantizationReport report) {
    this.report = report;
    this.rows = new Rows(report);
  }

  /** The page. */
  public static String render(QuantizationReport report) {
    HtmlReport page = new HtmlReport(report);
    page.body();
    return resource("report.html")
        .replace("{{title}}", Html.escape(page.title() + " – Octet"))
        .replace("{{css}}", resource("report.css"))
        .replace("{{js}}", resource("report.js"))
        .replace("{{body}}", page.html.toString());
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InternalException("this jar of Octet is damaged: " + name, e);
    }
  }

  private String title() {
    Job job = report.provenance().job();
    if (job != null && job.output() != null && job.output().name() != null) {
      return job.output().name();
    }
    return report.summary().files().isEmpty() ? "model" : report.summary().files().get(0);
  }

  private void body() {
    head();
    html.raw("<main>\n");
    cards();
    charts();
    guard();
    html.raw("<h2>Operations</h2>\n").raw(Tables.operations(report, rows));
    html.raw("<h2>Quantizers</h2>\n").raw(Tables.quantizers(report));
    outputs();
    remarks();
    provenance();
    html.raw("<footer>Made by Octet ").text(report.provenance().octet()).raw("</footer></main>");
  }

  private void head() {
    html.raw("<header><div><p class='eyebrow'>INT8 quantization report · ")
        .text(report.provenance().started().replace("T", " ").replace("Z", " UTC"))
        .raw("</p>")
        .element("h1", title())
        .element("p class='lead'", sentence())
        .raw("</div><div class='theme' role='group' aria-label='Colours'>");
    for (String theme : List.of("auto", "light", "dark")) {
      html.raw(
          "<button data-set-theme='" + theme + "' aria-pressed='false'>" + theme + "</button>");
    }
    html.raw("</div></header>\n");
  }

  private String sentence() {
    Summary s = report.summary();
    StringBuilder text = new StringBuilder();
    if (s.weightsBytesAfter() > 0 && s.weightsBytesBefore() > s.weightsBytesAfter()) {
      text.append(
          Words.format(
              "The model is %.1f times smaller. ",
              (double) s.weightsBytesBefore() / s.weightsBytesAfter()));
    }
    if (s.floatOperations() == 0) {
      text.append("Everything that can be quantized is. ");
    } else {
      text.append(
          Words.format(
              "%d of %d quantizable operations are quantized; the table says why the others are"
                  + " not. ",
              s.quantizedOperations(), s.quantizedOperations() + s.floatOperations()));
    }
    return text.append(fidelity()).toString();
  }

  private String fidelity() {
    Double worst = report.summary().worstSqnr();
    if (report.sqnr().isEmpty()) {
      return "Its outputs were not compared with the float model's.";
    }
    if (worst == null) {
      return "Its outputs equal the float model's on the calibration samples.";
    }
    String what = report.sqnr().size() == 1 ? "Its output is " : "Its worst output is ";
    String advice = worst < 20 ? " Measure its accuracy before you use it." : "";
    return what
        + Words.fidelity(worst)
        + (worst < 20 ? " from" : " to")
        + " the float model's: on calibration samples it deviates by "
        + Words.percent(Words.deviation(worst))
        + " (root mean square)."
        + advice;
  }

  private void cards() {
    Summary s = report.summary();
    html.raw("<section class='cards' aria-label='Summary'>\n");
    String ratio =
        s.weightsBytesAfter() == 0
            ? "–"
            : Words.format("%.2f ×", (double) s.weightsBytesBefore() / s.weightsBytesAfter());
    card(
        "Smaller",
        ratio,
        "",
        Words.bytes(s.weightsBytesBefore()) + " → " + Words.bytes(s.weightsBytesAfter()));
    int total = s.quantizedOperations() + s.floatOperations();
    card(
        "Quantized",
        total == 0 ? "–" : Words.percent((double) s.quantizedOperations() / total),
        "",
        Words.format(
            "%d of %d quantizable operations, %d quantizers",
            s.quantizedOperations(), total, s.quantizers()));
    boolean compared = !report.sqnr().isEmpty();
    String decibels = s.worstSqnr() == null ? "equal" : Words.format("%.1f", s.worstSqnr());
    card(
        "Fidelity (worst output)",
        compared ? decibels : "–",
        compared && s.worstSqnr() != null ? "dB SQNR" : "",
        compared ? Words.fidelity(s.worstSqnr()) : "not compared");
    double seconds = report.timings().stream().mapToDouble(Timing::seconds).sum();
    card("Time", Words.seconds(seconds), "", s.samples() + " calibration samples");
    html.raw("</section>\n");
  }

  private void card(String label, String value, String unit, String note) {
    html.raw("<div class='card'>").element("div class='label'", label);
    html.raw("<div class='value'>").text(value);
    if (!unit.isEmpty()) {
      html.raw(" ").element("small", unit);
    }
    html.raw("</div>").element("div class='note'", note).raw("</div>\n");
  }

  private void charts() {
    Summary s = report.summary();
    html.raw("<h2>At a glance</h2><section class='charts'>\n");
    chart(
        "",
        "Size of the weights",
        "Bytes of the .bin before and after.",
        Charts.sizes(s.weightsBytesBefore(), s.weightsBytesAfter())
            + "<h3 class='second'>What became of the operations</h3>"
            + Charts.reasons(report.operations()));
    chart("", "Time per stage", "Wall time of this run.", Charts.times(report.timings()));
    if (report.layers().isEmpty()) {
      chart(
          " wide",
          "Error inside the network",
          "Was not measured in this run: octet quantize --layers does, and octet compare --layers for"
              + " models that are there already.",
          "");
    } else {
      chart(
          " wide",
          "Error inside the network",
          "Signal to quantization noise (SQNR) of each quantized tensor against the float model,"
              + " all errors before it included; higher is better. A deep dip shows where accuracy"
              + " is lost. Click a point to see its operation.",
          Charts.layers(report, rows));
    }
    chart(
        " wide",
        "Ranges of activations",
        "From the lowest to the highest value that each quantizer keeps, on logarithmic scales"
            + " around zero. Click a bar to see its operation.",
        Charts.ranges(report, rows));
    html.raw("</section>\n");
  }

  private void guard() {
    GuardSearch search = report.guard();
    if (search == null || search.steps().isEmpty()) {
      return;
    }
    html.raw("<h2>Accuracy</h2><section class='charts'>\n");
    chart(
        " wide",
        "Candidates",
        Words.format(
            "How much of the allowed drop the worst metric of each candidate takes, in the order in"
                + " which they were tried; below: how many operations are in float. %d candidates were"
                + " measured on all annotated samples. The large point was written.",
            search.evaluations()),
        GuardSection.chart(search) + GuardSection.table(search));
    html.raw("</section>\n");
  }

  private void chart(String style, String title, String note, String svg) {
    html.raw("<div class='card" + style + "'>")
        .element("h3", title)
        .element("p class='note'", note);
    html.raw("<div class='scroll'>" + svg + "</div></div>\n");
  }

  private void outputs() {
    html.raw("<h2>Outputs</h2><div class='card'><dl>");
    report
        .sqnr()
        .forEach(
            (name, sqnr) ->
                term(
                    name,
                    sqnr == null
                        ? "equal to the float model's"
                        : Words.format("%.2f dB SQNR, %s", sqnr, Words.fidelity(sqnr))));
    if (report.sqnr().isEmpty()) {
      term("SQNR", "not compared with the float model");
    }
    report
        .metrics()
        .forEach((name, value) -> term(name, Words.format("%.4f on calibration samples", value)));
    html.raw("</dl></div>\n");
  }

  private void remarks() {
    if (report.notes().isEmpty() && report.skipped().isEmpty()) {
      return;
    }
    html.raw("<h2>Remarks</h2><div class='card'><ul>");
    report.notes().forEach(note -> html.element("li", note));
    report.skipped().forEach(s -> html.element("li", "skipped " + s.id() + ": " + s.reason()));
    html.raw("</ul></div>\n");
  }

  private void provenance() {
    Provenance p = report.provenance();
    html.raw("<h2>Provenance</h2><div class='card'><dl>");
    term("Octet", p.octet() + " (" + p.mode() + ")");
    term("Runtime", p.runtime());
    term("Device", p.device() + ", " + p.threads() + " requests at the same time");
    term("Java", p.java());
    term("System", p.os());
    term("Started", p.started());
    term("Files written", String.join(", ", report.summary().files()));
    new TreeMap<>(p.modelHashes()).forEach((file, hash) -> term("SHA-256 of " + file, hash));
    term("Plugins", String.join(", ", p.plugins()));
    html.raw("</dl>");
    details("Device properties", JsonForms.write(new TreeMap<>(p.properties())));
    if (p.job() != null) {
      details("The completed job: octet quantize --job FILE repeats it", JsonForms.write(p.job()));
    }
    html.raw("</div>\n");
  }

  private void term(String name, String value) {
    html.element("dt", name).element("dd", value);
  }

  private void details(String title, String content) {
    html.raw("<details>").element("summary", title).element("pre", content).raw("</details>");
  }
}
