package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exponential decay, with a constant and without. */
class DecayTest {
    private record Nothing() {}

    private static Trajectory<Nothing> trajectory(
            double step, int points, DoubleUnaryOperator x, DoubleUnaryOperator err) {
        return (instance, effort) -> {
            List<Trajectory.Point> along = new ArrayList<>();
            for (int k = 0; k < points; k++) {
                double t = k * step;
                along.add(new Trajectory.Point(t, Approx.within(x.applyAsDouble(t), err.applyAsDouble(t))));
            }
            return along;
        };
    }

    private static Trajectory<Nothing> exact(DoubleUnaryOperator x) {
        return trajectory(0.5, 21, x, t -> 0);
    }

    private static Evidence decay(Trajectory<Nothing> x, double rate, double constant) {
        return Claim.<Nothing>decay("decay", x)
                .atRate(i -> rate, i -> constant)
                .check(new Nothing(), Context.of(1, "decay", 1));
    }

    private static Evidence decay(Trajectory<Nothing> x, double rate) {
        return Claim.<Nothing>decay("decay", x).atRate(i -> rate).check(new Nothing(), Context.of(1, "decay", 1));
    }

    private static double exp(double x) {
        return StrictMath.exp(x);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, HOLDS",
        "0.9, 1, HOLDS",
        "1.01, 1, VIOLATED",
        "1.01, 1.06, VIOLATED",
        "1.01, 1.11, HOLDS",
        "1, 0.99, VIOLATED",
        "0, 1, HOLDS",
        "-1, 1, HOLDS",
    })
    void theLargestRatioIsHeldAgainstOne(double rate, double constant, Verdict verdict) {
        assertThat(decay(exact(t -> 3 * exp(-t)), rate, constant).verdict()).isEqualTo(verdict);
    }

    @Test
    void theEvidenceShowsTheRatioAndTheTable() {
        Evidence found = decay(exact(t -> 3 * exp(-t)), 0.9, 2);
        assertThat(found.measured()).as("at time 0").isEqualTo(0.5);
        assertThat(found.bound()).isEqualTo(1);
        assertThat(found.series()).hasSize(21);
        SizePoint last = found.series().get(20);
        assertThat(last.n()).isEqualTo(10);
        assertThat(last.measured()).isEqualTo(3 * exp(-10));
        assertThat(last.bound()).isEqualTo(6 * exp(-9), within(1e-15));
    }

    @Test
    void pointsBelowAHundredErrorsEndTheGrid() {
        Trajectory<Nothing> floor = trajectory(0.5, 41, t -> exp(-t) + 1e-6, t -> 1e-6);
        Evidence found = decay(floor, 1, 1.01);
        assertThat(found.series()).hasSize((int) (-StrictMath.log(1e-4) / 0.5) + 1);
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decay(floor, 1, 1.03).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(decay(floor, 1.5, 1.03).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void theErrorCoversEveryPointAndTheStart() {
        DoubleUnaryOperator ratio = t -> t == 0 ? 0.5 : t == 0.5 ? 0.9 : 0.899;
        Trajectory<Nothing> x = trajectory(0.5, 3, t -> ratio.applyAsDouble(t), t -> t == 1 ? 0.008 : 0);
        Evidence found = decay(x, 0, 2);
        assertThat(found.measured()).isEqualTo(0.9);
        assertThat(found.err()).as("the last point may be the largest").isEqualTo(0.007, within(1e-12));
        Trajectory<Nothing> start = trajectory(1, 2, t -> t == 0 ? 1 : 2, t -> t == 0 ? 0.01 : 0);
        assertThat(decay(start, -StrictMath.log(2.01), 1).verdict())
                .as("2 / 0.99 is more than 2.01")
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(decay(start, -StrictMath.log(2.03), 1).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(decay(start, -StrictMath.log(1.97), 1).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aViolationAtAPrecisePointIsNotHiddenByACoarseOne() {
        Trajectory<Nothing> x = trajectory(0.5, 3, t -> t == 0.5 ? 1.001 : 0.5, t -> t == 1 ? 0.004 : 0);
        assertThat(decay(x, 0, 1).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aCoarseTrajectoryIsRefined() {
        Trajectory<Nothing> refining = (instance, effort) -> trajectory(
                        0.5, 11, t -> exp(-t), t -> effort == 0 ? 1e-3 * exp(-t) : 1e-13 * exp(-t))
                .at(instance, effort);
        assertThat(decay(refining, 1, 1.0001).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(decay(refining, 1, 0.9999).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aControlThatClaimsAnAbsurdRateIsViolatedAndNotABug() {
        assertThat(decay(exact(t -> exp(-t)), 1e4, 1).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(decay(exact(t -> exp(-t)), 1, 0).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aRateOrAConstantThatIsNoNumberIsABug() {
        assertThatThrownBy(() -> decay(exact(t -> 1), Double.NaN, 1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> decay(exact(t -> 1), 1, Double.NaN)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> decay(exact(t -> 1), 1, -1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> decay(exact(t -> Double.NaN), 1, 1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> decay(exact(t -> -1), 1, 1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> decay((instance, effort) -> List.of(), 1, 1)).isInstanceOf(InvalidComputation.class);
    }

    @Test
    void aStartAtZeroMustStayThere() {
        assertThat(decay(exact(t -> 0), 1, 1).vacuous()).isTrue();
        assertThat(decay(exact(t -> t == 0 ? 0 : 1e-17), 1, 1).vacuous()).isTrue();
        Evidence grown = decay(exact(t -> t), 1, 1);
        assertThat(grown.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(grown.vacuous()).isFalse();
        assertThat(decay(exact(t -> t), 1).verdict()).isEqualTo(Verdict.VIOLATED);
        Trajectory<Nothing> unresolved = trajectory(0.5, 9, t -> 1e-9 * exp(-0.1 * t), t -> 1e-9);
        assertThat(decay(unresolved, 1, 1).vacuous()).isTrue();
    }

    /** The rule's blur is relative to the rate: decay is seen in any unit of time. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.01, 0.2, 1, 50})
    void aRateAloneIsReadFromTheSlopes(double rate) {
        Trajectory<Nothing> x = trajectory(0.5 / rate, 21, t -> 7 * exp(-rate * t), t -> 0);
        Evidence found = decay(x, rate);
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.measured()).isEqualTo(-rate, within(1e-9 * rate));
        assertThat(found.bound()).isEqualTo(-0.9 * rate, within(1e-15 * rate));
        assertThat(found.fit().orElseThrow().claimed()).isEqualTo(-rate);
        assertThat(decay(x, 1.05 * rate).verdict())
                .as("within the tolerance of a tenth")
                .isEqualTo(Verdict.HOLDS);
        assertThat(decay(x, 1.2 * rate).verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aSlowTailIsSeenBehindAFastStart() {
        assertThat(decay(exact(t -> exp(-2 * t) + 0.1 * exp(-0.5 * t)), 2).verdict())
                .isEqualTo(Verdict.VIOLATED);
        assertThat(decay(exact(t -> exp(-2 * t) + 0.1 * exp(-0.5 * t)), 0.4).verdict())
                .isEqualTo(Verdict.HOLDS);
    }

    @Test
    void fourPointsInTheLastHalfAreNeeded() {
        assertThat(decay(trajectory(0.5, 7, t -> exp(-t), t -> 0), 1).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(decay(trajectory(0.5, 6, t -> exp(-t), t -> 0), 1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** {@code 1.002 · (0.001 / 0.98 + 0.001) / (1 - 0.001)} at the second point. */
    @Test
    void theErrorIsThatOfAQuotient() {
        double[] x = {1, 1.002 * exp(-1)};
        double[] err = {0.001, 0.001 * 1.002 * exp(-1) / 0.98};
        Evidence found = decay(trajectory(1, 2, t -> x[(int) t], t -> err[(int) t]), 1, 1);
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(found.measured()).isCloseTo(1.002, within(1e-14));
        assertThat(found.err()).isCloseTo(1.002 * (0.001 / 0.98 + 0.001) / 0.999, within(1e-14));
    }

    /** Multiplied out: {@code X(1) - e^-1 X(0)}, against the largest error of all differences, 2e-5 at the start. */
    @ParameterizedTest
    @CsvSource({"3e-5, VIOLATED", "2.4e-5, VIOLATED", "2.3e-5, HOLDS", "0, HOLDS"})
    void anUnresolvedStartIsNotDividedBy(double end, Verdict verdict) {
        double[] x = {1e-5, end};
        double[] err = {1e-5, 1e-6};
        Evidence found = decay(trajectory(1, 2, t -> x[(int) t], t -> err[(int) t]), 1, 1);
        assertThat(found.verdict()).isEqualTo(verdict);
        assertThat(found.vacuous()).isEqualTo(verdict == Verdict.HOLDS);
        if (verdict == Verdict.VIOLATED) {
            assertThat(found.measured()).isCloseTo(end - exp(-1) * 1e-5, within(1e-20));
            assertThat(found.err()).isEqualTo(2e-5);
        }
    }

    @Test
    void aStartMayBeNegativeByItsErrorOnly() {
        assertThat(decay(trajectory(1, 2, t -> -1e-6, t -> 1.1e-6), 1, 1).verdict())
                .isEqualTo(Verdict.HOLDS);
        assertThatThrownBy(() -> decay(trajectory(1, 2, t -> -1e-6, t -> 0.9e-6), 1, 1))
                .isInstanceOf(InvalidComputation.class)
                .hasMessageContaining("below 0");
    }

    @Test
    void aRateAloneShowsItsInterval() {
        Evidence found = decay(trajectory(0.5, 21, t -> exp(-t) * (1 + exp(-t)), t -> 1e-6 * exp(-t)), 1);
        double halfWidth = found.err();
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(halfWidth).isBetween(1e-6, 0.1);
        assertThat(found.fit().orElseThrow().slopeSe()).isEqualTo(halfWidth);
        assertThat(found.series().get(0).bound()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void eachKindOfClaimHasItsWord() {
        assertThat(Claim.<Nothing>decay("decay", exact(t -> 1))
                        .atRate(i -> 1, i -> 1)
                        .kind())
                .isEqualTo("decay");
    }
}
