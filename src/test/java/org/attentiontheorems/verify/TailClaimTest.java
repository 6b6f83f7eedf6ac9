package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The claim {@code P(X > b) <= delta}. */
class TailClaimTest {
    private record Nothing() {}

    private static Evidence tail(Approx x, double bound, double delta) {
        return Claim.<Nothing>tail("x", (i, random) -> x)
                .above(i -> bound, delta)
                .check(new Nothing(), Context.of(1, "tail", 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 2.0 / 3, 0.9, 1, Double.NaN, Double.POSITIVE_INFINITY})
    void deltasThatNeedAnotherKindOfClaimAreRefused(double delta) {
        assertThatThrownBy(() -> tail(Approx.direct(0), 1, delta))
                .isInstanceOf(InvalidInstance.class)
                .hasMessageStartingWith("delta: must lie between 0 and 2/3");
    }

    @Test
    void theLargestDeltaBelowTwoThirdsIsDecidable() {
        assertThat(tail(Approx.direct(0), 1, 0.66).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(tail(Approx.direct(2), 1, 0.66).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    /** The numbers of replicates of the mixture, and of the best single bet below them. */
    @ParameterizedTest
    @CsvSource({"0.2, 48, 20", "0.1, 106, 14", "0.05, 221, 11", "0.01, 1139, 7"})
    void extremeSamplesAreDecidedAfterAKnownNumberOfReplicates(double delta, long none, long all) {
        Evidence never = tail(Approx.direct(0), 1, delta);
        assertThat(never.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(never.replicates()).isEqualTo(none);
        assertThat(never.measured()).isZero();
        assertThat(never.bound()).isEqualTo(delta);
        Evidence always = tail(Approx.direct(2), 1, delta);
        assertThat(always.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(always.replicates()).isEqualTo(all);
        assertThat(always.alphaSpent()).isEqualTo(ErrorLedger.ALPHA_VIOLATED);
    }

    @Test
    void theBudgetIsTwoHundredOverDelta() {
        Claim<Nothing> alternating = Claim.<Nothing>tail("x", (i, random) -> Approx.direct(random.uniform("u", 0, 0)))
                .above(i -> 0.88, 0.1);
        Evidence found = alternating.check(new Nothing(), Context.of(1, "tail", 3));
        assertThat(found.replicates()).isLessThanOrEqualTo(2000);
        assertThat(found.measured()).isEqualTo(0.12, within(0.04));
        if (found.verdict() == Verdict.INCONCLUSIVE) {
            assertThat(found.replicates()).isEqualTo(2000);
        }
    }

    @Test
    void theLimitForDisplayIsClopperPearson() {
        assertThat(Tail.upperLimit(3, 100)).isEqualTo(0.1242218288, within(1e-9));
        assertThat(Tail.upperLimit(5, 5)).isEqualTo(1);
        assertThat(Tail.upperLimit(0, 106)).isEqualTo(1 - StrictMath.pow(0.001, 1.0 / 106), within(1e-9));
        Evidence never = tail(Approx.direct(0), 1, 0.1);
        assertThat(never.measured() + never.err()).isEqualTo(Tail.upperLimit(0, 106));
    }

    /** Where the error leaves the indicator open, it counts for neither side. */
    @Test
    void anOpenIndicatorDecidesNothing() {
        assertThat(tail(Approx.within(1, 0.1), 1.05, 0.1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(tail(Approx.within(1, 0.1), 0.95, 0.1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(tail(Approx.within(1, 0.1), 1.2, 0.1).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(tail(Approx.within(1, 0.1), 0.8, 0.1).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void anAtomAtTheBoundIsNotDecidedByItsLastBit() {
        assertThat(tail(Approx.direct(Math.nextUp(0.3)), 0.3, 0.1).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(tail(Approx.direct(Math.nextDown(0.3)), 0.3, 0.1).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(tail(Approx.direct(0.3 + 1e-8), 0.3, 0.1).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(tail(Approx.direct(0), 0, 0.1).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(tail(Approx.direct(1e-12), 0, 0.1).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void anInfiniteBoundIsVacuousAndANanIsABug() {
        Evidence infinite = tail(Approx.direct(1), Double.POSITIVE_INFINITY, 0.1);
        assertThat(infinite.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(infinite.vacuous()).isTrue();
        assertThat(infinite.alphaSpent()).isZero();
        for (double bound : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> tail(Approx.direct(1), bound, 0.1)).isInstanceOf(InvalidComputation.class);
        }
        assertThatThrownBy(() -> tail(Approx.direct(Double.NaN), 1, 0.1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> tail(Approx.within(1, Double.NaN), 1, 0.1)).isInstanceOf(InvalidComputation.class);
    }
}
