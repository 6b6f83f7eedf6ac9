package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Environment;
import org.attentiontheorems.verify.TheoremEvidence.ExampleEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Millis;
import org.attentiontheorems.verify.TheoremEvidence.Timing;

/** What a run has found out about one theorem so far; becomes its evidence. */
final class Findings<I extends Record> {
    private final Theorem<I> theorem;
    private final RunSettings settings;
    private final Map<String, ClaimTally<I>> tallies = new LinkedHashMap<>();
    private final Map<String, ClaimTally<?>> familyTallies = new LinkedHashMap<>();
    private final Map<String, ControlEvidence> controls = new TreeMap<>();
    private final Map<String, ExampleEvidence> examples = new TreeMap<>();
    private final SortedMap<String, Double> quantities = new TreeMap<>();
    private Optional<SortedMap<String, Double>> golden = Optional.empty();
    private final Map<String, Picture> pictures = new LinkedHashMap<>();
    private final Set<String> failures = new TreeSet<>();
    private double pairedAlpha;
    private long stepNanos;

    Findings(Theorem<I> theorem, List<Family<?>> families, RunSettings settings) {
        this.theorem = theorem;
        this.settings = settings;
        for (Claim<I> claim : theorem.claims()) {
            register(tallies, new ClaimTally<>(theorem.id(), claim, Optional.empty(), settings.fresh()));
        }
        for (Family<?> family : families) {
            for (Claim<?> claim : family.claims()) {
                register(
                        familyTallies,
                        new ClaimTally<>(theorem.id(), claim, Optional.of(family.id()), settings.fresh()));
            }
        }
    }

    List<ClaimTally<I>> tallies() {
        return List.copyOf(tallies.values());
    }

    /** Tallies of the claims on random draws, then of the families' claims. */
    List<ClaimTally<?>> all() {
        List<ClaimTally<?>> all = new ArrayList<>(tallies.values());
        all.addAll(familyTallies.values());
        return all;
    }

    ClaimTally<I> tally(String claim) {
        return named(tallies, claim);
    }

    @SuppressWarnings("unchecked") // registered under the claim's id with the claim's type
    <J extends Record> ClaimTally<J> familyTally(Claim<J> claim) {
        return (ClaimTally<J>) named(familyTallies, claim.id());
    }

    void control(ControlEvidence found, double alpha) {
        controls.put(found.id(), found);
        pairedAlpha += alpha;
    }

    void example(ExampleEvidence found) {
        examples.put(found.name(), found);
    }

    void quantities(String of, SortedMap<String, Double> values) {
        values.forEach((name, value) -> quantities.put(of + "." + name, value));
    }

    /** Empty until they were computed. */
    Optional<SortedMap<String, Double>> golden() {
        return golden;
    }

    void golden(SortedMap<String, Double> values) {
        golden = Optional.of(Collections.unmodifiableSortedMap(values));
    }

    void picture(Picture drawn) {
        if (pictures.put(drawn.id(), drawn) != null) {
            throw new IllegalArgumentException(theorem.id() + " has two pictures called " + drawn.id());
        }
    }

    void failure(String message) {
        failures.add(message);
    }

    void stepTook(long nanos) {
        stepNanos += nanos;
    }

    TheoremEvidence evidence(String commit, List<String> missing) {
        double[] alphas = all().stream().mapToDouble(ClaimTally::alphaSpent).toArray();
        List<String> reasons = reasons(missing);
        return new TheoremEvidence(
                TheoremEvidence.SCHEMA,
                theorem.id(),
                verdict(reasons),
                String.join("; ", reasons),
                Long.toString(settings.seed()),
                ErrorLedger.total(alphas) + pairedAlpha,
                all().stream().map(ClaimTally::evidence).toList(),
                List.copyOf(controls.values()),
                List.copyOf(examples.values()),
                quantities,
                golden.orElseGet(TreeMap::new),
                List.copyOf(pictures.values()),
                Environment.current(settings.run(), commit),
                timing());
    }

    private Verdict verdict(List<String> reasons) {
        boolean violated = all().stream().anyMatch(tally -> tally.verdict() == Verdict.VIOLATED);
        if (violated || examples.values().stream().anyMatch(example -> !example.agrees())) {
            return Verdict.VIOLATED;
        }
        return reasons.isEmpty() ? Verdict.HOLDS : Verdict.INCONCLUSIVE;
    }

    /** Everything that keeps the theorem from HOLDS, sorted. */
    private List<String> reasons(List<String> missing) {
        Set<String> reasons = new TreeSet<>(missing);
        reasons.addAll(failures);
        for (ClaimTally<?> tally : all()) {
            String claim = tally.claim().id();
            if (tally.verdict() == Verdict.VIOLATED) {
                reasons.add(claim + " is violated");
            } else {
                tally.evidence().error().ifPresent(error -> reasons.add(claim + " threw " + error));
                tally.failingPower().ifPresent(reasons::add);
            }
        }
        return List.copyOf(reasons);
    }

    private Timing timing() {
        long[] perTry = tallies.values().stream()
                .flatMap(tally -> tally.nanos().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        long total = stepNanos;
        for (long nanos : perTry) {
            total += nanos;
        }
        int n = perTry.length;
        return new Timing(
                total / 1e9, n == 0 ? new Millis(0, 0) : new Millis(perTry[n / 2] / 1e6, perTry[n - 1] / 1e6));
    }

    private <T> T named(Map<String, T> map, String claim) {
        T tally = map.get(claim);
        if (tally == null) {
            throw new IllegalArgumentException(theorem.id() + " has no claim " + claim + " here, only " + map.keySet());
        }
        return tally;
    }

    private <T extends ClaimTally<?>> void register(Map<String, T> map, T tally) {
        String id = tally.claim().id();
        if (tallies.containsKey(id) || familyTallies.containsKey(id)) {
            throw new IllegalArgumentException(theorem.id() + " has two claims called " + id);
        }
        map.put(id, tally);
    }
}
