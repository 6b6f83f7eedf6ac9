package org.attentiontheorems.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.attentiontheorems.pages.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {
    private static final List<Page> PAGES = List.of(page("guide-theorem"), page("awkward-theorem"));
    private static final int KILOBYTES_300 = 300_000;

    @TempDir
    private Path folder = Path.of("");

    static Page page(String id) {
        return Page.parse("theorems/guide/" + id + ".md", resource(id + ".md"));
    }

    // ---- the golden page

    /** On a deliberate change, look at {@code target/golden} and copy it over the resource. */
    @Test
    void writesTheGoldenPageByteByByte() throws IOException {
        String html = write(resource("awkward-theorem.json")).get("awkward-theorem.html");
        Path actual = Path.of("target", "golden", "awkward-theorem.html");
        Files.createDirectories(actual.getParent());
        Files.writeString(actual, html);
        assertThat(html).isEqualTo(resource("awkward-theorem.html"));
    }

    @Test
    void escapesWhatEvidenceSays() {
        String html = write(resource("awkward-theorem.json")).get("awkward-theorem.html");
        assertThat(html)
                .doesNotContain("<script>alert", "javascript:alert(1)\"", "<heads>", "<the>", "<hold>", "<b>two</b>")
                .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;quotes&#39; is NaN")
                .contains("<code>javascript:alert(1)</code>")
                .contains("Vendor &quot;A&quot; &amp; B");
    }

    @Test
    void showsFailuresBeforeTheStatement() {
        String html = write(resource("awkward-theorem.json")).get("awkward-theorem.html");
        assertThat(html.indexOf("counterexamples/awkward-theorem-excess-risk.json"))
                .isPositive()
                .isLessThan(html.indexOf("id=\"statement\""));
        assertThat(html)
                .contains(
                        "<pre class=\"command\" tabindex=\"0\">java -jar target/attention-theorems.jar check awkward-theorem "
                                + "reports/counterexamples/awkward-theorem-excess-risk.json</pre>");
        assertThat(html.indexOf("<code>excess-risk</code></th>"))
                .isLessThan(html.indexOf("<code>identity-of-gradients</code></th>"));
    }

    // ---- qualities of all pages

    @Test
    void writesPagesThatAStrictParserReads() {
        write(resource("awkward-theorem.json")).forEach((name, html) -> {
            Document page = Markup.parsed(html);
            assertThat(page.getDocumentElement().getAttribute("lang")).as(name).isEqualTo("en");
            assertThat(Markup.elements(page, "main")).as(name).hasSize(1);
            assertThat(Markup.elements(page, "h1")).as(name).hasSize(1);
            assertThat(Markup.elements(page, "table"))
                    .as(name)
                    .allSatisfy(table -> assertThat(
                                    table.getElementsByTagName("caption").getLength())
                            .isEqualTo(1));
            assertThat(Markup.elements(page, "th"))
                    .as(name)
                    .allSatisfy(th -> assertThat(th.getAttribute("scope")).isNotEmpty());
            assertThat(html.getBytes(UTF_8).length).as(name).isLessThan(KILOBYTES_300);
        });
    }

    @Test
    void linksOnlyToWhatIsThere() {
        write(resource("awkward-theorem.json")).forEach((name, html) -> {
            Document page = Markup.parsed(html);
            List<String> ids = new ArrayList<>();
            for (Element element : Markup.elements(page, "*")) {
                if (element.hasAttribute("id")) {
                    ids.add(element.getAttribute("id"));
                }
            }
            assertThat(ids).as(name).doesNotHaveDuplicates();
            for (Element link : Markup.elements(page, "a")) {
                String to = link.getAttribute("href");
                if (to.startsWith("#")) {
                    assertThat(ids).as(name).contains(to.substring(1));
                } else if (!to.startsWith("https://") && !to.matches("(worst|counterexamples)/.*")) {
                    assertThat(to.matches("[a-z-]+\\.html#.*") ? anchors(to) : List.of(to))
                            .as(name)
                            .contains(to);
                    assertThat(folder.resolve(to.replaceFirst("#.*", "")))
                            .as(name)
                            .exists();
                }
            }
        });
    }

    /** All places of the page that a link leads to, written as the link is. */
    private List<String> anchors(String link) {
        String page = link.replaceFirst("#.*", "");
        return Markup.elements(Markup.parsed(pages().getOrDefault(page, "")), "*").stream()
                .filter(element -> element.hasAttribute("id"))
                .map(element -> page + "#" + element.getAttribute("id"))
                .toList();
    }

    @Test
    void loadsNothingFromElsewhere() {
        write(resource("awkward-theorem.json")).forEach((name, html) -> {
            Document page = Markup.parsed(html);
            for (Element script : Markup.elements(page, "script")) {
                assertThat(script.getAttribute("src")).as(name).matches("|assets/[a-z.-]+");
            }
            for (Element link : Markup.elements(page, "link")) {
                assertThat(link.getAttribute("href")).as(name).matches("data:,|assets/[a-z.]+");
            }
        });
    }

    @Test
    void givesEveryPictureATitleADescriptionAndATable() {
        Document page = Markup.parsed(write(resource("awkward-theorem.json")).get("awkward-theorem.html"));
        List<Element> pictures = Markup.elements(page, "svg").stream()
                .filter(svg -> svg.getAttribute("class").equals("plot"))
                .toList();
        assertThat(pictures).hasSize(10).allSatisfy(svg -> {
            assertThat(svg.getElementsByTagName("title").getLength()).isEqualTo(1);
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .contains("table below");
        });
    }

    // ---- the index

    @Test
    void putsFailingRowsFirst() {
        String index = write(resource("awkward-theorem.json")).get("index.html");
        assertThat(index.indexOf("Needs attention")).isPositive().isLessThan(index.indexOf("awkward-theorem.html"));
        assertThat(index.indexOf("awkward-theorem.html")).isLessThan(index.indexOf("guide-theorem.html\">A plain"));
        assertThat(index)
                .contains("False-alarm probability of this run at most 8.2×10⁻⁹")
                .contains("<strong>2 of 3</strong>")
                .contains("excess-risk is violated")
                .contains("−0.985 ± 0.071")
                .contains("above 30");
    }

    @Test
    void saysWhenThereIsNoEvidence() {
        Report.write(PAGES, folder.resolve("evidence"), folder);
        Map<String, String> pages = pages();
        assertThat(pages).containsOnlyKeys("index.html", "glossary.html", "guide-theorem.html", "awkward-theorem.html");
        assertThat(pages.get("index.html")).contains("No evidence yet").contains("not run");
        assertThat(pages.get("guide-theorem.html")).contains("There is no evidence yet");
    }

    @Test
    void reportsAnEmptyCatalogue() {
        Report.write(List.of(), folder.resolve("evidence"), folder);
        assertThat(pages().get("index.html")).contains("The catalogue is empty.");
    }

    @Test
    void saysWhichEvidenceIsOfAnEarlierRun() {
        String old = resource("awkward-theorem.json");
        String recent = old.replace("awkward-theorem", "guide-theorem").replace("20261122112032", "20261123080000");
        evidence("guide-theorem", recent);
        Map<String, String> pages = write(old);
        String note = "vidence of an earlier run (20261122112032)";
        assertThat(pages.get("index.html")).contains("E" + note).containsOnlyOnce(note);
        assertThat(pages.get("awkward-theorem.html")).contains(note);
        assertThat(pages.get("guide-theorem.html")).doesNotContain("earlier run");
    }

    @Test
    void showsEvidenceWithoutACataloguePage() {
        evidence("stranger", resource("awkward-theorem.json").replace("awkward-theorem", "stranger"));
        Map<String, String> pages = write(resource("awkward-theorem.json"));
        assertThat(pages).containsKey("stranger.html");
        assertThat(pages.get("stranger.html")).contains("This theorem has no catalogue page.");
    }

    // ---- broken evidence

    @Test
    void survivesBrokenEvidence() throws IOException {
        String good = resource("awkward-theorem.json");
        assertBroken("", "document ");
        assertBroken("null", "document must be an object, is null");
        assertBroken("{\"schema\": 3", "");
        assertBroken(good.replace("\"tries\": 38", "\"tries\": \"many\""), "claims[1].tries must be a whole number");
        assertBroken(good.replace("\"tries\": 38,", ""), "claims[1].tries is missing");
        assertBroken(
                good.replaceFirst("\"series\": \\[\\]", "\"series\": null"),
                "claims[0].series must be an array, is null");
        assertBroken(good.replaceFirst("\"series\": \\[\\]", "\"series\": [null]"), "claims[0].series[0] ");
        assertBroken(good.replace("evidence/1", "evidence/9"), "its schema is attention-theorems/evidence/9");
        assertBroken(
                good.replace("\"theorem\": \"awkward-theorem\"", "\"theorem\": \"other\""), "it is evidence of other");
        assertBroken(good.replaceFirst("\"histogram\": \\[\\s*12,", "\"histogram\": ["), "its numbers make no sense");
        assertBroken(
                good.replace("\"worst\": []", "\"worst\": [], \"worst\": []"), "claims[2].worst stands there twice");
        Files.write(folder.resolve("evidence").resolve("awkward-theorem.json"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Report.write(PAGES, folder.resolve("evidence"), folder);
        assertThat(pages().get("index.html")).contains("cannot be used: document ");
    }

    private void assertBroken(String text, String why) {
        Map<String, String> pages = write(text);
        assertThat(pages.get("index.html"))
                .contains("The evidence file evidence/awkward-theorem.json cannot be used: " + why)
                .contains("unreadable")
                .doesNotContain("Exception", "tools.jackson");
        assertThat(pages.get("awkward-theorem.html"))
                .contains("id=\"statement\"")
                .contains(why);
        assertThat(pages).containsKey("guide-theorem.html");
    }

    @Test
    void listsFilesThatAreNoEvidenceByName() {
        evidence("Not a <theorem>", "{}");
        Map<String, String> pages = write(resource("awkward-theorem.json"));
        assertThat(pages).containsOnlyKeys("index.html", "glossary.html", "guide-theorem.html", "awkward-theorem.html");
        assertThat(pages.get("index.html")).contains("Not a &lt;theorem&gt;").contains("its name is no theorem id");
    }

    // ---- files

    @Test
    void writesTheSameBytesAgain() {
        Map<String, String> first = new TreeMap<>(write(resource("awkward-theorem.json")));
        assertThat(write(resource("awkward-theorem.json"))).isEqualTo(first);
    }

    @Test
    void laysOutAssetsAndNothingElse() throws IOException {
        write(resource("awkward-theorem.json"));
        try (Stream<Path> fonts = Files.list(folder.resolve("assets/fonts"))) {
            assertThat(fonts)
                    .hasSize(20)
                    .allSatisfy(font -> assertThat(font.toString()).endsWith(".woff2"));
        }
        try (Stream<Path> assets = Files.list(folder.resolve("assets"))) {
            assertThat(assets.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(
                            "report.css", "report.js", "katex.min.css", "katex.min.js", "auto-render.min.js", "fonts");
        }
    }

    @Test
    void leavesNoHalfFilesAndLetsOthersRead() throws IOException {
        write(resource("awkward-theorem.json"));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> {
                assertThat(String.valueOf(file.getFileName())).matches("\\.lock|[^.].*");
                assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.GROUP_READ);
            });
        }
    }

    @Test
    void keepsFilesThatHaveNotChanged() throws IOException {
        write(resource("awkward-theorem.json"));
        Object before = Files.readAttributes(folder.resolve("assets/katex.min.js"), "unix:ino")
                .get("ino");
        write(resource("awkward-theorem.json"));
        assertThat(Files.readAttributes(folder.resolve("assets/katex.min.js"), "unix:ino")
                        .get("ino"))
                .isEqualTo(before);
    }

    @Test
    void letsSeveralWritersInOneAfterTheOther() throws Exception {
        evidence("awkward-theorem", resource("awkward-theorem.json"));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                writers.add(pool.submit((Callable<Boolean>) () -> {
                    Report.write(PAGES, folder.resolve("evidence"), folder);
                    return true;
                }));
            }
            for (Future<Boolean> writer : writers) {
                assertThat(writer.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(pages().get("awkward-theorem.html")).endsWith("</html>\n");
    }

    @Test
    void takesLinkedFilesAlongToAnotherFolder() throws IOException {
        evidence("awkward-theorem", resource("awkward-theorem.json"));
        String worst = "worst/awkward-theorem-excess-risk-2.json";
        Files.createDirectories(folder.resolve("worst"));
        Files.writeString(folder.resolve(worst), "{}");
        Path elsewhere = folder.resolve("elsewhere");
        Report.write(PAGES, folder.resolve("evidence"), elsewhere);
        assertThat(elsewhere.resolve(worst)).hasContent("{}");
        assertThat(elsewhere.resolve("evidence/awkward-theorem.json")).exists();
    }

    // ---- small things

    /** Stores evidence of the awkward theorem, writes the report and reads its pages. */
    private Map<String, String> write(String evidence) {
        evidence("awkward-theorem", evidence);
        Report.write(PAGES, folder.resolve("evidence"), folder);
        return pages();
    }

    private void evidence(String id, String text) {
        try {
            Files.createDirectories(folder.resolve("evidence"));
            Files.writeString(folder.resolve("evidence").resolve(id + ".json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> pages() {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
                pages.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    static String resource(String name) {
        try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no test resource " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
