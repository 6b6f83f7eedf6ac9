package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deterministic inequalities and identities. */
class ExactDecisionTest {
    private record Nothing() {}

    private static Evidence bound(Measure<Nothing> measured, double bound, double absFloor) {
        return Claim.<Nothing>bound("m", measured)
                .atMost(x -> bound)
                .absFloor(absFloor)
                .check(new Nothing(), Context.of(1, "exact", 1));
    }

    private static Evidence direct(double measured, double bound) {
        return bound(Measure.direct(x -> measured), bound, 0);
    }

    /** A certified value under an exact bound: the whole error is that of the value. */
    private static Evidence certified(double measured, double err, double bound) {
        return Claim.<Nothing>bound("m", (Nothing x, int effort) -> Approx.within(measured, err))
                .atMost((Nothing x, int effort) -> Approx.within(bound, 0))
                .check(new Nothing(), Context.of(1, "exact", 1));
    }

    private static Evidence identity(double measured, double reference, double absFloor) {
        return Claim.<Nothing>identity("m", x -> measured, x -> reference)
                .absFloor(absFloor)
                .check(new Nothing(), Context.of(1, "exact", 1));
    }

    private static Evidence identity(Approx measured, Approx reference) {
        return Claim.<Nothing>identity("m", (x, effort) -> measured, (x, effort) -> reference)
                .check(new Nothing(), Context.of(1, "exact", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, HOLDS, false",
        "2, 1, VIOLATED, false",
        "1, 1, HOLDS, true",
        "1.0000000009, 1, HOLDS, true",
        "1.000000002, 1, VIOLATED, false",
        "0.999999998, 1, HOLDS, false",
        "-2, -1, HOLDS, false",
        "-1, -2, VIOLATED, false",
        "-1e308, 1e308, HOLDS, false",
        "1e308, -1e308, VIOLATED, false",
        "1e-300, 0, VIOLATED, false",
        "-1e-300, 0, HOLDS, false",
    })
    void aDirectValueHasARelativeSlackOfOneInABillion(double measured, double bound, Verdict verdict, boolean tie) {
        Evidence found = direct(measured, bound);
        assertThat(found.verdict()).isEqualTo(verdict);
        assertThat(found.tie()).isEqualTo(tie);
        assertThat(found.basis()).isEqualTo(Basis.EXACT);
        assertThat(found.alphaSpent()).isZero();
        assertThat(found.replicates()).isZero();
    }

    @Test
    void theAbsoluteFloorIsSlackWhereBothSidesVanish() {
        assertThat(bound(Measure.direct(x -> 1e-15), 0, 1e-14).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(bound(Measure.direct(x -> 1e-15), 0, 1e-14).vacuous()).isTrue();
        assertThat(bound(Measure.direct(x -> 2e-14), 0, 1e-14).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(bound(Measure.direct(x -> 1), 1, 1e-14).vacuous()).isFalse();
        assertThat(direct(0, 0).vacuous()).isTrue();
        assertThat(direct(0, 0).tie()).isTrue();
        assertThat(direct(0, 1).vacuous()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1e-12, 1, HOLDS, true",
        "1.0000000000009, 1e-12, 1, HOLDS, true",
        "1.000000000002, 1e-12, 1, VIOLATED, false",
        "0.999999999998, 1e-12, 1, HOLDS, false",
    })
    void aCertifiedValueSeesWhatItsErrorAllows(
            double measured, double err, double bound, Verdict verdict, boolean tie) {
        assertThat(certified(measured, err, bound).verdict()).isEqualTo(verdict);
        assertThat(certified(measured, err, bound).tie()).isEqualTo(tie);
        assertThat(certified(measured, err, bound).err()).isEqualTo(err);
    }

    /** Above the cap an error must not help: only what is visible beyond it counts. */
    @ParameterizedTest
    @CsvSource({
        "1.2, 0.1, 1, VIOLATED",
        "1.05, 0.1, 1, INCONCLUSIVE",
        "0.95, 0.1, 1, INCONCLUSIVE",
        "0.85, 0.1, 1, HOLDS",
        "0, 1e-9, 0, INCONCLUSIVE",
    })
    void aCoarseValueDecidesOnlyWhatIsVisible(double measured, double err, double bound, Verdict verdict) {
        assertThat(certified(measured, err, bound).verdict()).isEqualTo(verdict);
    }

    @Test
    void aCoarseValueIsComputedAgainTwiceWithMoreEffort() {
        List<Integer> efforts = new ArrayList<>();
        Measure<Nothing> refining = (x, effort) -> {
            efforts.add(effort);
            return Approx.within(1, effort == 0 ? 0.1 : 1e-10);
        };
        assertThat(bound(refining, 1.05, 0).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(efforts).containsExactly(0, 1);
        efforts.clear();
        Measure<Nothing> stubborn = (x, effort) -> {
            efforts.add(effort);
            return Approx.within(1, 0.1);
        };
        assertThat(bound(stubborn, 1.05, 0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(efforts).containsExactly(0, 1, 2);
    }

    @Test
    void theLastEffortDecides() {
        Measure<Nothing> better = (x, effort) -> effort < 2 ? Approx.within(1.5, 1) : Approx.within(1.001, 1e-5);
        assertThat(bound(better, 1, 0).verdict()).isEqualTo(Verdict.VIOLATED);
        Measure<Nothing> coarse = (x, effort) -> effort < 2 ? Approx.within(5, 1) : Approx.within(0.5, 0.1);
        assertThat(bound(coarse, 1, 0).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(bound(coarse, 1, 0).err()).isEqualTo(0.1);
    }

    @Test
    void aBoundWithAnErrorIsRefinedAlongside() {
        Claim<Nothing> claim = Claim.<Nothing>bound("m", x -> 1.05)
                .atMost((Nothing x, int effort) -> Approx.within(1, effort < 2 ? 0.2 : 1e-12));
        Evidence found = claim.check(new Nothing(), Context.of(1, "exact", 1));
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.err()).isEqualTo(1e-9 * 1.05);
    }

    @Test
    void bothErrorsAdd() {
        Claim<Nothing> claim = Claim.<Nothing>bound("m", (Nothing x, int effort) -> Approx.within(1.5, 0.3))
                .atMost((Nothing x, int effort) -> Approx.within(1, 0.3));
        Evidence found = claim.check(new Nothing(), Context.of(1, "exact", 1));
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(found.err()).isEqualTo(0.6);
    }

    @Test
    void aLowerBoundExchangesTheSides() {
        Claim<Nothing> claim = Claim.<Nothing>bound("m", x -> 3).atLeast(x -> 2);
        Evidence found = claim.check(new Nothing(), Context.of(1, "exact", 1));
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.measured()).isEqualTo(2);
        assertThat(found.bound()).isEqualTo(3);
        Claim<Nothing> tooMuch = Claim.<Nothing>bound("m", x -> 3).atLeast(x -> 4);
        assertThat(tooMuch.check(new Nothing(), Context.of(1, "exact", 1)).verdict())
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void anInfiniteBoundHoldsVacuously() {
        Evidence found = direct(1, Double.POSITIVE_INFINITY);
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.vacuous()).isTrue();
        assertThat(found.tightness()).isZero();
        assertThatThrownBy(() -> direct(Double.NaN, Double.POSITIVE_INFINITY)).isInstanceOf(InvalidComputation.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberGivesNoVerdict(double x) {
        assertThatThrownBy(() -> direct(x, 1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> certified(1, x, 2)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> bound(Measure.direct(i -> 1), 2, x)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> identity(x, 1, 0)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> identity(1, x, 0)).isInstanceOf(InvalidComputation.class);
        if (x != Double.POSITIVE_INFINITY) {
            assertThatThrownBy(() -> direct(1, x)).isInstanceOf(InvalidComputation.class);
        }
    }

    @Test
    void aNegativeErrorOrSlackIsABug() {
        assertThatThrownBy(() -> certified(1, -1e-12, 2)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> bound(Measure.direct(i -> 1), 2, -1e-14)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> identity(Approx.within(1, 1e308), Approx.within(1, 1e308)))
                .as("an error that overflows")
                .isInstanceOf(InvalidComputation.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, HOLDS",
        "1, 1.0000000009, HOLDS",
        "1.0000000009, 1, HOLDS",
        "1, 1.000000002, VIOLATED",
        "1.000000002, 1, VIOLATED",
        "-1, 1, VIOLATED",
        "1, -1, VIOLATED",
        "0, 1e-300, VIOLATED",
        "0, 0, HOLDS",
    })
    void anIdentityIsCheckedToNineDigitsOnBothSides(double measured, double reference, Verdict verdict) {
        assertThat(identity(measured, reference, 0).verdict()).isEqualTo(verdict);
        assertThat(identity(measured, reference, 0).tie()).isFalse();
    }

    @Test
    void anIdentityHasItsAbsoluteFloorAsWell() {
        assertThat(identity(1e-15, 0, 1e-14).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(identity(0, 2e-14, 1e-14).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    /** A coarse identity can be seen to fail, never to hold. */
    @Test
    void aCoarseIdentityIsAtBestOpen() {
        assertThat(identity(Approx.within(1, 1e-3), Approx.within(1, 0)).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(identity(Approx.within(1, 1e-3), Approx.within(1.1, 0)).verdict())
                .isEqualTo(Verdict.VIOLATED);
        assertThat(identity(Approx.within(1.1, 1e-3), Approx.within(1, 0)).verdict())
                .isEqualTo(Verdict.VIOLATED);
        assertThat(identity(Approx.within(1, 1e-12), Approx.within(1, 1e-12)).verdict())
                .isEqualTo(Verdict.HOLDS);
    }
}
