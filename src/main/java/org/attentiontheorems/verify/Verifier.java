package org.attentiontheorems.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.ClaimTally.Source;
import org.attentiontheorems.verify.ClaimTally.Try;
import org.attentiontheorems.verify.TheoremEvidence.ControlEvidence;
import org.attentiontheorems.verify.TheoremEvidence.ExampleEvidence;

/**
 * Holds the tries of one theorem in one run and turns them into its evidence. Test classes and the command {@code verify} both drive
 * it: the properties (or {@link #tryAll}) supply random draws, {@link #steps} everything else. Not thread-safe: parallelism is over
 * theorems.
 */
public final class Verifier<I extends Record> {
    private final Theorem<I> theorem;
    private final RunSettings settings;
    private final Tries<I> tries;
    private final Findings<I> findings;
    private final List<Step> steps;
    private final Set<String> done = new TreeSet<>();

    /** Nothing tried yet. */
    public Verifier(Theorem<I> theorem, RunSettings settings) {
        this.theorem = theorem;
        this.settings = settings;
        this.tries = new Tries<>(theorem, settings.seed());
        List<Family<?>> families = settings.familiesOf(theorem);
        this.findings = new Findings<>(theorem, families, settings);
        this.steps = allSteps(families);
    }

    /**
     * One part of a theorem's examination besides its random draws: a corner, a family's claim, a control, a search or an example.
     *
     * @param name readable name, unique in the theorem
     * @param run examines it; the answer is empty if all is well, else one paragraph with claim, numbers and replay command
     */
    public record Step(String name, Supplier<Optional<String>> run) {}

    /** What is examined. */
    public Theorem<I> theorem() {
        return theorem;
    }

    /** Seed, tries and name of the run. */
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
        ClaimTally<I> tally = findings.tally(claimId);
        try {
            return examine(tally, tries.ofDraw(draw));
        } catch (RuntimeException e) {
            tally.error(e, " at " + draw);
            throw e;
        }
    }

    /** Tries a claim on as many draws as the run asks for, sampled without a property engine; stops at a violation. */
    public Optional<String> tryAll(String claimId) {
        for (int i = 0; i < tries(); i++) {
            RandomField sampler = tries.field("tries " + claimId, i);
            Optional<String> found = tryDraw(claimId, theorem.ranges().sample(sampler));
            if (found.isPresent()) {
                return found;
            }
        }
        return powerLoss(claimId);
    }

    /** Why the tries of a claim show less than they should; empty if they show enough. */
    public Optional<String> powerLoss(String claimId) {
        return findings.tally(claimId).powerLoss();
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
        for (ClaimTally<I> tally : findings.tallies()) {
            if (tally.draws() < tries() && !tally.isSettled()) {
                missing.add(String.format(
                        Locale.ROOT,
                        "%s was tried on %d of %d draws",
                        tally.claim().id(),
                        tally.draws(),
                        tries()));
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
        return findings.evidence(commit, missing());
    }

    /** What a slow run found out about the slow families, if it examined any. */
    Optional<TheoremEvidence> slowEvidence(String commit) {
        Set<String> slow = new TreeSet<>();
        settings.familiesOf(theorem).stream().filter(Family::slow).forEach(family -> slow.add(family.id()));
        return slow.isEmpty() ? Optional.empty() : Optional.of(evidence(commit).ofFamilies(slow));
    }

    /** The numbers that are compared with the baseline, computed once. */
    public SortedMap<String, Double> golden() {
        return findings.golden().orElseGet(() -> {
            SortedMap<String, Double> computed = GoldenInstances.quantities(theorem);
            findings.golden(computed);
            return computed;
        });
    }

    /** Instances in full that the evidence refers to, by file name relative to the report folder. */
    public SortedMap<String, Object> files() {
        SortedMap<String, Object> files = new TreeMap<>();
        findings.all().forEach(tally -> tally.files(files, settings.seed()));
        return files;
    }

    /** All file names that {@link #files} could use. */
    public List<String> possibleFiles() {
        return findings.all().stream()
                .flatMap(tally -> tally.possibleFiles().stream())
                .toList();
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
        Evidence found = checked(tally, tried);
        tally.record(tried, found, System.nanoTime() - start);
        return found.verdict() == Verdict.VIOLATED ? Optional.of(violation(tally, found)) : Optional.empty();
    }

    /** A claim that throws is an ERROR wherever the instance came from. */
    private <J extends Record> Evidence checked(ClaimTally<J> tally, Try<J> tried) {
        try {
            return tally.claim().check(tried.instance(), Context.of(settings.seed(), theorem.id(), tried.key()));
        } catch (RuntimeException e) {
            tally.error(e, "");
            throw e;
        }
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

    private List<Step> allSteps(List<Family<?>> families) {
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
            all.add(step(
                    "control " + control.id(),
                    () -> reject(control, theorem.claims(), Optional.empty(), tries::ofControls)));
        }
        families.forEach(family -> addSteps(all, family));
        all.add(step("golden instances", () -> {
            golden();
            return Optional.empty();
        }));
        all.add(step("pictures", this::draw));
        return List.copyOf(all);
    }

    private <J extends Record> void addSteps(List<Step> all, Family<J> family) {
        Memo<RandomField, List<J>> drawn = Memo.of(family.instances());
        RandomField field = tries.field("family " + family.id(), 0);
        for (Claim<J> claim : family.claims()) {
            all.add(step(
                    "family " + family.id() + ", " + claim.id(), () -> checkFamily(family, claim, drawn.apply(field))));
        }
        for (NegativeControl<J> control : family.controls()) {
            all.add(step(
                    "family " + family.id() + ", control " + control.id(),
                    () -> reject(
                            control,
                            family.claims(),
                            Optional.of(family.id()),
                            () -> tries.ofFamily(family, drawn.apply(field)))));
        }
    }

    private Step step(String name, Supplier<Optional<String>> run) {
        return new Step(name, () -> {
            long start = System.nanoTime();
            try {
                Optional<String> found = run.get();
                found.ifPresent(message -> findings.failure(
                        name + ": " + message.lines().findFirst().orElse("")));
                return found;
            } catch (RuntimeException e) {
                findings.failure(name + " threw " + e.getClass().getSimpleName() + ": " + e.getMessage());
                throw e;
            } finally {
                done.add(name);
                findings.stepTook(System.nanoTime() - start);
            }
        });
    }

    private Optional<String> checkCorner(int corner) {
        Try<I> tried = tries.ofCorner(corner);
        List<String> found = new ArrayList<>();
        for (ClaimTally<I> tally : findings.tallies()) {
            examine(tally, tried).ifPresent(found::add);
        }
        findings.quantities("corner" + corner, theorem.quantities(tried.instance()));
        return joined(found);
    }

    private <J extends Record> Optional<String> checkFamily(Family<J> family, Claim<J> claim, List<J> instances) {
        ClaimTally<J> tally = findings.familyTally(claim);
        List<String> found = new ArrayList<>();
        try {
            for (Try<J> tried : tries.ofFamily(family, instances)) {
                examine(tally, tried).ifPresent(found::add);
            }
        } catch (RuntimeException e) {
            tally.error(e, "");
            throw e;
        }
        tally.failingPower().ifPresent(found::add);
        return joined(found);
    }

    private Optional<String> checkExample(Example<I> example) {
        SortedMap<String, Double> found = theorem.quantities(example.instance());
        ExampleEvidence evidence = ExampleEvidence.of(example, found);
        findings.quantities(example.name(), found);
        findings.example(evidence);
        return evidence.agrees()
                ? Optional.empty()
                : Optional.of(example.name() + ": expected " + example.expected() + ", found " + found);
    }

    private Optional<String> draw() {
        theorem.pictures(tries.field("pictures", 0)).forEach(findings::picture);
        return Optional.empty();
    }

    private Optional<String> search(Claim<I> claim) {
        ClaimTally<I> tally = findings.tally(claim.id());
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
            NegativeControl<J> control,
            List<Claim<J>> claims,
            Optional<String> family,
            Supplier<List<Try<J>>> instances) {
        ControlTrial<J> trial = new ControlTrial<>(theorem.id(), settings.seed(), control, claims, family);
        ControlEvidence found = trial.run(instances.get());
        findings.control(found, trial.pairedAlpha());
        return found.rejected()
                ? Optional.empty()
                : Optional.of("control " + control.id() + " survives (" + control.whatIsWrong() + "): " + found.note());
    }

    // ---- small things

    private static Optional<String> joined(List<String> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", found));
    }

    /** Failures, thrown ones included, are already part of the findings. */
    private static void attempt(Supplier<Optional<String>> part) {
        try {
            Optional<String> unused = part.get();
        } catch (RuntimeException recorded) {
            return;
        }
    }
}
