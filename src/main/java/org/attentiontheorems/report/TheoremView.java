package org.attentiontheorems.report;

import freemarker.core.TemplateHTMLOutputModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attentiontheorems.pages.Page;
import org.attentiontheorems.pages.Section;
import org.attentiontheorems.verify.Json;
import org.attentiontheorems.verify.TheoremEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Counterexample;
import org.attentiontheorems.verify.TheoremEvidence.DrawNumbers;
import org.attentiontheorems.verify.TheoremEvidence.Environment;
import org.attentiontheorems.verify.TheoremEvidence.ExampleEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Worst;
import tools.jackson.databind.JsonNode;

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
    private static final String PROGRAM = "java -jar target/attention-theorems.jar ";
    private static final String REPORTS = "reports/";

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
            Optional<Slow> slow,
            Origin origin) {}

    /** The last slow run that was kept. */
    public record Slow(
            String date,
            String seed,
            String commit,
            String platform,
            List<ClaimGroup> claims,
            List<SeriesView> series,
            List<ControlRow> controls) {}

    /** The run in a line. */
    public record Summary(String tries, String searched, String controls, String alpha, String seconds) {}

    /** A claim that is violated or threw: shown before anything else. */
    public record Failure(
            String claim,
            String family,
            Badge badge,
            String measured,
            String bound,
            String draw,
            Optional<LinkedFile> file,
            Optional<InstanceDrawing> instance,
            String replay,
            List<String> suspects,
            String error) {}

    /** Rows of "what was checked" on random draws (no family) or on one declared family. */
    public record ClaimGroup(String family, List<ClaimRow> rows) {}

    /** A row of "what was checked". */
    public record ClaimRow(
            String claim,
            String kind,
            String basis,
            Badge badge,
            String tries,
            String corners,
            String searched,
            String notApplicable,
            String vacuous,
            String inconclusive,
            String replicates,
            String alpha) {}

    /** The instances of one claim that come closest to its bound. */
    public record WorstOf(String claim, String summary, boolean allowance, List<WorstRow> rows) {
        /** Commands that look at the instances again. */
        public List<String> replays() {
            return rows.stream()
                    .filter(row -> row.file().linkable())
                    .map(WorstRow::replay)
                    .toList();
        }
    }

    /** One of them. */
    public record WorstRow(
            String tightness,
            String measured,
            String bound,
            String source,
            String draw,
            LinkedFile file,
            String replay) {}

    /** A negative control. */
    public record ControlRow(
            String id,
            String whatIsWrong,
            String claim,
            String family,
            boolean rejected,
            String margin,
            String tried,
            String note) {}

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
                        .filter(claim -> failed(claim))
                        .map(claim -> failure(subject, evidence, claim))
                        .toList(),
                section(subject, Section.WHAT_IS_CHECKED),
                groups(claims),
                Glossary.of(claims),
                evidence.pictures().stream().map(PictureView::of).toList(),
                claims.stream()
                        .flatMap(claim -> SeriesView.of(Series.of(claim)).stream())
                        .toList(),
                TightnessView.of(claims),
                claims.stream()
                        .filter(claim -> !claim.worst().isEmpty())
                        .map(claim -> worst(evidence.theorem(), claim))
                        .toList(),
                section(subject, Section.WHAT_WOULD_BE_WRONG),
                evidence.negativeControls().stream()
                        .sorted(Comparator.comparing(ControlEvidence::rejected))
                        .map(TheoremView::row)
                        .toList(),
                evidence.examples().stream().map(TheoremView::row).toList(),
                quantities(evidence.quantities()),
                BaselineView.of(subject.baseline(), evidence),
                subject.slow().map(TheoremView::slow),
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
                alpha(evidence.alphaSpent()),
                Figures.of(evidence.timing().seconds(), 2));
    }

    /** The instance inside a counterexample, which may be wrapped with the random numbers that its claim needs. */
    private static InstanceDrawing drawing(JsonNode file) {
        JsonNode instance = file.path("instance");
        return InstanceDrawing.of(instance.isObject() && file.has("seed") ? instance : file);
    }

    /** Mistakes that this claim is known to catch: the first to think of when it fails. */
    private static List<String> suspects(TheoremEvidence evidence, ClaimEvidence claim) {
        return evidence.negativeControls().stream()
                .filter(control -> control.claim().equals(claim.id()))
                .map(ControlEvidence::whatIsWrong)
                .toList();
    }

    private static Failure failure(Subject subject, TheoremEvidence evidence, ClaimEvidence claim) {
        Optional<Counterexample> shown = claim.counterexample();
        return new Failure(
                claim.id(),
                claim.family().orElse(""),
                Badge.of(claim),
                shown.map(c -> Json.number(c.measured())).orElse(""),
                shown.map(c -> Json.number(c.bound())).orElse(""),
                draw(shown.flatMap(Counterexample::draw)),
                shown.map(c -> new LinkedFile(c.file())),
                shown.map(c -> subject.counterexamples().get(c.file())).map(TheoremView::drawing),
                shown.map(c -> c.replay().startsWith("check ") ? PROGRAM + c.replay() : c.replay())
                        .orElse(""),
                suspects(evidence, claim),
                claim.error().orElse(""));
    }

    private static List<ClaimGroup> groups(List<ClaimEvidence> claims) {
        Map<String, List<ClaimRow>> groups = new LinkedHashMap<>();
        for (ClaimEvidence claim : claims) {
            groups.computeIfAbsent(claim.family().orElse(""), family -> new ArrayList<>())
                    .add(row(claim));
        }
        return groups.entrySet().stream()
                .map(group -> new ClaimGroup(group.getKey(), group.getValue()))
                .toList();
    }

    private static ClaimRow row(ClaimEvidence claim) {
        boolean random = claim.replicates().total() > 0;
        return new ClaimRow(
                claim.id(),
                claim.kind(),
                Glossary.basis(claim.basis()),
                Badge.of(claim),
                Figures.count(claim.tries()),
                some(claim.corners()),
                some(claim.searched()),
                some(claim.notApplicable()),
                some(claim.vacuous()),
                some(claim.inconclusive()),
                random
                        ? Figures.count(claim.replicates().median()) + " ("
                                + Figures.count(claim.replicates().max()) + ")"
                        : "",
                claim.alphaSpent() == 0 ? "" : alpha(claim.alphaSpent()));
    }

    /** A count; empty for none. */
    private static String some(int n) {
        return n == 0 ? "" : Figures.count(n);
    }

    /** A false-alarm level, rounded up: it is an upper limit. */
    private static String alpha(double level) {
        return Figures.atMost(level);
    }

    private static WorstOf worst(String theorem, ClaimEvidence claim) {
        return new WorstOf(
                claim.id(),
                closeness(claim.kind(), claim.worst().get(0)),
                claim.kind().equals("identity"),
                claim.worst().stream().map(worst -> row(theorem, worst)).toList());
    }

    private static String closeness(String kind, Worst worst) {
        return switch (kind) {
            case "identity" -> "up to " + Figures.of(worst.tightness(), 4) + " of the numerical allowance";
            case "monotone" -> "largest increase " + Figures.of(worst.measured(), 4);
            default -> "up to " + Figures.of(worst.tightness(), 4) + " of the bound";
        };
    }

    private static WorstRow row(String theorem, Worst worst) {
        return new WorstRow(
                Figures.of(worst.tightness(), 4),
                Figures.of(worst.measured(), 5),
                Figures.of(worst.bound(), 5),
                worst.source(),
                draw(worst.draw()),
                new LinkedFile(worst.instanceFile()),
                PROGRAM + "check " + theorem + " " + REPORTS + worst.instanceFile());
    }

    private static String draw(Optional<DrawNumbers> draw) {
        List<String> parts = new ArrayList<>();
        draw.ifPresent(numbers -> {
            numbers.dims().forEach((name, value) -> parts.add(name + " " + value));
            numbers.scales().forEach((name, value) -> parts.add(name + " " + Figures.of(value, 5)));
        });
        return String.join(", ", parts);
    }

    private static ControlRow row(ControlEvidence control) {
        return new ControlRow(
                control.id(),
                control.whatIsWrong(),
                control.claim(),
                control.family().orElse(""),
                control.rejected(),
                control.rejected() ? margin(control) : "",
                Figures.count(control.instancesTried()),
                control.note());
    }

    private static String margin(ControlEvidence control) {
        String unit = control.marginUnit().equals("measured / bound") ? "times the bound" : control.marginUnit();
        return Figures.of(control.margin()) + " " + unit;
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

    private static Slow slow(TheoremEvidence evidence) {
        Environment on = evidence.environment();
        return new Slow(
                date(on.run()),
                evidence.masterSeed(),
                on.commit(),
                "Java " + on.java() + ", " + on.os() + " " + on.arch(),
                groups(evidence.claims()),
                evidence.claims().stream()
                        .flatMap(claim -> SeriesView.of(Series.of(claim)).stream())
                        .toList(),
                evidence.negativeControls().stream().map(TheoremView::row).toList());
    }

    /** The day of a run that is named by its time; other names as they are. */
    private static String date(String run) {
        return run.matches("\\d{14}")
                ? run.substring(0, 4) + "-" + run.substring(4, 6) + "-" + run.substring(6, 8)
                : "run " + run;
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
