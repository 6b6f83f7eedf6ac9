package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Context;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InstanceVerdict.ClaimAnswer;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Evidence by somebody who means harm: no text of it becomes markup, and no name in it leads out of the report folder. */
class HostileEvidenceTest {
    private static final String ID = "awkward-theorem";
    private static final List<Page> PAGES = List.of(ReportTest.page(ID));
    private static final String MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
    private static final int SCRIPTS = 3;

    @TempDir
    private Path folder = Path.of("");

    private static ObjectNode evidence() {
        return (ObjectNode) Json.mapper().readTree(ReportTest.resource(ID + ".json"));
    }

    private void store(JsonNode evidence) throws IOException {
        Files.createDirectories(folder.resolve("evidence"));
        Files.writeString(
                folder.resolve("evidence/" + ID + ".json"), Json.mapper().writeValueAsString(evidence));
    }

    // ---- texts

    /** Every change of one text to one with markup in it, as something to be done to the tree. */
    private static List<Runnable> changes(JsonNode node) {
        List<Runnable> changes = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                changes.add(() -> object.set(name + MARKUP, object.remove(name)));
                if (value.isString()) {
                    changes.add(() -> object.put(name, value.stringValue() + MARKUP));
                }
                changes.addAll(changes(value));
            }
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                JsonNode value = array.get(i);
                if (value.isString()) {
                    changes.add(() -> array.set(index, array.stringNode(value.stringValue() + MARKUP)));
                }
                changes.addAll(changes(value));
            }
        }
        return changes;
    }

    @Test
    void noTextOfEvidenceBecomesMarkup() throws IOException {
        int all = changes(evidence()).size();
        int shown = 0;
        for (int k = 0; k < all; k++) {
            ObjectNode tree = evidence();
            changes(tree).get(k).run();
            store(tree);
            Report.write(PAGES, folder.resolve("evidence"), folder);
            String page = Files.readString(folder.resolve(ID + ".html"));
            assertHarmless(page);
            assertHarmless(Files.readString(folder.resolve("index.html")));
            shown += page.contains("alert(1)") ? 1 : 0;
        }
        assertThat(all).isGreaterThan(500);
        assertThat(shown).isGreaterThan(100);
    }

    private static void assertHarmless(String html) {
        assertThat(html).doesNotContain("<script>", "<img");
        Document page = Markup.parsed(html);
        assertThat(Markup.elements(page, "script")).hasSize(SCRIPTS);
        assertThat(Markup.elements(page, "*"))
                .allSatisfy(
                        element -> assertThat(element.hasAttribute("onerror")).isFalse());
    }

    @Test
    void noTextOfACounterexampleBecomesMarkup() throws IOException {
        store(evidence());
        Files.createDirectories(folder.resolve("counterexamples"));
        Path file = folder.resolve("counterexamples/" + ID + "-excess-risk.json");
        Files.writeString(
                file,
                Json.mapper()
                        .writeValueAsString(Json.mapper().createObjectNode().put("name" + MARKUP, "value" + MARKUP)));
        Report.write(PAGES, folder.resolve("evidence"), folder);
        String page = Files.readString(folder.resolve(ID + ".html"));
        assertThat(page).contains("alert(1)");
        assertHarmless(page);
    }

    record Named(String name, double[] weights) {}

    @Test
    void noTextOfAnInstanceBecomesMarkup() throws IOException {
        Named instance = new Named("name" + MARKUP, new double[] {1, 2});
        ClaimAnswer answer = new ClaimAnswer(
                "bound",
                Claim.<Named>bound("claim", x -> x.weights()[0])
                        .atMost(x -> x.weights()[1])
                        .check(instance, Context.of(1, "named", 0)));
        SortedMap<String, Double> quantities = new TreeMap<>();
        quantities.put("quantity" + MARKUP, 1.0);
        SortedMap<String, String> remarks = new TreeMap<>();
        remarks.put("remark" + MARKUP, "words" + MARKUP);
        Path html = folder.resolve("answer.html");
        InstancePage.write(
                PAGES.get(0),
                "file" + MARKUP,
                new InstanceVerdict(
                        ID,
                        instance,
                        Verdict.HOLDS,
                        quantities,
                        remarks,
                        List.of(answer),
                        Optional.of(new InstanceVerdict.Replayed(Optional.of("family" + MARKUP), 1, 2))),
                html);
        String page = Files.readString(html);
        assertThat(page.split("alert\\(1\\)", -1)).hasSizeGreaterThan(5);
        assertHarmless(page);
    }

    // ---- names

    @Test
    void namesInEvidenceLeadNowhereElse() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("secret.json"), "{\"secret\":1}");
        Files.writeString(home.resolve("index.html"), "theirs");
        Files.createDirectories(home.resolve("evidence"));
        Path out = folder.resolve("out");
        for (String name : List.of(
                "../secret.json",
                "worst/../../secret.json",
                folder.resolve("secret.json").toAbsolutePath().toString(),
                "index.html",
                "assets/report.js",
                ".lock",
                ".publication/manifest.json",
                "worst\\..\\secret.json",
                "worst/a\u0000b.json")) {
            ObjectNode tree = evidence();
            tree.findParents("instanceFile").forEach(one -> ((ObjectNode) one).put("instanceFile", name));
            tree.findParents("file").forEach(one -> ((ObjectNode) one).put("file", name));
            Files.writeString(
                    home.resolve("evidence/" + ID + ".json"), Json.mapper().writeValueAsString(tree));
            Report.write(PAGES, home.resolve("evidence"), out);
            assertThat(Files.readString(out.resolve("index.html"))).contains("</html>");
            String page = Files.readString(out.resolve(ID + ".html"));
            assertThat(new LinkedFile(name).linkable()).isFalse();
            assertThat(page).doesNotContain("secret&quot;");
            assertThat(top(out))
                    .containsExactlyInAnyOrder(
                            ".lock", "assets", "evidence", ID + ".html", "glossary.html", "index.html");
            assertThat(top(folder)).containsExactlyInAnyOrder("home", "out", "secret.json");
        }
    }

    @Test
    void evidenceThatGivesItsTheoremAnotherNameIsNotUsed() throws IOException {
        store(evidence().put("theorem", "../" + ID));
        Path out = Files.createDirectories(folder.resolve("out"));
        Report.write(PAGES, folder.resolve("evidence"), out);
        assertThat(Files.readString(out.resolve("index.html"))).contains("it is evidence of ../" + ID);
        assertThat(top(folder)).containsExactlyInAnyOrder("evidence", "out");
    }

    private static List<String> top(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
