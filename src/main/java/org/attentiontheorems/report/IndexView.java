package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.verify.ErrorLedger;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.RateFit;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;

/** The first page: what the run found out as a whole, and a row per theorem. */
public record IndexView(
        List<Count> counts, int theorems, Headline headline, List<Block> blocks, TemplateHTMLOutputModel map) {
    private static final double SLOW_SECONDS = 30;

    /** How many theorems have a badge. */
    public record Count(Badge badge, int theorems) {}

    /** What can only be said of the whole run. */
    public record Headline(
            boolean anything,
            String falseAlarm,
            String oneIn,
            boolean withinBudget,
            String budget,
            long controlsRejected,
            long controls,
            String tries,
            List<String> seeds,
            List<String> platforms,
            List<String> commits,
            List<String> runs,
            String seconds) {}

    /** Rows under a heading. */
    public record Block(String name, boolean urgent, List<Page.Source> sources, List<Row> rows) {}

    /** A theorem in a line. */
    public record Row(
            String id,
            boolean linked,
            TemplateHTMLOutputModel title,
            TemplateHTMLOutputModel claim,
            List<Heading.Link> depends,
            Badge badge,
            String reason,
            String stale,
            Optional<Tight> tight,
            Optional<Slope> slope,
            String tries,
            String inconclusive,
            String controls,
            boolean controlSurvived,
            String seconds,
            boolean slow,
            String baseline,
            Keys keys) {}

    /** What the script sorts rows by: plain numbers, empty where there is none. */
    public record Keys(
            String tightness, String slope, String tries, String inconclusive, String controls, String seconds) {}

    /** Tightness of the first inequality: median, largest (corners and search included), and where to draw them, 0 to 100. */
    public record Tight(
            String claim, String median, String max, String low, String high, String atMedian, String atMax) {}

    /** Slope of the first rate. */
    public record Slope(String measured, String claimed) {}

    static IndexView of(List<Subject> subjects, Map<String, Heading> headings, String newestRun) {
        List<Count> counts = new ArrayList<>();
        for (Badge badge : Badge.values()) {
            int n = (int) subjects.stream().filter(s -> s.badge() == badge).count();
            if (n > 0 || badge == Badge.HOLDS || badge == Badge.VIOLATED || badge == Badge.INCONCLUSIVE) {
                counts.add(0, new Count(badge, n));
            }
        }
        Function<Subject, Row> row = subject -> row(subject, headings, newestRun);
        List<Block> blocks = new ArrayList<>();
        List<Subject> failing =
                subjects.stream().filter(s -> s.badge().failing()).toList();
        if (!failing.isEmpty()) {
            blocks.add(new Block(
                    "Needs attention",
                    true,
                    List.of(),
                    failing.stream()
                            .sorted(java.util.Comparator.comparing(Subject::badge))
                            .map(row)
                            .toList()));
        }
        for (List<Subject> group : groups(subjects)) {
            blocks.add(block(group, row));
        }
        return new IndexView(counts, subjects.size(), headline(subjects), blocks, TheoremMap.of(subjects));
    }

    /** Subjects of one group each, in order, without the failing ones; those without a page are last. */
    private static Collection<List<Subject>> groups(List<Subject> subjects) {
        Map<String, List<Subject>> groups = new LinkedHashMap<>();
        for (Subject subject : subjects) {
            String group = subject.page().map(Page::group).orElse("");
            if (!subject.badge().failing()) {
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(subject);
            }
        }
        return groups.values();
    }

    private static Block block(List<Subject> group, Function<Subject, Row> row) {
        List<Page.Source> sources = group.stream()
                .flatMap(subject -> subject.page().stream())
                .map(Page::source)
                .distinct()
                .toList();
        String name =
                group.get(0).page().map(page -> Heading.words(page.group())).orElse("Without a catalogue page");
        return new Block(name, false, sources, group.stream().map(row).toList());
    }

    private static Row row(Subject subject, Map<String, Heading> headings, String newestRun) {
        Optional<TheoremEvidence> evidence = subject.evidence();
        Optional<Heading> heading = Optional.ofNullable(headings.get(subject.id()));
        List<ClaimEvidence> claims = evidence.map(TheoremEvidence::claims).orElse(List.of());
        double seconds = evidence.map(e -> e.timing().seconds()).orElse(0.0);
        return new Row(
                subject.id(),
                heading.isPresent(),
                heading.map(Heading::title).orElse(Markdown.line(subject.id())),
                heading.map(Heading::claim).orElse(Markdown.line("")),
                heading.map(Heading::depends).orElse(List.of()),
                subject.badge(),
                String.join(" ", TheoremView.reasons(subject).stream().limit(1).toList()),
                TheoremView.stale(subject, newestRun),
                tight(claims),
                slope(claims),
                sum(evidence, claims, ClaimEvidence::tries),
                sum(evidence, claims, ClaimEvidence::inconclusive),
                evidence.map(e -> e.controlsRejected() + "/"
                                + e.negativeControls().size())
                        .orElse(""),
                evidence.filter(e -> e.controlsRejected() < e.negativeControls().size())
                        .isPresent(),
                evidence.map(e -> Figures.fixed(seconds, 1)).orElse(""),
                seconds > SLOW_SECONDS,
                evidence.map(e -> BaselineView.of(subject.baseline(), e).words())
                        .orElse(""),
                keys(evidence));
    }

    private static Keys keys(Optional<TheoremEvidence> found) {
        if (found.isEmpty()) {
            return new Keys("", "", "", "", "", "");
        }
        TheoremEvidence evidence = found.get();
        List<ClaimEvidence> claims = evidence.claims();
        return new Keys(
                sharpness(claims)
                        .flatMap(ClaimEvidence::tightness)
                        .map(t -> Json.number(t.q50()))
                        .orElse(""),
                claims.stream()
                        .flatMap(c -> c.fit().stream())
                        .findFirst()
                        .map(f -> Json.number(f.slope()))
                        .orElse(""),
                Long.toString(claims.stream().mapToLong(ClaimEvidence::tries).sum()),
                Long.toString(
                        claims.stream().mapToLong(ClaimEvidence::inconclusive).sum()),
                Long.toString(evidence.controlsRejected()),
                Json.number(evidence.timing().seconds()));
    }

    /** The first claim that is no identity and has a tightness. */
    private static Optional<ClaimEvidence> sharpness(List<ClaimEvidence> claims) {
        return claims.stream()
                .filter(claim -> claim.tightness().isPresent() && !claim.kind().equals("identity"))
                .findFirst();
    }

    private static String sum(
            Optional<TheoremEvidence> evidence, List<ClaimEvidence> claims, Function<ClaimEvidence, Integer> count) {
        return evidence.isEmpty()
                ? ""
                : Figures.count(claims.stream().mapToLong(count::apply).sum());
    }

    private static Optional<Tight> tight(List<ClaimEvidence> claims) {
        return sharpness(claims)
                .flatMap(claim -> claim.tightness().map(t -> {
                    double max = claim.worst().isEmpty()
                            ? t.max()
                            : Math.max(t.max(), claim.worst().get(0).tightness());
                    return new Tight(
                            claim.id(),
                            Figures.of(t.q50(), 2),
                            Figures.of(max, 2),
                            place(t.q05()),
                            Plot.coordinate(scaled(t.q95()) - scaled(t.q05())),
                            place(t.q50()),
                            place(max));
                }));
    }

    static String place(double tightness) {
        return Plot.coordinate(scaled(tightness));
    }

    /** 1 stands at 80 of 100; what is beyond 1.25 stands at the end. */
    private static double scaled(double tightness) {
        return Math.min(80 * tightness, 100);
    }

    private static Optional<Slope> slope(List<ClaimEvidence> claims) {
        return claims.stream()
                .filter(claim -> claim.fit().isPresent())
                .findFirst()
                .flatMap(claim -> claim.fit().map(fit -> new Slope(measured(claim, fit), Figures.of(fit.claimed()))));
    }

    private static String measured(ClaimEvidence claim, RateFit fit) {
        boolean means = claim.series().stream().anyMatch(point -> point.replicates() > 0);
        return means
                ? SeriesView.interval(fit.slope(), fit.slopeSe())
                : Figures.fixed(fit.slope(), 3) + " ± " + Figures.of(fit.slopeSe(), 2);
    }

    private static Headline headline(List<Subject> subjects) {
        List<TheoremEvidence> all = subjects.stream()
                .flatMap(subject -> subject.evidence().stream())
                .toList();
        double alpha = ErrorLedger.total(
                all.stream().mapToDouble(TheoremEvidence::alphaSpent).toArray());
        double seconds = ErrorLedger.total(
                all.stream().mapToDouble(e -> e.timing().seconds()).toArray());
        long tries = all.stream()
                .flatMap(e -> e.claims().stream())
                .mapToLong(ClaimEvidence::tries)
                .sum();
        return new Headline(
                !all.isEmpty(),
                Figures.atMost(alpha),
                alpha > 0 ? Figures.atLeast(1 / alpha) : "",
                alpha <= ErrorLedger.SUITE_BUDGET,
                Figures.of(ErrorLedger.SUITE_BUDGET),
                all.stream().mapToLong(TheoremEvidence::controlsRejected).sum(),
                all.stream().mapToLong(e -> e.negativeControls().size()).sum(),
                Figures.count(tries),
                distinct(all, TheoremEvidence::masterSeed),
                distinct(all, IndexView::platform),
                distinct(all, e -> e.environment().commit()),
                distinct(all, e -> e.environment().run()),
                Figures.of(seconds, 3));
    }

    private static String platform(TheoremEvidence evidence) {
        TheoremEvidence.Environment on = evidence.environment();
        return "Java " + on.java() + " (" + on.vendor() + "), " + on.os() + " " + on.arch();
    }

    private static List<String> distinct(List<TheoremEvidence> all, Function<TheoremEvidence, String> what) {
        return List.copyOf(all.stream().map(what).collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
    }
}
