package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.attentiontheorems.verify.ClaimTally.Source;
import org.attentiontheorems.verify.ClaimTally.Try;
import org.attentiontheorems.verify.TheoremEvidence.ClaimEvidence;
import org.attentiontheorems.verify.TheoremEvidence.Replicates;
import org.attentiontheorems.verify.TheoremEvidence.Tightness;
import org.attentiontheorems.verify.TheoremEvidence.Worst;
import org.junit.jupiter.api.Test;

class ClaimTallyTest {
    private record Point(double x) {}

    private static final Claim<Point> CLAIM =
            Claim.<Point>bound("below-one", Point::x).atMost(x -> 1);

    private final ClaimTally<Point> tally = tally(false);

    private static ClaimTally<Point> tally(boolean fresh) {
        return new ClaimTally<>("theorem", CLAIM, Optional.empty(), fresh);
    }

    private static Evidence found(Verdict verdict, boolean vacuous, double measured) {
        return Evidence.exact("below-one", verdict, false, vacuous, measured, 1, 1e-9);
    }

    private static Try<Point> from(Source source, double x) {
        return new Try<>(new Point(x), source, Optional.empty(), 7);
    }

    private void record(int times, Evidence evidence) {
        record(tally, times, evidence);
    }

    private static void record(ClaimTally<Point> tally, int times, Evidence evidence) {
        for (int i = 0; i < times; i++) {
            tally.record(from(Source.DRAW, evidence.measured()), evidence, 1);
        }
    }

    @Test
    void aTallyWithoutTriesHasLostItsPower() {
        assertThat(tally.powerLoss()).contains("below-one speaks of 0 of 0 draws only");
        assertThat(tally.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aClaimMaySpeakOfOneDrawInTenButNotOfFewer() {
        record(10, found(Verdict.HOLDS, false, 0.5));
        IntStream.range(0, 90).forEach(i -> tally.notApplicable());
        assertThat(tally.draws()).isEqualTo(100);
        assertThat(tally.powerLoss()).isEmpty();
        tally.notApplicable();
        assertThat(tally.powerLoss()).contains("below-one speaks of 10 of 101 draws only");
    }

    @Test
    void aFifthOfTheTriesMayBeInconclusiveButNotMore() {
        record(8, found(Verdict.HOLDS, false, 0.5));
        record(2, found(Verdict.INCONCLUSIVE, false, 0.5));
        assertThat(tally.powerLoss()).isEmpty();
        record(1, found(Verdict.INCONCLUSIVE, false, 0.5));
        assertThat(tally.powerLoss()).contains("below-one has lost its power: 3 of 11 tries are inconclusive");
        assertThat(tally.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void halfOfTheTriesMustBeAbleToShowAViolation() {
        record(5, found(Verdict.HOLDS, false, 0.5));
        record(5, found(Verdict.HOLDS, true, 0));
        assertThat(tally.powerLoss()).isEmpty();
        assertThat(tally.verdict()).isEqualTo(Verdict.HOLDS);
        record(1, found(Verdict.HOLDS, true, 0));
        assertThat(tally.powerLoss()).contains("below-one is vacuous on 6 of 11 tries");
    }

    @Test
    void withAFreshSeedLostPowerIsNoFailure() {
        ClaimTally<Point> fresh = tally(true);
        record(fresh, 4, found(Verdict.INCONCLUSIVE, false, 0.5));
        assertThat(fresh.powerLoss()).isPresent();
        assertThat(fresh.failingPower()).isEmpty();
        assertThat(fresh.verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void whileAViolatedDrawShrinksOnlyTheCounterexampleChanges() {
        record(2, found(Verdict.HOLDS, false, 0.5));
        assertThat(tally.isSettled()).isFalse();
        record(1, found(Verdict.VIOLATED, false, 3));
        record(4, found(Verdict.HOLDS, false, 0.25));
        tally.notApplicable();
        tally.record(from(Source.DRAW, 2), found(Verdict.VIOLATED, false, 2), 1);
        ClaimEvidence evidence = tally.evidence();
        assertThat(tally.isSettled()).isTrue();
        assertThat(evidence.verdict()).isEqualTo("VIOLATED");
        assertThat(evidence.tries()).isEqualTo(3);
        assertThat(evidence.holds()).isEqualTo(2);
        assertThat(evidence.violated()).isEqualTo(1);
        assertThat(evidence.notApplicable()).isZero();
        assertThat(evidence.counterexample().orElseThrow().measured()).isEqualTo(2);
        SortedMap<String, Object> files = new TreeMap<>();
        tally.files(files, 1);
        assertThat(files.get("counterexamples/theorem-below-one.json")).isEqualTo(new Point(2));
    }

    @Test
    void aCornersCounterexampleGivesWayToOneOfADraw() {
        tally.record(from(Source.CORNER, 5), found(Verdict.VIOLATED, false, 5), 1);
        tally.record(from(Source.SEARCH, 6), found(Verdict.VIOLATED, false, 6), 1);
        assertThat(tally.evidence().counterexample().orElseThrow().measured()).isEqualTo(5);
        assertThat(tally.evidence().violated()).isEqualTo(2);
        assertThat(tally.evidence().corners()).isEqualTo(1);
        assertThat(tally.evidence().tries()).isZero();
        tally.record(from(Source.DRAW, 4), found(Verdict.VIOLATED, false, 4), 1);
        assertThat(tally.evidence().counterexample().orElseThrow().measured()).isEqualTo(4);
        assertThat(tally.evidence().violated()).isEqualTo(3);
    }

    @Test
    void levelsOfDrawsAndCornersAddUp() {
        Evidence decided = new Evidence(
                "below-one",
                Verdict.HOLDS,
                Basis.TEST_MARTINGALE,
                false,
                false,
                0,
                1,
                0,
                64,
                1e-12,
                0,
                0,
                List.of(),
                Optional.empty());
        record(2, decided);
        tally.record(from(Source.CORNER, 0), decided, 1);
        tally.record(from(Source.CORNER, 0), decided, 1);
        assertThat(tally.alphaSpent()).isEqualTo(4e-12);
        assertThat(tally.evidence().replicates()).isEqualTo(new Replicates(128, 64, 64));
        assertThat(tally.evidence().basis()).isEqualTo(Basis.TEST_MARTINGALE);
    }

    @Test
    void theFiveTightestTriesAreKeptInFullTightestFirst() {
        for (double x : new double[] {0.1, 0.9, 0.3, 0.8, 0.2, 0.7, 0.9}) {
            tally.record(from(Source.DRAW, x), found(Verdict.HOLDS, false, x), 1);
        }
        tally.record(from(Source.CORNER, 0.8), found(Verdict.HOLDS, false, 0.8), 1);
        List<Worst> worst = tally.evidence().worst();
        assertThat(worst).extracting(Worst::tightness).containsExactly(0.9, 0.9, 0.8, 0.8, 0.7);
        assertThat(worst).extracting(Worst::source).containsExactly("draw", "draw", "draw", "corner", "draw");
        assertThat(worst.get(4).instanceFile()).isEqualTo("worst/theorem-below-one-5.json");
        SortedMap<String, Object> files = new TreeMap<>();
        tally.files(files, 1);
        assertThat(files).hasSize(5).containsEntry("worst/theorem-below-one-5.json", new Point(0.7));
        assertThat(tally.possibleFiles()).hasSize(6).containsAll(files.keySet());
    }

    @Test
    void aFamilyStoresItsCounterexampleWithTheNumbersItNeedsAndNoWorstTries() {
        ClaimTally<Point> family = new ClaimTally<>("theorem", CLAIM, Optional.of("points"), false);
        record(family, 1, found(Verdict.HOLDS, false, 0.5));
        record(family, 1, found(Verdict.VIOLATED, false, 2));
        record(family, 1, found(Verdict.VIOLATED, false, 3));
        SortedMap<String, Object> files = new TreeMap<>();
        family.files(files, 11);
        assertThat(files)
                .containsOnly(java.util.Map.entry(
                        "counterexamples/theorem-below-one.json",
                        new Replay<>("below-one", Optional.of("points"), "11", "7", new Point(3))));
        assertThat(family.evidence().worst()).isEmpty();
        assertThat(family.evidence().tries()).isEqualTo(3);
        assertThat(family.replay()).isEqualTo("check theorem reports/counterexamples/theorem-below-one.json");
    }

    @Test
    void vacuousTriesHaveNoTightness() {
        record(3, found(Verdict.HOLDS, true, 0));
        assertThat(tally.evidence().tightness()).isEmpty();
        record(1, found(Verdict.HOLDS, false, 0.5));
        assertThat(tally.evidence().tightness().orElseThrow().q50()).isEqualTo(0.5);
    }

    @Test
    void theTightnessOfAnIdentityIsTheShareOfItsAllowance() {
        Claim<Point> identity = Claim.<Point>identity("same", Point::x, x -> 1);
        ClaimTally<Point> exact = new ClaimTally<>("theorem", identity, Optional.empty(), false);
        exact.record(from(Source.DRAW, 1.5), Evidence.exact("same", Verdict.HOLDS, false, false, 1.5, 1, 2), 1);
        exact.record(from(Source.DRAW, 1), Evidence.exact("same", Verdict.HOLDS, false, false, 1, 1, 0), 1);
        assertThat(exact.evidence().worst()).extracting(Worst::tightness).containsExactly(0.25, 0.0);
    }

    @Test
    void quantilesAndHistogramOfAHundredTries() {
        double[] sorted =
                IntStream.rangeClosed(1, 100).mapToDouble(k -> k / 100.0).toArray();
        Tightness tightness = Tightness.of(sorted);
        assertThat(tightness.q05()).isEqualTo(0.06);
        assertThat(tightness.q50()).isEqualTo(0.51);
        assertThat(tightness.q95()).isEqualTo(0.96);
        assertThat(tightness.max()).isEqualTo(1);
        assertThat(tightness.histogram()).hasSize(21).endsWith(0);
        assertThat(tightness.histogram().stream().mapToInt(Integer::intValue)).hasSize(21);
        assertThat(tightness.histogram().get(19)).isEqualTo(6);
    }

    @Test
    void whatUsesMoreThanTheBoundStandsInTheLastBin() {
        Tightness tightness = Tightness.of(0, 0.05, 1, 1.5, Double.POSITIVE_INFINITY);
        assertThat(tightness.histogram().get(0)).isEqualTo(1);
        assertThat(tightness.histogram().get(1)).isEqualTo(1);
        assertThat(tightness.histogram().get(19)).isEqualTo(1);
        assertThat(tightness.histogram().get(20)).isEqualTo(2);
        assertThat(Collections.frequency(tightness.histogram(), 0)).isEqualTo(17);
        assertThat(tightness.q95()).isEqualTo(Double.MAX_VALUE);
        assertThat(tightness.max()).isInfinite();
    }

    @Test
    void replicatesOfThreeTries() {
        assertThat(Replicates.of(LongStream.of(1, 5, 30).toArray())).isEqualTo(new Replicates(36, 5, 30));
        assertThat(Replicates.of()).isEqualTo(new Replicates(0, 0, 0));
    }
}
