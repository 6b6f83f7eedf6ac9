package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Quantities that never increase. */
class MonotoneTest {
    private record Nothing() {}

    private static Monotone<Nothing> claim(Approx... values) {
        List<Trajectory.Point> points = new ArrayList<>();
        for (int k = 0; k < values.length; k++) {
            points.add(new Trajectory.Point(k, values[k]));
        }
        return Claim.monotone("monotone", (x, effort) -> points);
    }

    private static Evidence check(Claim<Nothing> claim) {
        return claim.check(new Nothing(), Context.of(1, "monotone", 1));
    }

    private static Approx[] direct(double... values) {
        Approx[] all = new Approx[values.length];
        for (int k = 0; k < values.length; k++) {
            all[k] = Approx.direct(values[k]);
        }
        return all;
    }

    @Test
    void theLargestIncreaseIsHeldAgainstZero() {
        Evidence found = check(claim(direct(3, 2, 1.5, 1.4)));
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.measured()).isEqualTo(-0.1, within(1e-15));
        assertThat(found.series()).hasSize(4);
        Evidence increasing = check(claim(direct(3, 2, 2.5, 1)));
        assertThat(increasing.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(increasing.measured()).isEqualTo(0.5);
    }

    @Test
    void aCurveBesideIsShownButNotJudged() {
        List<Trajectory.Point> curve =
                List.of(new Trajectory.Point(0, Approx.direct(-7)), new Trajectory.Point(1, Approx.direct(7)));
        Evidence found = check(claim(direct(3, 2)).beside((x, effort) -> curve));
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.series()).extracting(SizePoint::bound).containsExactly(-7.0, 7.0);
        assertThat(check(claim(direct(3, 2))).series())
                .extracting(SizePoint::bound)
                .containsOnly(Double.POSITIVE_INFINITY);
    }

    @Test
    void aConstantIsMonotoneAndNotVacuous() {
        assertThat(check(claim(direct(1, 1, 1))).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(check(claim(direct(1, 1, 1))).vacuous()).isFalse();
    }

    @Test
    void roundingOnAPlateauNeedsItsSlack() {
        Monotone<Nothing> plateau = claim(direct(1, Math.nextUp(1.0), 0.5));
        assertThat(check(plateau).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(check(plateau.absFloor(1e-14)).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(check(claim(direct(1, 1 + 1e-13, 0.5)).absFloor(1e-14)).verdict())
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void theErrorIsThatOfTheDifferences() {
        Approx start = Approx.direct(3);
        assertThat(check(claim(start, Approx.within(2, 0.1), Approx.within(2.05, 0.1)))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(check(claim(start, Approx.within(2, 0.1), Approx.within(2.2, 0.1)))
                        .verdict())
                .isEqualTo(Verdict.VIOLATED);
        assertThat(check(claim(start, Approx.within(2.9, 0.2), Approx.within(1, 0)))
                        .verdict())
                .as("the largest error counts")
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(check(claim(start, Approx.within(2, 0.1), Approx.within(1.8, 0.1)))
                        .verdict())
                .isEqualTo(Verdict.HOLDS);
    }

    @Test
    void anOpenTrajectoryIsRefined() {
        Trajectory<Nothing> refining = (x, effort) -> List.of(
                new Trajectory.Point(0, Approx.direct(1)),
                new Trajectory.Point(1, Approx.within(0.99, effort == 0 ? 0.1 : 1e-3)));
        assertThat(check(Claim.monotone("monotone", refining)).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void whatIsNoSequenceIsABug() {
        assertThatThrownBy(() -> check(claim(direct(1)))).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> check(claim(direct(1, Double.NaN)))).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> check(claim(direct(Double.POSITIVE_INFINITY, 1))))
                .isInstanceOf(InvalidComputation.class);
    }
}
