package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Context;
import org.attentiontheorems.verify.Evidence;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancePageTest {
    @TempDir
    private Path folder = Path.of("");

    private record Square(double side) {}

    @Test
    void showsEveryClaimAndNumber() throws IOException {
        Bound<Square> area =
                Claim.<Square>bound("area", x -> x.side() * x.side()).atMost(x -> 2 * x.side());
        Bound<Square> unbounded = area.atMost(x -> Double.POSITIVE_INFINITY);
        Context context = Context.of(1, "square", 0);
        List<Evidence> claims = List.of(area.check(new Square(3), context), unbounded.check(new Square(3), context));
        Path html = folder.resolve("answers").resolve("<mine>.html");
        InstancePage.write(
                ReportTest.page("guide-theorem"),
                "<mine>.json",
                Verdict.VIOLATED,
                claims,
                new TreeMap<>(Map.of("area", 9.0, "third", 1.0 / 3)),
                html);
        String page = Files.readString(html);
        assertThat(Markup.parsed(page)).isNotNull();
        assertThat(page)
                .contains("&lt;mine&gt;.json")
                .contains("<td class=\"num\">9</td><td class=\"num\">6</td>")
                .contains("∞")
                .contains("0.3333333333333333")
                .contains("<h2 id=\"statement\">")
                .doesNotContain("<mine>");
        assertThat(folder.resolve("answers/assets/report.css")).exists();
    }
}
