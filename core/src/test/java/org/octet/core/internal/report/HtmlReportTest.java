package org.octet.core.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.octet.api.QuantizationReport;
import org.octet.api.error.InputException;

class HtmlReportTest {
  private static final Pattern ELSEWHERE =
      Pattern.compile("https?:|src=|href=|@import|url\\(", Pattern.CASE_INSENSITIVE);

  /** Kept after the tests, to be looked at. */
  private final Path pictures = Path.of("target", "screenshots");

  @TempDir Path folder;

  private Path page(QuantizationReport report) throws Exception {
    return Files.writeString(folder.resolve("page.html"), HtmlReport.render(report));
  }

  @Test
  void pageNeedsNothingFromElsewhere() {
    String page = HtmlReport.render(SampleReports.ofBlocks(40));
    assertThat(ELSEWHERE.matcher(page).results().map(r -> r.group())).isEmpty();
    assertThat(page).contains("default-src 'none'").doesNotContain("{{");
  }

  @Test
  void searchOfTheGuardIsAChartAndATable() {
    String page = HtmlReport.render(SampleReports.ofBlocks(3));
    assertThat(page)
        .contains("aria-label='Drop of metrics by candidate'")
        .contains("candidate 3: 2 operations in float, accuracy@top1 0.77500")
        .contains("<td>3, written</td><td>2</td><td>12.5 %</td><td>0.77500</td><td>yes</td>")
        .contains("<td>not measured</td><td>no</td>")
        .contains("<td>limit</td><td></td><td></td><td>0.77000</td>");
  }

  @Test
  void equalReportsGiveEqualPages() {
    assertThat(HtmlReport.render(SampleReports.ofBlocks(40)))
        .isEqualTo(HtmlReport.render(SampleReports.ofBlocks(40)));
  }

  @Test
  void namesAreTextWhateverTheyHold() {
    String page = HtmlReport.render(SampleReports.hostile("<script>'\"&</script>\u0001"));
    assertThat(page)
        .contains("&lt;script&gt;&#39;&quot;&amp;&lt;/script&gt;")
        .doesNotContain("<script>'", "\u0001");
  }

  @Test
  void reportsAreReadBackWhole() throws Exception {
    QuantizationReport report = SampleReports.ofBlocks(30);
    Path file = Files.writeString(folder.resolve("net.report.json"), JsonForms.write(report));
    assertThat(ReportJson.read(file)).isEqualTo(report);
  }

  @Test
  void reportsOfOtherVersionsAreReadAsFarAsTheyAreKnown() throws Exception {
    QuantizationReport report = SampleReports.ofBlocks(3);
    String json = JsonForms.write(report);
    String later = json.replaceFirst("\\{", "{\"invented\": [1, 2],");
    Path file = Files.writeString(folder.resolve("a.json"), later);
    assertThat(ReportJson.read(file)).isEqualTo(report);
    String earlier = json.replaceFirst("(?s)\"layers\": \\[.*?\\],", "");
    assertThat(ReportJson.read(Files.writeString(file, earlier)).layers()).isEmpty();
    String breaking =
        json.replace(
            "\"schemaVersion\": 1,\n  \"summary\"", "\"schemaVersion\": 2,\n  \"summary\"");
    Files.writeString(file, breaking);
    assertThatThrownBy(() -> ReportJson.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("schemaVersion 2");
  }

  @Test
  void whatIsNoReportIsRefused() throws Exception {
    for (String text : new String[] {"", "[]", "null", "{}", "{\"schemaVersion\": 1}", "x"}) {
      Path file = Files.writeString(folder.resolve("no.json"), text);
      assertThatThrownBy(() -> ReportJson.read(file))
          .as(text)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no.json");
    }
    String hole =
        JsonForms.write(SampleReports.ofBlocks(2)).replaceFirst("\"name\": \"[^\"]*\"", "\"x\": 1");
    Path holed = Files.writeString(folder.resolve("hole.json"), hole);
    assertThatThrownBy(() -> ReportJson.read(holed))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("OperationEntry without 'name'");
    assertThatThrownBy(() -> ReportJson.read(folder.resolve("missing.json")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void browserShowsItInBothThemesWithoutAnError() throws Exception {
    Browser browser = Browser.find(folder);
    Path page = page(SampleReports.ofBlocks(40));
    Browser.Loaded light =
        browser.picture(page, "", pictures.resolve("report-light.png"), 1360, 2600);
    Browser.Loaded dark =
        browser.picture(
            page,
            "",
            pictures.resolve("report-dark.png"),
            1360,
            2600,
            "--blink-settings=preferredColorScheme=0");
    Browser.Loaded switched =
        browser.picture(page, "#theme=dark", pictures.resolve("report-switched.png"), 760, 1800);
    assertThat(light.console()).isEmpty();
    assertThat(dark.console()).isEmpty();
    assertThat(switched.console()).isEmpty();
    assertThat(background(pictures.resolve("report-light.png"))).isGreaterThan(200);
    assertThat(background(pictures.resolve("report-dark.png"))).isLessThan(60);
    assertThat(background(pictures.resolve("report-switched.png"))).isLessThan(60);
  }

  /** Brightness of a corner, from 0 to 255. */
  private static int background(Path picture) throws Exception {
    int rgb = javax.imageio.ImageIO.read(picture.toFile()).getRGB(3, 3);
    return ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
  }

  @Test
  void thousandOperationsAreSortedAndSearchedInTheBrowser() throws Exception {
    Browser browser = Browser.find(folder);
    Path page = page(SampleReports.ofBlocks(200));
    Browser.Loaded shown =
        browser.picture(page, "", pictures.resolve("report-1000.png"), 1360, 2600);
    assertThat(shown.console()).isEmpty();
    String clicks =
        """
        const part = document.querySelector("[data-sortable]");
        const visible = () => [...part.querySelectorAll("tbody tr")].filter((r) => !r.hidden);
        const say = (key, value) => document.body.setAttribute("data-test-" + key, value);
        say("all", visible().length);
        const heads = part.querySelectorAll("th button");
        const ratio = (r) => r.cells[7].dataset.v;
        heads[7].click();
        const up = visible().map(ratio).filter((v) => v !== "").map(Number);
        say("ascending", up.every((v, i) => i === 0 || up[i - 1] <= v));
        say("blank-last", ratio(visible()[0]) !== "" && ratio(visible().at(-1)) === "");
        heads[7].click();
        say("descending", Number(ratio(visible()[0])) === up.at(-1) && ratio(visible().at(-1)) === "");
        const search = part.querySelector("input");
        search.value = "BLOCK_17/ conv";
        search.dispatchEvent(new Event("input"));
        say("found", visible().map((r) => r.cells[1].textContent).join(","));
        part.querySelector(".chip[data-kind=moves-values]").click();
        say("chip", visible().map((r) => r.cells[1].textContent).join(","));
        document.querySelector("circle[data-go]").dispatchEvent(new Event("click"));
        say("reset", visible().length);
        say("marked", document.querySelector("tr.found").cells[1].textContent);
        document.querySelector("[data-set-theme=dark]").click();
        say("theme", document.documentElement.dataset.theme);
        """;
    Browser.Loaded clicked =
        browser.load(Browser.scripted(page, clicks, folder.resolve("clicked.html")));
    assertThat(clicked.console()).isEmpty();
    assertThat(clicked.dom())
        .contains("data-test-all=\"1000\"")
        .contains("data-test-ascending=\"true\"", "data-test-blank-last=\"true\"")
        .contains("data-test-descending=\"true\"")
        .contains(
            "data-test-found=\"features/block_17/conv,features/block_17/relu,features/block_17/bias\"")
        .contains("data-test-chip=\"\"", "data-test-reset=\"1000\"")
        .contains("data-test-marked=\"features/block_0/relu\"", "data-test-theme=\"dark\"");
  }
}
