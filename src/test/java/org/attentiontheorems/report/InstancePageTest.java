package org.attentiontheorems.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Context;
import org.attentiontheorems.verify.InstanceVerdict;
import org.attentiontheorems.verify.InstanceVerdict.ClaimAnswer;
import org.attentiontheorems.verify.Monotone;
import org.attentiontheorems.verify.Trajectory;
import org.attentiontheorems.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancePageTest {
    @TempDir
    private Path folder = Path.of("");

    private record Square(double side) {}

    private static final Bound<Square> AREA =
            Claim.<Square>bound("area", x -> x.side() * x.side()).atMost(x -> 2 * x.side());

    @Test
    void showsEveryClaimAndNumber() throws IOException {
        List<ClaimAnswer> claims = List.of(
                answer(AREA, 3),
                answer(AREA.atMost(x -> Double.POSITIVE_INFINITY), 3),
                answer(Claim.identity("root", x -> Math.sqrt(x.side() * x.side()), Square::side), 3));
        String page = page(
                "<mine>.json",
                new InstanceVerdict(
                        "guide-theorem",
                        new Square(3),
                        Verdict.VIOLATED,
                        new TreeMap<>(Map.of("area", 9.0, "third", 1.0 / 3)),
                        new TreeMap<>(),
                        claims,
                        Optional.empty()));
        assertThat(page)
                .contains("&lt;mine&gt;.json")
                .contains("<td class=\"num\">9</td><td class=\"num\">≤ 6</td>")
                .contains("<td class=\"num\">≤ ∞</td>")
                .contains("<td class=\"num\">3</td><td class=\"num\">= 3</td>")
                .contains("0 of the allowance")
                .contains("0.3333333333333333")
                .contains("<h2 id=\"statement\">")
                .doesNotContain("<mine>", "id=\"convergence\"", "Replayed");
    }

    @Test
    void drawsTheSeriesOfAReplayedClaim() throws IOException {
        Monotone<Square> falls = Claim.monotone(
                "falls",
                (x, effort) -> List.of(
                        new Trajectory.Point(0, Approx.direct(x.side())),
                        new Trajectory.Point(1, Approx.direct(x.side() / 2))));
        String page = page(
                "-",
                new InstanceVerdict(
                        "guide-theorem",
                        new Square(3),
                        Verdict.HOLDS,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        List.of(answer(falls, 3)),
                        Optional.of(new InstanceVerdict.Replayed(Optional.of("squares"), 20261, -7))));
        assertThat(page)
                .contains("standard input")
                .contains("Replayed with seed 20261 and key -7, family squares.")
                .contains("<h2 id=\"convergence\">")
                .doesNotContain("id=\"quantities\"");
    }

    private static ClaimAnswer answer(Claim<Square> claim, double side) {
        return new ClaimAnswer(claim.kind(), claim.check(new Square(side), Context.of(1, "square", 0)));
    }

    private String page(String file, InstanceVerdict answer) throws IOException {
        Path html = folder.resolve("answers").resolve("answer.html");
        InstancePage.write(ReportTest.page("guide-theorem"), file, answer, html);
        assertThat(folder.resolve("answers/assets/report.css")).exists();
        String page = Files.readString(html);
        assertThat(Markup.parsed(page)).isNotNull();
        return page;
    }
}
