package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.pages.Section;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Environment;
import org.attentiontheorems.verify.TheoremEvidence.ExampleEvidence;

/** The page of one theorem. */
public record TheoremView(
        String id,
        Heading heading,
        Badge badge,
        List<String> reasons,
        String stale,
        Optional<TemplateHTMLOutputModel> paper,
        List<Prose> before,
        Optional<Found> found,
        Optional<Prose> limits) {
    /** A section of the catalogue page. */
    public record Prose(String anchor, String heading, TemplateHTMLOutputModel text, boolean folded) {
        Prose asFolded() {
            return new Prose(anchor, heading, text, true);
        }
    }

    /** Everything that comes from evidence. */
    public record Found(
            Summary summary,
            List<Failure> failures,
            TemplateHTMLOutputModel checkedProse,
            List<ClaimGroup> claims,
            List<Glossary.Term> terms,
            List<PictureView> pictures,
            List<SeriesView> series,
            TightnessView tightness,
            List<WorstOf> worst,
            TemplateHTMLOutputModel wrongProse,
            List<ControlRow> controls,
            List<ExampleRow> examples,
            List<Quantity> quantities,
            BaselineView baseline,
            Optional<SlowRun> slow,
            Origin origin) {}

    /** The run in a line. */
    public record Summary(String tries, String searched, String controls, String alpha, String seconds) {}

    /** A worked example. */
    public record ExampleRow(String name, String known, String difference, boolean agrees) {}

    /** A named number. */
    public record Quantity(String name, String value) {}

    /** Where the numbers come from. */
    public record Origin(
            LinkedFile evidence, String seed, Environment environment, String perTry, long fewestTries, String share) {}

    static TheoremView of(Subject subject, Heading heading, String newestRun) {
        List<Prose> before = new ArrayList<>();
        subject.page().ifPresent(page -> {
            before.add(prose(page, Section.STATEMENT));
            before.add(prose(page, Section.ASSUMPTIONS));
            before.add(prose(page, Section.WHY_IT_HOLDS).asFolded());
        });
        return new TheoremView(
                subject.id(),
                heading,
                subject.badge(),
                reasons(subject),
                stale(subject, newestRun),
                subject.page().flatMap(Page::paper).map(Markdown::html),
                before,
                subject.evidence().map(evidence -> found(subject, evidence)),
                subject.page().map(page -> prose(page, Section.LIMITS)));
    }

    /** Why the verdict is not HOLDS, one reason an entry, violated claims first. */
    static List<String> reasons(Subject subject) {
        if (!subject.problem().isEmpty()) {
            return List.of(
                    "The evidence file evidence/" + subject.id() + ".json cannot be used: " + subject.problem() + ".");
        }
        String reason = subject.evidence().map(TheoremEvidence::verdictReason).orElse("");
        return Arrays.stream(reason.split("; ", -1))
                .filter(one -> !one.isBlank())
                .sorted(Comparator.comparing((String one) -> !one.endsWith(" is violated")))
                .toList();
    }

    /** Says so if the evidence is not of the newest run; empty if it is. */
    static String stale(Subject subject, String newestRun) {
        String run = subject.evidence().map(e -> e.environment().run()).orElse(newestRun);
        return run.equals(newestRun) ? "" : "evidence of an earlier run (" + run + ")";
    }

    private static Prose prose(Page page, Section section) {
        return new Prose(
                section.heading().toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
                section.heading(),
                Markdown.html(page.section(section)),
                false);
    }

    private static Found found(Subject subject, TheoremEvidence evidence) {
        List<ClaimEvidence> claims = urgentFirst(evidence.claims());
        return new Found(
                summary(evidence),
                claims.stream()
                        .filter(TheoremView::failed)
                        .map(claim -> Failure.of(subject, evidence, claim))
                        .toList(),
                section(subject, Section.WHAT_IS_CHECKED),
                ClaimGroup.of(claims),
                Glossary.of(claims),
                evidence.pictures().stream().map(PictureView::of).toList(),
                claims.stream()
                        .flatMap(claim -> SeriesView.of(Series.of(claim)).stream())
                        .toList(),
                TightnessView.of(claims),
                claims.stream()
                        .filter(claim -> !claim.worst().isEmpty())
                        .map(claim -> WorstOf.of(evidence.theorem(), claim))
                        .toList(),
                section(subject, Section.WHAT_WOULD_BE_WRONG),
                evidence.negativeControls().stream()
                        .sorted(Comparator.comparing(ControlEvidence::rejected))
                        .map(ControlRow::of)
                        .toList(),
                evidence.examples().stream().map(TheoremView::row).toList(),
                quantities(evidence.quantities()),
                BaselineView.of(subject.baseline(), evidence),
                subject.slow().map(SlowRun::of),
                origin(evidence));
    }

    private static TemplateHTMLOutputModel section(Subject subject, Section section) {
        return Markdown.html(subject.page().map(page -> page.section(section)).orElse(""));
    }

    /** Violated and thrown claims first, otherwise as they stand. */
    private static List<ClaimEvidence> urgentFirst(List<ClaimEvidence> claims) {
        return claims.stream().sorted(Comparator.comparing(Badge::of)).toList();
    }

    private static boolean failed(ClaimEvidence claim) {
        return claim.counterexample().isPresent() || claim.error().isPresent();
    }

    private static Summary summary(TheoremEvidence evidence) {
        long tries = evidence.claims().stream().mapToLong(ClaimEvidence::tries).sum();
        long searched =
                evidence.claims().stream().mapToLong(ClaimEvidence::searched).sum();
        return new Summary(
                Figures.count(tries),
                searched > 0 ? Figures.count(searched) : "",
                evidence.controlsRejected() + " of "
                        + evidence.negativeControls().size(),
                Figures.atMost(evidence.alphaSpent()),
                Figures.of(evidence.timing().seconds(), 2));
    }

    private static ExampleRow row(ExampleEvidence example) {
        return new ExampleRow(
                example.name(),
                Figures.count(example.known()),
                Figures.of(example.largestDifference(), 2),
                example.agrees());
    }

    static List<Quantity> quantities(Map<String, Double> quantities) {
        List<Quantity> rows = new ArrayList<>();
        quantities.forEach((name, value) -> rows.add(new Quantity(name, Json.number(value))));
        return rows;
    }

    private static Origin origin(TheoremEvidence evidence) {
        long fewest = evidence.claims().stream()
                .filter(claim -> claim.family().isEmpty() && claim.tries() > 0)
                .mapToLong(ClaimEvidence::tries)
                .min()
                .orElse(0);
        return new Origin(
                new LinkedFile("evidence/" + evidence.theorem() + ".json"),
                evidence.masterSeed(),
                evidence.environment(),
                Figures.of(evidence.timing().perTryMillis().q50(), 2) + " ms, at most "
                        + Figures.of(evidence.timing().perTryMillis().max(), 2) + " ms",
                fewest,
                fewest == 0 ? "" : Figures.of(100.0 * 3 / fewest, 2) + " %");
    }
}
