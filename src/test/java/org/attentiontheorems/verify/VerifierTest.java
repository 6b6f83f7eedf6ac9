package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.attentiontheorems.guide.Head;
import org.attentiontheorems.guide.SampledAttention;
import org.attentiontheorems.guide.SampledAttention.Instance;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** From the tries of a theorem to its evidence, on the guide's theorem and broken versions of it. */
class VerifierTest {
    private static final RunSettings SETTINGS = RunSettings.standard("test");

    /** The guide's theorem with other claims or controls. */
    private record Variant(
            Theorem<Instance> base,
            List<Claim<Instance>> claims,
            List<NegativeControl<Instance>> controls,
            List<Family<?>> families)
            implements Theorem<Instance> {
        static Variant of(Head head) {
            Theorem<Instance> base = new SampledAttention(head);
            return new Variant(base, base.claims(), base.controls(), List.of());
        }

        Variant claiming(Claim<Instance> claim) {
            return new Variant(base, List.of(claim), List.of(), families);
        }

        Variant controlledBy(NegativeControl<Instance> control) {
            return new Variant(base, claims, List.of(control), families);
        }

        @Override
        public String id() {
            return base.id();
        }

        @Override
        public Class<Instance> instanceType() {
            return base.instanceType();
        }

        @Override
        public SortedMap<String, Double> quantities(Instance instance) {
            return base.quantities(instance);
        }

        @Override
        public Ranges ranges() {
            return base.ranges();
        }

        @Override
        public Instance draw(Draw draw, RandomField random) {
            return base.draw(draw, random);
        }

        @Override
        public List<Instance> corners() {
            return base.corners();
        }
    }

    private static <I extends Record> Verifier<I> run(Theorem<I> theorem) {
        Verifier<I> verifier = new Verifier<>(theorem, SETTINGS);
        verifier.runAll(() -> {});
        return verifier;
    }

    private static String reproducible(TheoremEvidence evidence) {
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(Json.mapper().writeValueAsString(evidence));
        tree.remove(List.of("environment", "timing"));
        return Json.mapper().writeValueAsString(tree);
    }

    private static ClaimEvidence claim(TheoremEvidence evidence, String id) {
        return evidence.claims().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTrueTheoremHoldsAndItsControlsAreRejected() {
        TheoremEvidence evidence = run(new SampledAttention()).evidence("unknown");
        assertThat(evidence.verdictReason()).isEmpty();
        assertThat(evidence.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(evidence.controlsRejected()).isEqualTo(4);
        assertThat(evidence.alphaSpent()).isBetween(1e-12, 400 * ErrorLedger.ALPHA_VIOLATED);
        assertThat(claim(evidence, "variance").tightness().orElseThrow().max()).isBetween(0.5, 1.0);
    }

    @Test
    void twoRunsInOneOrAnyNumberOfThreadsGiveTheSameBytes() {
        String first = reproducible(run(new SampledAttention()).evidence("a"));
        List<String> others = Stream.of(1, 2, 3, 4)
                .parallel()
                .map(i -> reproducible(run(new SampledAttention()).evidence("b")))
                .toList();
        assertThat(others).containsOnly(first);
    }

    @Test
    void evidenceDoesNotDependOnTheOrderOfDrawsAndSteps() {
        Verifier<Instance> stepsFirst = new Verifier<>(new SampledAttention(), SETTINGS);
        stepsFirst.steps().forEach(step -> assertThat(step.run().get()).isEmpty());
        stepsFirst.tryAll("rate");
        stepsFirst.tryAll("sampled-error");
        stepsFirst.tryAll("variance");
        assertThat(reproducible(stepsFirst.evidence("a")))
                .isEqualTo(reproducible(run(new SampledAttention()).evidence("a")));
    }

    @Test
    void evidenceDoesNotDependOnTheLocale() {
        Claim<Instance> loose = Claim.<Instance>bound("loose", x -> 0).atMost(x -> Double.POSITIVE_INFINITY);
        Variant theorem = Variant.of(Head.REFERENCE).claiming(loose);
        String here = reproducible(run(theorem).evidence("a"));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(reproducible(run(theorem).evidence("a"))).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void withAFreshSeedLostPowerIsNoFailure() {
        Claim<Instance> loose = Claim.<Instance>bound("loose", x -> 0).atMost(x -> Double.POSITIVE_INFINITY);
        Variant theorem = Variant.of(Head.REFERENCE).claiming(loose);
        Verifier<Instance> verifier = new Verifier<>(theorem, new RunSettings(7, 200, "test", true, false));
        verifier.runAll(() -> {});
        assertThat(verifier.powerLoss("loose")).isPresent();
        assertThat(verifier.evidence("a").verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void evidenceReadsBackAsItWasWritten(@TempDir Path reports) {
        Verifier<Instance> verifier = run(new SampledAttention());
        publish(reports, verifier, "unknown");
        TheoremEvidence read = EvidenceStore.read(EvidenceStore.evidenceFile(reports, "sampled-attention"));
        assertThat(reproducible(read)).isEqualTo(reproducible(verifier.evidence("unknown")));
    }

    @Test
    void aBrokenModelTurnsItsClaimsRedAndLeavesACounterexampleThatReplaysBitForBit(@TempDir Path reports) {
        Variant broken = Variant.of(Head.REFERENCE.withoutNormalisation());
        Verifier<Instance> verifier = run(broken);
        TheoremEvidence evidence = verifier.evidence("unknown");
        assertThat(evidence.verdict()).isEqualTo(Verdict.VIOLATED);
        ClaimEvidence red = claim(evidence, "variance");
        assertThat(red.verdict()).isEqualTo("VIOLATED");
        publish(reports, verifier, "unknown");
        Path file = reports.resolve(red.counterexample().orElseThrow().file());
        Instance instance = Json.mapper().readValue(file.toFile(), Instance.class);
        Evidence replayed = broken.claims().get(0).check(instance, Context.of(1, "any", 1));
        assertThat(replayed.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(replayed.measured())
                .isEqualTo(red.counterexample().orElseThrow().measured());
        assertThat(evidence.verdictReason()).contains("variance is violated").contains("control unnormalised");
    }

    @Test
    void aStatisticalCounterexampleReplaysFromItsTwoKeys() {
        Claim<Instance> tooMuch = SampledAttention.sampledError(Head.REFERENCE).atMost(x -> 1e-4);
        Verifier<Instance> verifier = run(Variant.of(Head.REFERENCE).claiming(tooMuch));
        ClaimEvidence red = claim(verifier.evidence("unknown"), "sampled-error");
        Object stored = verifier.files().get(red.counterexample().orElseThrow().file());
        assertThat(stored).isInstanceOf(Replay.class);
        Replay<?> replay = (Replay<?>) stored;
        Context context = Context.of(Long.parseLong(replay.seed()), "sampled-attention", Long.parseLong(replay.key()));
        Evidence again = tooMuch.check((Instance) replay.instance(), context);
        assertThat(again.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(again.measured())
                .isEqualTo(red.counterexample().orElseThrow().measured());
    }

    @Test
    void aControlThatIsTrueSurvivesAndIsNamed() {
        NegativeControl<Instance> harmless =
                new NegativeControl<>("harmless", "nothing", SampledAttention.variance(Head.REFERENCE));
        TheoremEvidence evidence =
                run(Variant.of(Head.REFERENCE).controlledBy(harmless)).evidence("unknown");
        assertThat(evidence.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(evidence.verdictReason()).contains("control harmless survives");
    }

    @Test
    void aControlThatThrowsIsNotRejected() {
        NegativeControl<Instance> throwing = new NegativeControl<>(
                "throwing",
                "divides by zero",
                Claim.<Instance>bound("variance", x -> Double.NaN).atMost(x -> 1));
        TheoremEvidence evidence =
                run(Variant.of(Head.REFERENCE).controlledBy(throwing)).evidence("unknown");
        assertThat(evidence.controlsRejected()).isZero();
        assertThat(evidence.negativeControls().get(0).note()).contains("InvalidComputation");
    }

    @Test
    void aControlIsNoProofWhereTheGenuineClaimFailsAsWell() {
        Variant broken = Variant.of(Head.REFERENCE.withoutNormalisation());
        TheoremEvidence evidence = run(broken).evidence("unknown");
        assertThat(evidence.negativeControls())
                .filteredOn(control -> !control.rejected())
                .extracting(TheoremEvidence.ControlEvidence::note)
                .contains("the genuine claim is violated on the same instance");
    }

    @Test
    void aClaimThatThrowsIsAnErrorAndNeverHolds() {
        Claim<Instance> nan = Claim.<Instance>bound("nan", x -> Double.NaN).atMost(x -> 1);
        Verifier<Instance> verifier = run(Variant.of(Head.REFERENCE).claiming(nan));
        TheoremEvidence evidence = verifier.evidence("unknown");
        assertThat(claim(evidence, "nan").verdict()).isEqualTo("ERROR");
        assertThat(claim(evidence, "nan").error()).contains("InvalidComputation: nan is NaN");
        assertThat(evidence.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(verifier.missing()).isEmpty();
    }

    @Test
    void aVacuousClaimHasLostItsPower() {
        Claim<Instance> loose = Claim.<Instance>bound("loose", x -> 0).atMost(x -> Double.POSITIVE_INFINITY);
        TheoremEvidence evidence =
                run(Variant.of(Head.REFERENCE).claiming(loose)).evidence("unknown");
        assertThat(evidence.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(evidence.verdictReason()).contains("loose is vacuous on 200 of 200 tries");
    }

    @Test
    void anUndecidedClaimHasLostItsPower() {
        Claim<Instance> undecided = Claim.<Instance>bound("undecided", (x, effort) -> Approx.within(1, 0.5))
                .atMost(x -> 1.2);
        TheoremEvidence evidence =
                run(Variant.of(Head.REFERENCE).claiming(undecided)).evidence("unknown");
        assertThat(evidence.verdictReason()).contains("undecided has lost its power: 200 of 200");
    }

    @Test
    void aClaimThatSpeaksOfHardlyAnyDrawHasLostItsPower() {
        Claim<Instance> rare =
                SampledAttention.variance(Head.REFERENCE).when(x -> x.samples() == 8 && x.logits().length == 8);
        TheoremEvidence evidence =
                run(Variant.of(Head.REFERENCE).claiming(rare)).evidence("unknown");
        assertThat(evidence.verdictReason()).contains("of 200 draws only");
    }

    @Test
    void aPartialRunNamesWhatIsMissing() {
        Verifier<Instance> verifier = new Verifier<>(new SampledAttention(), SETTINGS);
        verifier.tryAll("variance");
        assertThat(verifier.missing())
                .contains("sampled-error was tried on 0 of 200 draws", "control unnormalised was not run")
                .doesNotContain("variance was tried on 200 of 200 draws");
        assertThat(verifier.evidence("unknown").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void theSearchFindsInstancesThatRandomDrawsMiss() {
        ClaimEvidence variance = claim(run(new SampledAttention()).evidence("unknown"), "variance");
        assertThat(variance.searched()).isEqualTo(1000);
        assertThat(variance.worst().get(0).source()).isEqualTo("search");
        assertThat(variance.worst().get(0).tightness())
                .isGreaterThan(variance.tightness().orElseThrow().max());
    }

    @Test
    void aFamilyIsCheckedWithItsOwnClaimsAndControls() {
        record Halves(int n) {}
        Claim<Halves> sharp = Claim.<Halves>bound("sharp", h -> 0.25).atLeast(h -> 0.25);
        Family<?> family = Family.of("halves", "two equal values", List.of(new Halves(1), new Halves(2)))
                .claims(sharp)
                .controls(new NegativeControl<>(
                        "smaller",
                        "claims an eighth",
                        Claim.<Halves>bound("sharp", h -> 0.125).atLeast(h -> 0.25)));
        Variant base = Variant.of(Head.REFERENCE);
        TheoremEvidence evidence = run(new Variant(base.base(), base.claims(), base.controls(), List.of(family)))
                .evidence("unknown");
        assertThat(evidence.verdictReason()).isEmpty();
        assertThat(claim(evidence, "sharp").family()).contains("halves");
        assertThat(claim(evidence, "sharp").tries()).isEqualTo(2);
        assertThat(evidence.controlsRejected()).isEqualTo(5);
    }

    @Test
    void filesOfAnEarlierRunDisappear(@TempDir Path reports) throws Exception {
        publish(reports, run(Variant.of(Head.REFERENCE.withoutNormalisation())), "unknown");
        Path old = reports.resolve("counterexamples/sampled-attention-variance.json");
        assertThat(old).exists();
        publish(reports, run(new SampledAttention()), "unknown");
        assertThat(old).doesNotExist();
        try (Stream<Path> left = Files.walk(reports)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".") && !name.equals(".lock"));
        }
    }

    @Test
    void triesScaleWithTheRun() {
        Theorem<Instance> theorem = new SampledAttention();
        assertThat(new RunSettings(1, 1000, "x", true, false).triesOf(theorem)).isEqualTo(1000);
        assertThat(new RunSettings(1, 1, "x", true, false).triesOf(theorem)).isEqualTo(1);
        assertThatThrownBy(() -> new RunSettings(1, 0, "x", true, false)).isInstanceOf(InvalidInstance.class);
    }

    @Test
    void anExampleWithAWrongNumberIsAViolation() {
        Instance instance = new Instance(new double[] {0, 0}, new double[] {0, 1}, 1);
        Example<Instance> wrong = new Example<>("wrong", instance, new TreeMap<>(Map.of("headVariance", 0.26)));
        assertThat(TheoremEvidence.ExampleEvidence.of(wrong, new SampledAttention().quantities(instance))
                        .agrees())
                .isFalse();
        Example<Instance> right = new Example<>("right", instance, new TreeMap<>(Map.of("headVariance", 0.25)));
        assertThat(TheoremEvidence.ExampleEvidence.of(right, new SampledAttention().quantities(instance))
                        .agrees())
                .isTrue();
        Example<Instance> unknown = new Example<>("unknown", instance, new TreeMap<>(Map.of("kurtosis", 1.0)));
        assertThat(TheoremEvidence.ExampleEvidence.of(unknown, new TreeMap<>()).agrees())
                .isFalse();
    }

    @Test
    void aRunOfOneMillionTwoHundredThousandDecisionsExceedsTheBudget() {
        assertThatThrownBy(() -> ErrorLedger.requireWithinBudget(1.2e6 * ErrorLedger.ALPHA_VIOLATED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("error budget exceeded: lower tries or alpha");
        ErrorLedger.requireWithinBudget(1.09e6 * ErrorLedger.ALPHA_VIOLATED);
        assertThatThrownBy(() -> ErrorLedger.requireWithinBudget(Double.NaN)).isInstanceOf(IllegalStateException.class);
        assertThat(Optional.of(ErrorLedger.total(1e-7, 2e-7))).contains(1e-7 + 2e-7);
    }

    private static void publish(Path folder, Verifier<?> verifier, String commit) {
        Publication reports = Publication.to(folder);
        EvidenceStore.put(reports, verifier, commit);
        reports.publish(() -> {});
    }

    // ---- slow families and pictures

    private static Variant withSlowFamily() {
        Claim<Instance> true1 = Claim.<Instance>bound("long-lasting", x -> 1).atMost(x -> 2);
        NegativeControl<Instance> half = new NegativeControl<>(
                "half",
                "claims half",
                Claim.<Instance>bound("long-lasting", x -> 1).atMost(x -> 0.5));
        Family<Instance> slow = Family.of("nightly", "takes minutes", new SampledAttention().corners())
                .claims(true1)
                .controls(half)
                .onlyInSlowRuns();
        Variant base = Variant.of(Head.REFERENCE);
        return new Variant(base.base(), base.claims(), base.controls(), List.of(slow));
    }

    @Test
    void slowFamiliesAreExaminedInSlowRunsOnlyAndTheirEvidenceCanBeKept() {
        Verifier<Instance> quick = run(withSlowFamily());
        assertThat(quick.evidence("a").claims()).noneMatch(claim -> claim.id().equals("long-lasting"));
        assertThat(quick.slowEvidence("a")).isEmpty();

        Verifier<Instance> slow =
                new Verifier<>(withSlowFamily(), new RunSettings(20261, 200, "20261126000000", false, true));
        slow.runAll(() -> {});
        assertThat(claim(slow.evidence("a"), "long-lasting").verdict()).isEqualTo("HOLDS");
        TheoremEvidence kept = slow.slowEvidence("a").orElseThrow();
        assertThat(kept.claims()).extracting(ClaimEvidence::id).containsExactly("long-lasting");
        assertThat(kept.negativeControls()).singleElement().matches(control -> control.rejected());
        assertThat(kept.environment().run()).isEqualTo("20261126000000");
    }

    @Test
    void aSlowRunLeavesAFileThatCanBeKept(@TempDir Path folder) {
        Verifier<Instance> slow = new Verifier<>(withSlowFamily(), new RunSettings(20261, 200, "x", false, true));
        slow.runAll(() -> {});
        publish(folder, slow, "a");
        TheoremEvidence kept =
                EvidenceStore.read(EvidenceStore.slowFile(folder, slow.theorem().id()));
        assertThat(kept.claims()).extracting(ClaimEvidence::id).containsExactly("long-lasting");
    }
}
