package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.ClaimTally.Source;
import org.attentiontheorems.verify.ClaimTally.Try;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Environment;
import org.attentiontheorems.verify.TheoremEvidence.ExampleEvidence;

/**
 * Holds the tries of one theorem in one run and turns them into its evidence. Test classes and the command {@code verify} both drive
 * it: the properties (or {@link #tryAll}) supply random draws, {@link #steps} everything else. Not thread-safe: parallelism is over
 * theorems.
 */
public final class Verifier<I extends Record> {
    private static final int CONTROL_INSTANCES = 50;

    private final Theorem<I> theorem;
    private final RunSettings settings;
    private final Map<String, ClaimTally<I>> tallies = new LinkedHashMap<>();
    private final Map<String, ClaimTally<?>> familyTallies = new LinkedHashMap<>();
    private final Map<String, ControlEvidence> controls = new TreeMap<>();
    private final Map<String, ExampleEvidence> examples = new TreeMap<>();
    private final TreeMap<String, Double> quantities = new TreeMap<>();
    private final List<Step> steps;
    private final Set<String> done = new TreeSet<>();
    private final Set<String> failures = new TreeSet<>();
    private long elapsedNanos;

    public Verifier(Theorem<I> theorem, RunSettings settings) {
        this.theorem = theorem;
        this.settings = settings;
        for (Claim<I> claim : theorem.claims()) {
            register(tallies, new ClaimTally<>(theorem.id(), claim, Optional.empty()));
        }
        for (Family<?> family : theorem.families()) {
            for (Claim<?> claim : family.claims()) {
                register(familyTallies, new ClaimTally<>(theorem.id(), claim, Optional.of(family.id())));
            }
        }
        this.steps = allSteps();
    }

    /**
     * One part of a theorem's examination besides its random draws: a corner, a family's claim, a control, a search or an example.
     *
     * @param name readable name, unique in the theorem
     * @param run examines it; the answer is empty if all is well, else one paragraph with claim, numbers and replay command
     */
    public record Step(String name, Supplier<Optional<String>> run) {}

    public Theorem<I> theorem() {
        return theorem;
    }

    public RunSettings settings() {
        return settings;
    }

    /** Random draws a claim is tried on in this run. */
    public int tries() {
        return settings.triesOf(theorem);
    }

    /** Everything but the random draws, in a fixed order. */
    public List<Step> steps() {
        return steps;
    }

    /**
     * Confronts a claim with a draw and records the answer.
     *
     * @return empty if the claim is not violated, else a paragraph with claim, numbers and replay command
     * @throws InvalidComputation if a number came out that no verdict may rest on; recorded as ERROR
     */
    public Optional<String> tryDraw(String claimId, Draw draw) {
        ClaimTally<I> tally = tally(claimId);
        try {
            RandomField field = RandomField.of(settings.seed(), theorem.id(), draw.key());
            I instance = theorem.draw(draw, field);
            return examine(tally, new Try<>(instance, Source.DRAW, Optional.of(draw), draw.key()));
        } catch (RuntimeException e) {
            tally.error(e);
            throw e;
        }
    }

    /** Tries a claim on as many draws as the run asks for, sampled without a property engine; stops at a violation. */
    public Optional<String> tryAll(String claimId) {
        for (int i = 0; i < tries(); i++) {
            RandomField sampler = field("tries " + claimId, i);
            Optional<String> found = tryDraw(claimId, theorem.ranges().sample(sampler));
            if (found.isPresent()) {
                return found;
            }
        }
        return powerLoss(claimId);
    }

    /** Why the tries of a claim show less than they should; empty if they show enough. */
    public Optional<String> powerLoss(String claimId) {
        return tally(claimId).powerLoss();
    }

    /** Runs everything, draws included; failures are in the evidence. */
    public void runAll(Runnable afterEachPart) {
        for (Claim<I> claim : theorem.claims()) {
            attempt(() -> tryAll(claim.id()));
            afterEachPart.run();
        }
        for (Step step : steps) {
            attempt(step.run());
            afterEachPart.run();
        }
    }

    /** Parts of {@link #runAll}. */
    public int parts() {
        return theorem.claims().size() + steps.size();
    }

    /** What has not been run yet; the evidence of a theorem is written only when this is empty. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (ClaimTally<I> tally : tallies.values()) {
            if (tally.draws() < tries() && !tally.isSettled()) {
                missing.add(String.format(
                        "%s was tried on %d of %d draws", tally.claim().id(), tally.draws(), tries()));
            }
        }
        for (Step step : steps) {
            if (!done.contains(step.name())) {
                missing.add(step.name() + " was not run");
            }
        }
        return missing;
    }

    /** The evidence so far. */
    public TheoremEvidence evidence(String commit) {
        List<ClaimTally<?>> all = allTallies();
        double alpha =
                Sums.neumaier(all.stream().mapToDouble(ClaimTally::alphaSpent).toArray()) + pairedAlpha;
        String reason = verdictReason();
        return new TheoremEvidence(
                TheoremEvidence.SCHEMA,
                theorem.id(),
                verdict(),
                reason,
                Long.toString(settings.seed()),
                alpha,
                all.stream().map(ClaimTally::evidence).toList(),
                List.copyOf(controls.values()),
                List.copyOf(examples.values()),
                quantities,
                environment(commit),
                timing());
    }

    /** Instances in full that the evidence refers to, by file name relative to the report folder. */
    public SortedMap<String, Object> files() {
        TreeMap<String, Object> files = new TreeMap<>();
        allTallies().forEach(tally -> tally.files(files, settings.seed()));
        return files;
    }

    /** All file names that {@link #files} could use. */
    public List<String> possibleFiles() {
        return allTallies().stream().flatMap(t -> t.possibleFiles().stream()).toList();
    }

    private double pairedAlpha;

    private Verdict verdict() {
        boolean violated = allTallies().stream().anyMatch(t -> t.verdict() == Verdict.VIOLATED);
        boolean wrongExample = examples.values().stream().anyMatch(e -> !(e.largestDifference() <= Example.TOLERANCE));
        if (violated || wrongExample) {
            return Verdict.VIOLATED;
        }
        return verdictReason().isEmpty() ? Verdict.HOLDS : Verdict.INCONCLUSIVE;
    }

    private String verdictReason() {
        List<String> reasons = new ArrayList<>(failures);
        for (ClaimTally<?> tally : allTallies()) {
            if (tally.verdict() == Verdict.VIOLATED) {
                reasons.add(tally.claim().id() + " is violated");
            } else {
                tally.evidence()
                        .error()
                        .ifPresent(e -> reasons.add(tally.claim().id() + " threw " + e));
                tally.powerLoss().ifPresent(reasons::add);
            }
        }
        for (ControlEvidence control : controls.values()) {
            if (!control.rejected()) {
                reasons.add("control " + control.id() + " survives");
            }
        }
        for (ExampleEvidence example : examples.values()) {
            if (!(example.largestDifference() <= Example.TOLERANCE)) {
                reasons.add("example " + example.name() + " differs from its known answers by "
                        + example.largestDifference());
            }
        }
        reasons.addAll(missing());
        return String.join("; ", new TreeSet<>(reasons));
    }

    private List<ClaimTally<?>> allTallies() {
        List<ClaimTally<?>> all = new ArrayList<>(tallies.values());
        all.addAll(familyTallies.values());
        return all;
    }

    // ---- one try

    private <J extends Record> Optional<String> examine(ClaimTally<J> tally, Try<J> tried) {
        Claim<J> claim = tally.claim();
        if (!claim.appliesTo(tried.instance())) {
            if (tried.source() == Source.DRAW) {
                tally.notApplicable();
            }
            return Optional.empty();
        }
        long start = System.nanoTime();
        Evidence found = claim.check(tried.instance(), Context.of(settings.seed(), theorem.id(), tried.key()));
        tally.record(tried, found, System.nanoTime() - start);
        return found.verdict() == Verdict.VIOLATED ? Optional.of(violation(tally, found)) : Optional.empty();
    }

    private String violation(ClaimTally<?> tally, Evidence found) {
        return String.format(
                Locale.ROOT,
                "%s: %s is violated: measured %s, bound %s, error %s, basis %s%nreplay: %s",
                theorem.id(),
                found.claim(),
                Json.number(found.measured()),
                Json.number(found.bound()),
                Json.number(found.err()),
                found.basis(),
                tally.replay());
    }

    // ---- everything but the draws

    private List<Step> allSteps() {
        List<Step> all = new ArrayList<>();
        for (int i = 0; i < theorem.corners().size(); i++) {
            int corner = i;
            all.add(step("corner " + i, () -> checkCorner(corner)));
        }
        for (Claim<I> claim : theorem.claims()) {
            if (claim.isDeterministic() && claim.kind().equals("bound")) {
                all.add(step("search " + claim.id(), () -> search(claim)));
            }
        }
        for (Example<I> example : theorem.examples()) {
            all.add(step("example " + example.name(), () -> checkExample(example)));
        }
        for (NegativeControl<I> control : theorem.controls()) {
            all.add(step("control " + control.id(), () -> reject(control, Optional.empty(), this::controlInstances)));
        }
        theorem.families().forEach(family -> addSteps(all, family));
        return List.copyOf(all);
    }

    private <J extends Record> void addSteps(List<Step> all, Family<J> family) {
        Memo<RandomField, List<J>> drawn = Memo.of(family.instances());
        RandomField field = field("family " + family.id(), 0);
        for (Claim<J> claim : family.claims()) {
            all.add(step(
                    "family " + family.id() + ", " + claim.id(), () -> checkFamily(family, claim, drawn.apply(field))));
        }
        for (NegativeControl<J> control : family.controls()) {
            all.add(step(
                    "family " + family.id() + ", control " + control.id(),
                    () -> reject(control, Optional.of(family), () -> familyTries(family, drawn.apply(field)))));
        }
    }

    private Step step(String name, Supplier<Optional<String>> run) {
        return new Step(name, () -> {
            long start = System.nanoTime();
            try {
                Optional<String> found = run.get();
                found.ifPresent(message ->
                        failures.add(name + ": " + message.lines().findFirst().orElse("")));
                return found;
            } catch (RuntimeException e) {
                failures.add(name + " threw " + e.getClass().getSimpleName() + ": " + e.getMessage());
                throw e;
            } finally {
                done.add(name);
                elapsedNanos += System.nanoTime() - start;
            }
        });
    }

    private Optional<String> checkCorner(int corner) {
        I instance = theorem.corners().get(corner);
        long key = RandomField.hash("corner") + corner;
        List<String> found = new ArrayList<>();
        for (ClaimTally<I> tally : tallies.values()) {
            examine(tally, new Try<>(instance, Source.CORNER, Optional.empty(), key))
                    .ifPresent(found::add);
        }
        theorem.quantities(instance).forEach((name, value) -> quantities.put("corner" + corner + "." + name, value));
        return joined(found);
    }

    private <J extends Record> Optional<String> checkFamily(Family<J> family, Claim<J> claim, List<J> instances) {
        @SuppressWarnings("unchecked") // registered under this claim's id with this claim's type
        ClaimTally<J> tally = (ClaimTally<J>) named(familyTallies, claim.id());
        List<String> found = new ArrayList<>();
        try {
            for (Try<J> tried : familyTries(family, instances)) {
                examine(tally, tried).ifPresent(found::add);
            }
        } catch (RuntimeException e) {
            tally.error(e);
            throw e;
        }
        tally.powerLoss().ifPresent(found::add);
        return joined(found);
    }

    private <J extends Record> List<Try<J>> familyTries(Family<J> family, List<J> instances) {
        List<Try<J>> tries = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            long key = RandomField.hash("family " + family.id()) + i;
            tries.add(new Try<>(instances.get(i), Source.DRAW, Optional.empty(), key));
        }
        return tries;
    }

    private Optional<String> checkExample(Example<I> example) {
        SortedMap<String, Double> found = theorem.quantities(example.instance());
        double largest = 0;
        for (Map.Entry<String, Double> known : example.expected().entrySet()) {
            Double value = found.get(known.getKey());
            double difference = value == null ? Double.MAX_VALUE : Example.difference(value, known.getValue());
            largest = Math.max(largest, difference);
        }
        found.forEach((name, value) -> quantities.put(example.name() + "." + name, value));
        examples.put(
                example.name(),
                new ExampleEvidence(example.name(), example.expected().size(), largest));
        return largest <= Example.TOLERANCE
                ? Optional.empty()
                : Optional.of(example.name() + ": expected " + example.expected() + ", found " + found);
    }

    private Optional<String> search(Claim<I> claim) {
        ClaimTally<I> tally = tally(claim.id());
        AdversarialSearch<I> search = new AdversarialSearch<>(theorem, claim, settings.seed());
        List<Try<I>> best = search.best();
        tally.searched(search.evaluations());
        List<String> found = new ArrayList<>();
        for (Try<I> tried : best) {
            examine(tally, tried).ifPresent(found::add);
        }
        return joined(found);
    }

    // ---- negative controls

    private <J extends Record> Optional<String> reject(
            NegativeControl<J> control, Optional<Family<J>> family, Supplier<List<Try<J>>> instances) {
        ControlEvidence found = rejection(control, family, instances.get());
        controls.put(control.id(), found);
        return found.rejected()
                ? Optional.empty()
                : Optional.of("control " + control.id() + " survives (" + control.whatIsWrong() + "): " + found.note());
    }

    private <J extends Record> ControlEvidence rejection(
            NegativeControl<J> control, Optional<Family<J>> family, List<Try<J>> instances) {
        Claim<J> genuine = genuine(control, family);
        Optional<String> familyId = family.map(Family::id);
        int tried = 0;
        String note = "no instance shows the mistake";
        for (Try<J> one : instances) {
            if (!control.claim().appliesTo(one.instance())) {
                continue;
            }
            tried++;
            Context context = Context.of(settings.seed(), theorem.id(), one.key());
            try {
                Evidence found = control.claim().check(one.instance(), context);
                if (found.verdict() != Verdict.VIOLATED) {
                    continue;
                }
                Evidence paired = genuine.check(one.instance(), context);
                pairedAlpha += paired.alphaSpent();
                if (paired.verdict() == Verdict.VIOLATED) {
                    note = "the genuine claim is violated on the same instance";
                    break;
                }
                return Margin.of(control.claim(), found).evidence(control, familyId, tried);
            } catch (RuntimeException e) {
                note = "it threw " + e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
        return new ControlEvidence(
                control.id(), familyId, control.whatIsWrong(), control.claim().id(), false, tried, 0, "", note);
    }

    private <J extends Record> Claim<J> genuine(NegativeControl<J> control, Optional<Family<J>> family) {
        @SuppressWarnings("unchecked") // without a family, J is I
        List<Claim<J>> claims = family.map(Family::claims).orElseGet(() -> (List<Claim<J>>) (List<?>) theorem.claims());
        return claims.stream()
                .filter(claim -> claim.id().equals(control.claim().id()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("control " + control.id() + " falsifies no claim: "
                        + control.claim().id()));
    }

    private List<Try<I>> controlInstances() {
        List<Try<I>> instances = new ArrayList<>();
        for (int i = 0; i < theorem.corners().size(); i++) {
            long key = RandomField.hash("corner") + i;
            instances.add(new Try<>(theorem.corners().get(i), Source.CORNER, Optional.empty(), key));
        }
        for (int i = 0; instances.size() < CONTROL_INSTANCES; i++) {
            Draw draw = theorem.ranges().sample(field("controls", i));
            RandomField random = RandomField.of(settings.seed(), theorem.id(), draw.key());
            instances.add(new Try<>(theorem.draw(draw, random), Source.DRAW, Optional.of(draw), draw.key()));
        }
        return instances;
    }

    // ---- small things

    private RandomField field(String purpose, int index) {
        return RandomField.of(settings.seed(), theorem.id(), RandomField.hash(purpose) + index);
    }

    private ClaimTally<I> tally(String claimId) {
        return named(tallies, claimId);
    }

    private <T> T named(Map<String, T> map, String claimId) {
        T tally = map.get(claimId);
        if (tally == null) {
            throw new IllegalArgumentException(
                    theorem.id() + " has no claim " + claimId + " here, only " + map.keySet());
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

    private static Optional<String> joined(List<String> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", found));
    }

    /** Failures, thrown ones included, are already part of the evidence. */
    private static void attempt(Supplier<Optional<String>> part) {
        try {
            Optional<String> recorded = part.get();
            assert recorded != null;
        } catch (RuntimeException alsoRecorded) {
            assert alsoRecorded != null;
        }
    }

    private Environment environment(String commit) {
        return new Environment(
                settings.run(),
                System.getProperty("java.version", ""),
                System.getProperty("java.vendor", ""),
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT),
                System.getProperty("os.arch", ""),
                commit);
    }

    private TheoremEvidence.Timing timing() {
        long[] perTry = tallies.values().stream()
                .flatMap(tally -> tally.nanos().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        long total = elapsedNanos;
        for (long nanos : perTry) {
            total += nanos;
        }
        double median = perTry.length == 0 ? 0 : perTry[perTry.length / 2] / 1e6;
        double max = perTry.length == 0 ? 0 : perTry[perTry.length - 1] / 1e6;
        return new TheoremEvidence.Timing(total / 1e9, new TheoremEvidence.Millis(median, max));
    }
}
