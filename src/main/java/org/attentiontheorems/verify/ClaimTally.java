package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Counterexample;
import org.attentiontheorems.verify.TheoremEvidence.DrawNumbers;
import org.attentiontheorems.verify.TheoremEvidence.Replicates;
import org.attentiontheorems.verify.TheoremEvidence.Tightness;
import org.attentiontheorems.verify.TheoremEvidence.Worst;
import org.jspecify.annotations.Nullable;

/** Counts what the tries of one claim found. Its evidence does not depend on the order of draws, corners and search. */
final class ClaimTally<J extends Record> {
    static final double MAX_INCONCLUSIVE = 0.2;
    static final double MIN_SUBSTANTIAL = 0.5;
    static final double MIN_APPLICABLE = 0.1;
    private static final int WORST = 5;

    /** Where an instance came from. */
    enum Source {
        DRAW,
        CORNER,
        SEARCH
    }

    /** One try: the instance and what is needed to repeat it. */
    record Try<J extends Record>(J instance, Source source, Optional<Draw> draw, long key) {}

    private record Ranked<J extends Record>(Try<J> tried, Evidence evidence, int index) {}

    private final String theorem;
    private final Claim<J> claim;
    private final Optional<String> family;
    private final boolean fresh;
    private final List<Evidence> tries = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private List<Ranked<J>> worst = new ArrayList<>();
    private int notApplicable;
    private int corners;
    private int searched;
    private int cornersViolated;
    private double cornerAlpha;
    private @Nullable Ranked<J> counterexample;
    private @Nullable String error;
    private boolean violatedByDraw;

    ClaimTally(String theorem, Claim<J> claim, Optional<String> family, boolean fresh) {
        this.theorem = theorem;
        this.claim = claim;
        this.family = family;
        this.fresh = fresh;
    }

    Claim<J> claim() {
        return claim;
    }

    /** After the first violation of a draw the property is shrinking: only smaller counterexamples count. */
    void record(Try<J> tried, Evidence found, long elapsedNanos) {
        boolean violated = found.verdict() == Verdict.VIOLATED;
        boolean shrinking = tried.source() == Source.DRAW && violatedByDraw;
        if (violated && (counterexample == null || tried.source() == Source.DRAW)) {
            counterexample = new Ranked<>(tried, found, 0);
        }
        if (shrinking) {
            return;
        }
        switch (tried.source()) {
            case DRAW -> {
                violatedByDraw = violated && family.isEmpty();
                tries.add(found);
                nanos.add(elapsedNanos);
            }
            case CORNER -> {
                corners++;
                cornersViolated += violated ? 1 : 0;
                cornerAlpha += found.alphaSpent();
            }
            case SEARCH -> cornersViolated += violated ? 1 : 0;
        }
        rank(tried, found);
    }

    void notApplicable() {
        if (!violatedByDraw) {
            notApplicable++;
        }
    }

    void searched(int evaluations) {
        searched += evaluations;
    }

    void error(Exception thrown, String at) {
        error = thrown.getClass().getSimpleName() + ": " + thrown.getMessage() + at;
    }

    /** Draws so far, those included that the claim does not speak of. */
    int draws() {
        return tries.size() + notApplicable;
    }

    boolean isSettled() {
        return error != null || violated() > 0;
    }

    List<Long> nanos() {
        return nanos;
    }

    /** Why this claim's tries show less than they should; empty if they show enough (verification.md, exit policy). */
    Optional<String> powerLoss() {
        int n = tries.size();
        if (n < MIN_APPLICABLE * draws() || n == 0) {
            return Optional.of(String.format(Locale.ROOT, "%s speaks of %d of %d draws only", claim.id(), n, draws()));
        }
        int undecided = count(Verdict.INCONCLUSIVE);
        if (undecided > MAX_INCONCLUSIVE * n) {
            return Optional.of(String.format(
                    Locale.ROOT, "%s has lost its power: %d of %d tries are inconclusive", claim.id(), undecided, n));
        }
        if (n - vacuous() < MIN_SUBSTANTIAL * n) {
            return Optional.of(String.format(Locale.ROOT, "%s is vacuous on %d of %d tries", claim.id(), vacuous(), n));
        }
        return Optional.empty();
    }

    /** Lost power that counts: with a fresh seed it is a warning, since that share has no error guarantee. */
    Optional<String> failingPower() {
        return fresh ? Optional.empty() : powerLoss();
    }

    Verdict verdict() {
        if (violated() > 0) {
            return Verdict.VIOLATED;
        }
        return error != null || failingPower().isPresent() ? Verdict.INCONCLUSIVE : Verdict.HOLDS;
    }

    double alphaSpent() {
        return Sums.neumaier(tries.stream().mapToDouble(Evidence::alphaSpent).toArray()) + cornerAlpha;
    }

    /** Instances to be stored, by file name relative to the report folder. */
    void files(SortedMap<String, Object> files, long seed) {
        if (family.isEmpty()) {
            for (int k = 0; k < worst.size(); k++) {
                files.put(worstFile(k + 1), worst.get(k).tried().instance());
            }
        }
        Ranked<J> shown = counterexample;
        if (shown != null) {
            files.put(counterexampleFile(), stored(shown.tried(), seed));
        }
    }

    /** Names that {@link #files} may use: what an earlier run may have left. */
    List<String> possibleFiles() {
        List<String> names = new ArrayList<>();
        names.add(counterexampleFile());
        for (int k = 1; k <= WORST; k++) {
            names.add(worstFile(k));
        }
        return names;
    }

    ClaimEvidence evidence() {
        Optional<Evidence> withSeries =
                tries.stream().filter(e -> !e.series().isEmpty()).findFirst();
        return new ClaimEvidence(
                claim.id(),
                family,
                claim.kind(),
                error != null ? "ERROR" : verdict().name(),
                basis(),
                tries.size(),
                count(Verdict.HOLDS),
                violated(),
                count(Verdict.INCONCLUSIVE),
                vacuous(),
                (int) tries.stream().filter(Evidence::tie).count(),
                notApplicable,
                corners,
                searched,
                replicates(),
                alphaSpent(),
                tightness(),
                withSeries.map(Evidence::series).orElse(List.of()),
                withSeries.flatMap(Evidence::fit),
                worstEvidence(),
                counterexampleEvidence(),
                Optional.ofNullable(error));
    }

    String replay() {
        return "check " + theorem + " reports/" + counterexampleFile();
    }

    private Object stored(Try<J> tried, long seed) {
        if (claim.isDeterministic() && family.isEmpty()) {
            return tried.instance();
        }
        return new Replay<>(claim.id(), family, Long.toString(seed), Long.toString(tried.key()), tried.instance());
    }

    private Optional<Counterexample> counterexampleEvidence() {
        Ranked<J> shown = counterexample;
        if (shown == null) {
            return Optional.empty();
        }
        return Optional.of(new Counterexample(
                counterexampleFile(),
                replay(),
                shown.evidence().measured(),
                shown.evidence().bound(),
                shown.tried().draw().map(ClaimTally::numbers)));
    }

    private List<Worst> worstEvidence() {
        List<Worst> rows = new ArrayList<>();
        for (int k = 0; family.isEmpty() && k < worst.size(); k++) {
            Ranked<J> one = worst.get(k);
            rows.add(new Worst(
                    tightness(one.evidence()),
                    one.evidence().measured(),
                    one.evidence().bound(),
                    one.tried().source().name().toLowerCase(java.util.Locale.ROOT),
                    one.tried().draw().map(ClaimTally::numbers),
                    worstFile(k + 1)));
        }
        return rows;
    }

    private String worstFile(int k) {
        return "worst/" + theorem + "-" + claim.id() + "-" + k + ".json";
    }

    private String counterexampleFile() {
        return "counterexamples/" + theorem + "-" + claim.id() + ".json";
    }

    private void rank(Try<J> tried, Evidence found) {
        if (found.fit().isPresent() || found.vacuous()) {
            return;
        }
        List<Ranked<J>> ranked = new ArrayList<>(worst);
        ranked.add(new Ranked<>(tried, found, draws() + corners));
        ranked.sort(Comparator.comparingDouble((Ranked<J> r) -> -tightness(r.evidence()))
                .thenComparing(r -> r.tried().source())
                .thenComparingInt(Ranked::index));
        worst = new ArrayList<>(ranked.subList(0, Math.min(WORST, ranked.size())));
    }

    /** Share of the bound that is used; for identities, share of the error allowance. */
    private double tightness(Evidence e) {
        return claim.kind().equals("identity")
                ? (e.measured() == e.bound() ? 0 : Math.abs(e.measured() - e.bound()) / e.err())
                : e.tightness();
    }

    private Optional<Tightness> tightness() {
        double[] all = tries.stream()
                .filter(e -> e.fit().isEmpty() && !e.vacuous() && Double.isFinite(e.bound()))
                .mapToDouble(this::tightness)
                .sorted()
                .toArray();
        return all.length == 0 ? Optional.empty() : Optional.of(Tightness.of(all));
    }

    private Replicates replicates() {
        return Replicates.of(
                tries.stream().mapToLong(Evidence::replicates).sorted().toArray());
    }

    private Basis basis() {
        return tries.stream()
                .map(Evidence::basis)
                .max(Comparator.naturalOrder())
                .orElse(Basis.EXACT);
    }

    private int violated() {
        return count(Verdict.VIOLATED) + cornersViolated;
    }

    private int vacuous() {
        return (int) tries.stream().filter(Evidence::vacuous).count();
    }

    private int count(Verdict verdict) {
        return (int) tries.stream().filter(e -> e.verdict() == verdict).count();
    }

    private static DrawNumbers numbers(Draw draw) {
        return new DrawNumbers(draw.dims(), draw.scales(), Long.toString(draw.key()));
    }
}
