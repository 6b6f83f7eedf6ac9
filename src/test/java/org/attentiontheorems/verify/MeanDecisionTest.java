package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongToDoubleFunction;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sequential test of {@code E X <= b}: corners, and what a look may decide. */
class MeanDecisionTest {
    private static final double LOG_VIOLATED = MeanTest.Levels.STANDARD.violated();
    private static final double LOG_HOLDS = MeanTest.Levels.STANDARD.holds();

    private record Nothing() {}

    private static Evidence constant(double x, double bound, Range range) {
        return new MeanTest("constant", bound, range, 0.1, 2048).decide(r -> Approx.direct(x));
    }

    private static void assertInvalid(double x, double err, double bound, Range range) {
        assertThatThrownBy(() -> new MeanTest("x", bound, range, 0.1, 64).decide(r -> new Approx(x, err, false)))
                .isInstanceOf(InvalidComputation.class);
    }

    @Test
    void theThresholdsAreTheLogarithmsOfTheLevels() {
        assertThat(LOG_VIOLATED).isEqualTo(40 * StrictMath.log(2), within(1e-13));
        assertThat(LOG_HOLDS).isEqualTo(20 * StrictMath.log(2), within(1e-13));
    }

    @Test
    void aBoundAtTheUpperEndHoldsWithoutLooking() {
        for (double bound : new double[] {1, 1.5, Double.POSITIVE_INFINITY}) {
            Evidence found = constant(0.5, bound, Range.between(0, 1));
            assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
            assertThat(found.vacuous()).isTrue();
            assertThat(found.replicates()).isZero();
            assertThat(found.alphaSpent()).isZero();
        }
    }

    @Test
    void anInfiniteBoundHoldsForEveryRange() {
        for (Range range : new Range[] {Range.above(0), Range.withVariance(0, 1), Range.between(0, 1)}) {
            assertThat(constant(0.5, Double.POSITIVE_INFINITY, range).vacuous()).isTrue();
        }
    }

    @Test
    void aBoundAtTheLowerEndIsDecidedExactlyOnSixteenReplicates() {
        for (Range range : new Range[] {Range.above(0), Range.withVariance(0, 1), Range.between(0, 1)}) {
            Evidence found = constant(0, 0, range);
            assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
            assertThat(found.basis()).isEqualTo(Basis.EXACT);
            assertThat(found.replicates()).isEqualTo(16);
            assertThat(found.alphaSpent()).isZero();
            assertThat(found.vacuous()).as("0 <= 0 shows nothing").isTrue();
        }
        assertThat(constant(-2, -2, Range.above(-2)).vacuous()).isFalse();
    }

    @Test
    void aBoundAtTheLowerEndIsViolatedByTheFirstReplicateAboveIt() {
        Evidence late =
                new MeanTest("late", 0, Range.between(0, 1), 0.1, 2048).decide(r -> Approx.direct(r == 16 ? 1e-9 : 0));
        assertThat(late.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(late.replicates()).isEqualTo(16);
        assertThat(constant(0.5, -1, Range.between(0, 1)).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(constant(0.5, -1, Range.between(0, 1)).replicates()).isEqualTo(1);
    }

    @Test
    void roundingAboveTheLowerEndIsNoViolation() {
        assertThat(constant(1e-17, 0, Range.above(0)).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(constant(-1e-17, 0, Range.above(0)).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(constant(3 * (1 + 1e-12), 3, Range.above(3)).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void anOpenReplicateAtTheLowerEndDoesNotHideALaterViolation() {
        Evidence open = new MeanTest("open", 0, Range.above(0), 0.1, 2048).decide(r -> Approx.within(1e-3, 1e-2));
        assertThat(open.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Evidence hidden = new MeanTest("hidden", 0, Range.above(0), 0.1, 2048)
                .decide(r -> r == 9 ? Approx.direct(0.5) : Approx.within(1e-3, 1e-2));
        assertThat(hidden.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(hidden.replicates()).isEqualTo(9);
    }

    /** All gamblers know what comes, so that the wealth is a power mean with a known end. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.3, 0.6, 0.9})
    void aConstantBelowTheBoundHoldsAsFastAsTheBestBet(double x) {
        double high = 10;
        double refuted = 1.1;
        Evidence found = constant(x, 1, Range.between(0, high));
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        double boldest = StrictMath.log1p(0.95 * (refuted - x) / (high - refuted));
        assertThat((double) found.replicates())
                .isBetween(Math.floor(LOG_HOLDS / boldest), Math.ceil((LOG_HOLDS + StrictMath.log(12)) / boldest));
        assertThat(found.alphaSpent()).isEqualTo(ErrorLedger.ALPHA_VIOLATED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 2, 4, 1e6, 1e300})
    void aConstantAboveTheBoundIsViolated(double x) {
        Evidence found = constant(x, 1, Range.above(0));
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.logWealthViolated()).isGreaterThanOrEqualTo(LOG_VIOLATED);
        double boldest = StrictMath.log1p(0.95 * (x - 1));
        assertThat((double) found.replicates())
                .isBetween(
                        Math.floor(LOG_VIOLATED / boldest), Math.ceil((LOG_VIOLATED + StrictMath.log(12)) / boldest));
    }

    @Test
    void aConstantAtTheBoundIsNeverViolatedHoweverLongOneLooks() {
        for (double x : new double[] {1, Math.nextUp(1.0), 1 + 1e-9}) {
            assertThat(constant(x, 1, Range.above(0)).verdict()).isNotEqualTo(Verdict.VIOLATED);
            assertThat(constant(x, 1, Range.between(0, 2)).verdict()).isEqualTo(Verdict.HOLDS);
        }
    }

    @Test
    void aConstantWithVarianceZeroIsDecided() {
        assertThat(constant(0.5, 1, Range.withVariance(0, 0)).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(constant(1, 1, Range.withVariance(0, 0)).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(constant(2, 1, Range.withVariance(0, 0)).verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(constant(5e-301, 1e-300, Range.withVariance(0, 0)).verdict()).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void ifBothWealthsCrossAtOneLookItIsViolated() {
        MeanTest.Levels low = new MeanTest.Levels(-1, -1);
        Evidence both = new MeanTest("both", 1, Range.between(0, 2), 0.1, 8, low).decide(r -> Approx.direct(1));
        assertThat(both.logWealthHolds()).isGreaterThan(-1);
        assertThat(both.verdict()).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void whatIsRefutedLiesBetweenTheBoundAndTheUpperEnd() {
        Evidence wide = constant(0, 1, Range.between(0, 1.02));
        double halfway = 1.01;
        double boldest = StrictMath.log1p(0.95 * halfway / (1.02 - halfway));
        assertThat((double) wide.replicates())
                .isLessThanOrEqualTo(Math.ceil((LOG_HOLDS + StrictMath.log(12)) / boldest));
        assertThat(constant(1.01, 1, Range.between(0, 1.02)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** The false claim gets X - err, the claim's certificate X + err. */
    @Test
    void numericalErrorsNeverHelpAVerdict() {
        assertThat(new MeanTest("x", 1, Range.between(0, 10), 0.1, 2048)
                        .decide(r -> Approx.within(2, 1))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(new MeanTest("x", 1, Range.between(0, 10), 0.1, 2048)
                        .decide(r -> Approx.within(0.5, 0.7))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(new MeanTest("x", 1, Range.withVariance(0, 0.1), 0.1, 2048)
                        .decide(r -> Approx.within(0.5, 0.7))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(new MeanTest("x", 1, Range.above(0), 0.1, 2048)
                        .decide(r -> Approx.within(0.5, 0.7))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(new MeanTest("x", 1, Range.between(0, 10), 0.1, 2048)
                        .decide(r -> Approx.within(4, 1))
                        .verdict())
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aReplicateOutsideItsRangeIsABug() {
        assertInvalid(1.1, 0, 0.5, Range.between(0, 1));
        assertInvalid(-0.1, 0, 0.5, Range.between(0, 1));
        assertInvalid(-0.1, 0, 0.5, Range.above(0));
        assertInvalid(-0.1, 0, 0.5, Range.withVariance(0, 1));
        assertInvalid(-0.1, 0.05, 0.5, Range.above(0));
        assertInvalid(-5, 0, 0, Range.above(0));
        assertThat(new MeanTest("x", 0.5, Range.between(0, 1), 0.1, 64)
                        .decide(r -> Approx.within(-0.1, 0.1))
                        .verdict())
                .isNotEqualTo(Verdict.VIOLATED);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aReplicateThatIsNoNumberIsABug(double x) {
        assertInvalid(x, 0, 0.5, Range.above(0));
        assertInvalid(x, 0, 0, Range.above(0));
        assertInvalid(0.1, x, 0.5, Range.above(0));
    }

    @Test
    void aBoundOrARangeThatIsNoNumberIsABug() {
        assertInvalid(0.5, 0, Double.NaN, Range.above(0));
        assertInvalid(0.5, 0, Double.NEGATIVE_INFINITY, Range.above(0));
        for (double end : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> Range.above(end)).isInstanceOf(InvalidComputation.class);
            assertThatThrownBy(() -> Range.between(end, 1)).isInstanceOf(InvalidComputation.class);
            assertThatThrownBy(() -> Range.between(0, end)).isInstanceOf(InvalidComputation.class);
            assertThatThrownBy(() -> Range.withVariance(end, 1)).isInstanceOf(InvalidComputation.class);
            assertThatThrownBy(() -> Range.withVariance(0, end)).isInstanceOf(InvalidComputation.class);
        }
        assertThatThrownBy(() -> Range.between(1, 0)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> Range.withVariance(0, -1)).isInstanceOf(InvalidComputation.class);
        assertThat(constant(1, 1, Range.between(1, 1)).vacuous()).isTrue();
    }

    @Test
    void aTinyBoundUnderAHugeReplicateIsViolatedAtOnce() {
        Evidence found = constant(1e10, 1e-300, Range.above(0));
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.replicates()).isEqualTo(1);
    }

    /** Without an upper end or a variance, HOLDS is a matter of the normal limit, at 256, 512, 1024, … replicates only. */
    @Test
    void aLowerEndAloneGivesAsymptoticHolds() {
        RandomField random = RandomField.of(1, "lower-only", 0);
        double[] x = Law.CHI_SQUARE_8.sample(random, 0, 4096);
        Evidence clear = new MeanTest("x", 2, Range.above(0), 0.1, 4096).decide(r -> Approx.direct(x[(int) r - 1]));
        assertThat(clear.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(clear.basis()).isEqualTo(Basis.ASYMPTOTIC);
        assertThat(clear.replicates()).isEqualTo(256);
        assertThat(clear.alphaSpent()).isEqualTo(ErrorLedger.ALPHA_VIOLATED);
        Evidence close = new MeanTest("x", 1, Range.above(0), 0.1, 4096).decide(r -> Approx.direct(x[(int) r - 1]));
        assertThat(close.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(close.replicates()).isIn(512L, 1024L, 2048L);
        assertThat(close.measured() + 5 * close.err()).isLessThanOrEqualTo(1.1);
        Evidence early = new MeanTest("x", 2, Range.above(0), 0.1, 255).decide(r -> Approx.direct(x[(int) r - 1]));
        assertThat(early.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void theMeanAndItsStandardErrorAreThoseOfTheReplicates() {
        Evidence found = new MeanTest("x", 3, Range.between(0, 5), 0.1, 4)
                .decide(r -> Approx.direct(new double[] {2, 0.5, 3, 1}[(int) r - 1]));
        assertThat(found.measured()).isEqualTo(1.625, within(1e-15));
        assertThat(found.err()).isEqualTo(Math.sqrt(3.6875 / 3 / 4), within(1e-15));
        assertThat(found.bound()).isEqualTo(3);
    }

    @Test
    void replicatesAreReadFromTheFieldsOfTheirNumbers() {
        Mean<Nothing> claim = Claim.<Nothing>mean("u", (x, random) -> Approx.direct(random.uniform("u", 0, 0)))
                .atMost(x -> 0.9)
                .in(x -> Range.between(0, 1))
                .replicates(3);
        Context context = Context.of(1, "any", 2);
        double mean = 0;
        for (int r = 1; r <= 3; r++) {
            mean += context.random().replicate(r).uniform("u", 0, 0) / 3;
        }
        assertThat(claim.check(new Nothing(), context).measured()).isEqualTo(mean, within(1e-15));
        assertThat(claim.check(new Nothing(), context)).isEqualTo(claim.check(new Nothing(), context));
    }

    @Test
    void aLowerBoundIsAnUpperBoundOfTheNegative() {
        Mean<Nothing> atLeast = Claim.<Nothing>mean("x", (x, random) -> Approx.direct(1.5))
                .atLeast(x -> 1, x -> new Range.Bounded(0, 2));
        Evidence found = atLeast.check(new Nothing(), Context.of(1, "any", 2));
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.measured()).isEqualTo(-1.5);
        assertThat(found.bound()).isEqualTo(-1);
        assertThat(found.tightness()).isEqualTo(1 / 1.5, within(1e-15));
        Mean<Nothing> tooMuch = Claim.<Nothing>mean("x", (x, random) -> Approx.direct(0.5))
                .atLeast(x -> 1, x -> new Range.Bounded(0, 2));
        assertThat(tooMuch.check(new Nothing(), Context.of(1, "any", 2)).verdict())
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aClaimWithoutMarginOrBudgetIsRefused() {
        Mean<Nothing> claim =
                Claim.<Nothing>mean("x", (x, random) -> Approx.direct(0.5)).atMost(x -> 1);
        assertThatThrownBy(() -> claim.within(0)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> claim.within(Double.NaN)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> claim.replicates(0)).isInstanceOf(InvalidInstance.class);
    }

    /** What is refuted begins at 1.1; the mean 1.05 may be off by 0.03 on average, but not by 0.06. */
    @Test
    void theNormalLimitCountsTheAverageNumericalError() {
        assertThat(withErrors(r -> 0.06 * (r % 2)).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(withErrors(r -> 0.06).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static Evidence withErrors(LongToDoubleFunction err) {
        return new MeanTest("x", 1, Range.above(0), 0.1, 256)
                .decide(r -> new Approx(1.05, err.applyAsDouble(r), false));
    }
}
