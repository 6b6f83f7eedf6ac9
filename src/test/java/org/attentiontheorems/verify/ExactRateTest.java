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
import org.junit.jupiter.params.provider.EnumSource;

/** Rates of deterministic numbers. */
class ExactRateTest {
    private record Nothing() {}

    private enum Curve {
        ONE_OVER_N(n -> 1 / n),
        WITH_ROOT_CORRECTION(n -> (1 + 4 / Math.sqrt(n)) / n),
        WITH_CORRECTION(n -> (1 + 20 / n) / n),
        SLOW_START(n -> 1 / (n + 20)),
        LOG_N_OVER_N(n -> StrictMath.log(n) / n),
        ONE_OVER_ROOT_N(n -> 1 / Math.sqrt(n)),
        ROOT_AFTER_A_FAST_START(n -> 1 / Math.sqrt(n) + 5 / n),
        ROOT_AFTER_A_LONG_FAST_START(n -> 1 / Math.sqrt(n) + 50 / n),
        FLOOR(n -> 1 / n + 0.01),
        LOW_FLOOR(n -> 1 / n + 0.001),
        INVISIBLE_FLOOR(n -> 1 / n + 1e-4),
        ALTERNATING(n -> (1 + 0.3 * (Math.rint(StrictMath.log(n) / StrictMath.log(2)) % 2 == 0 ? 1 : -1)) / n);

        final DoubleUnaryOperator value;

        Curve(DoubleUnaryOperator value) {
            this.value = value;
        }
    }

    private static int[] octaves(int points) {
        int[] grid = new int[points];
        for (int k = 0; k < points; k++) {
            grid[k] = 16 << k;
        }
        return grid;
    }

    private static ExactRate<Nothing> claim(DoubleUnaryOperator value, int points) {
        return Claim.<Nothing>exactRate("rate", SizedMeasure.direct((x, n) -> value.applyAsDouble(n)))
                .fallsLike(1, 0.25, octaves(points));
    }

    private static Evidence check(Claim<Nothing> claim) {
        return claim.check(new Nothing(), Context.of(1, "exact-rate", 1));
    }

    private static List<SlopeRule.Point> points(double... values) {
        List<SlopeRule.Point> points = new ArrayList<>();
        for (int k = 0; k < values.length; k++) {
            points.add(new SlopeRule.Point(k * StrictMath.log(2), values[k], 0));
        }
        return points;
    }

    /** Values with the given slopes between octaves. */
    private static List<SlopeRule.Point> withSlopes(double... slopes) {
        double[] values = new double[slopes.length + 1];
        values[0] = 1;
        for (int k = 0; k < slopes.length; k++) {
            values[k + 1] = values[k] * StrictMath.pow(2, slopes[k]);
        }
        return points(values);
    }

    @Test
    void theRuleIsKnownOnAFloor() {
        List<SlopeRule.Point> points = new ArrayList<>();
        for (int n : octaves(6)) {
            points.add(new SlopeRule.Point(StrictMath.log(n), 1.0 / n + 0.01, 0));
        }
        SlopeRule rule = SlopeRule.of(points);
        assertThat(rule.last()[0]).isEqualTo(-0.5246619905, within(1e-10));
        assertThat(rule.last()[1]).isEqualTo(-0.3571565832, within(1e-10));
        assertThat(rule.last()[2]).isEqualTo(-0.2183455883, within(1e-10));
        assertThat(rule.ratio()).isEqualTo(0.8286956057, within(1e-9));
        assertThat(rule.limit()).isEqualTo(0.453161187683, within(1e-9));
        assertThat(rule.low()).isEqualTo(-0.2183455883 - 0.02, within(1e-10));
        assertThat(rule.high()).isEqualTo(0.453161187683 + 0.02, within(1e-9));
        assertThat(rule.against(-0.75)).isEqualTo(Verdict.VIOLATED);
    }

    @ParameterizedTest
    @CsvSource({
        "ONE_OVER_N, HHHH",
        "WITH_ROOT_CORRECTION, HHHH",
        "WITH_CORRECTION, HHHH",
        "SLOW_START, HHHH",
        "LOG_N_OVER_N, HHHH",
        "ONE_OVER_ROOT_N, VVVV",
        "ROOT_AFTER_A_FAST_START, VVVV",
        "FLOOR, VVVV",
        "LOW_FLOOR, IVVV",
        "ROOT_AFTER_A_LONG_FAST_START, IIVV",
        "INVISIBLE_FLOOR, HIVV",
        "ALTERNATING, IIII",
    })
    void aRowOfTheTableIsMet(Curve curve, String verdicts) {
        StringBuilder found = new StringBuilder();
        for (int points = 6; points <= 12; points += 2) {
            found.append(check(claim(curve.value, points)).verdict().name().charAt(0));
        }
        assertThat(found).hasToString(verdicts);
    }

    /** The limit is never extrapolated by more than the factor 0.9 / 0.1, nor against the direction of the slopes. */
    @ParameterizedTest
    @CsvSource({
        "-1, -1, -1, 0, -1",
        "-1, -0.9, -0.9, 0, -0.9",
        "-1, -0.9, -0.85, 0.5, -0.8",
        "-1, -0.9, -0.7, 0.9, 1.1",
        "-1, -0.9, -0.95, 0, -0.95",
        "-1, -1, -0.9, 0, -0.9",
    })
    void theLimitIsAitkens(double s1, double s2, double s3, double ratio, double limit) {
        SlopeRule rule = SlopeRule.of(withSlopes(s1, s2, s3));
        assertThat(rule.ratio()).isEqualTo(ratio, within(1e-12));
        assertThat(rule.limit()).isEqualTo(limit, within(1e-11));
    }

    @Test
    void oscillationWidensTheIntervalToAllSlopes() {
        SlopeRule rule = SlopeRule.of(withSlopes(-1, -0.6, -0.9));
        assertThat(rule.low()).isEqualTo(-1.02, within(1e-12));
        assertThat(rule.high()).isEqualTo(-0.58, within(1e-12));
        SlopeRule slight = SlopeRule.of(withSlopes(-1, -0.99, -1));
        assertThat(slight.low()).isEqualTo(-1.02, within(1e-12));
        assertThat(slight.high()).isEqualTo(-0.98, within(1e-12));
    }

    /** By {@code 2 max(err / X) / ln 2} besides the blur. */
    @Test
    void numericalErrorsWidenTheInterval() {
        List<SlopeRule.Point> points = new ArrayList<>(withSlopes(-1, -1, -1));
        SlopeRule.Point second = points.get(1);
        points.set(1, new SlopeRule.Point(second.x(), second.value(), 0.003 * second.value()));
        SlopeRule rule = SlopeRule.of(points);
        assertThat(rule.high() - rule.limit()).isEqualTo(0.02 + 0.006 / StrictMath.log(2), within(1e-12));
        assertThat(rule.limit() - rule.low()).isEqualTo(0.02 + 0.006 / StrictMath.log(2), within(1e-12));
    }

    @Test
    void theVerdictNeedsTheWholeIntervalOnOneSide() {
        SlopeRule rule = new SlopeRule(new double[3], 0, 0, -0.8, -0.7);
        assertThat(rule.against(-0.69)).isEqualTo(Verdict.HOLDS);
        assertThat(rule.against(-0.7)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(rule.against(-0.8)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(rule.against(-0.81)).isEqualTo(Verdict.VIOLATED);
        assertThat(rule.above(-0.81)).isEqualTo(Verdict.HOLDS);
        assertThat(rule.above(-0.75)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(rule.above(-0.69)).isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void unresolvedPointsAreDroppedFromTheEnd() {
        SizedMeasure<Nothing> noisy = (x, n, effort) -> Approx.within(1.0 / n, 4e-5);
        Evidence found = check(Claim.<Nothing>exactRate("rate", noisy).fallsLike(1, 0.25, octaves(7)));
        assertThat(found.series()).hasSize(7);
        assertThat(found.fit().orElseThrow().slope()).isEqualTo(-1, within(1e-12));
        double lastResolved = 128;
        assertThat(found.fit().orElseThrow().slopeSe())
                .isEqualTo(0.02 + 2 * 4e-5 * lastResolved / StrictMath.log(2), within(1e-12));
        SizedMeasure<Nothing> noisier = (x, n, effort) -> Approx.within(1.0 / n, 4e-4);
        assertThat(check(Claim.<Nothing>exactRate("rate", noisier).fallsLike(1, 0.25, octaves(6)))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void pointsWithoutALogarithmAreNotReadAcross() {
        assertThat(SlopeRule.resolved(points(1, 0.5, 0, 0.1, 0.05))).hasSize(2);
        assertThat(SlopeRule.resolved(points(1, 0.5, 0.25, -1))).hasSize(3);
        assertThat(SlopeRule.resolved(points(0, 0))).isEmpty();
        int[] gap = octaves(6);
        Evidence found = check(claim(n -> n == gap[3] ? 0 : 1 / n, 6));
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(found.fit()).isEmpty();
    }

    @Test
    void anOpenGridGrowsByTwoOctavesAtMostThreeTimes() {
        Evidence found = check(claim(Curve.LOW_FLOOR.value, 6).extensibleTo(1 << 20));
        assertThat(found.verdict()).isEqualTo(Verdict.VIOLATED);
        assertThat(found.series()).hasSize(8);
        assertThat(found.fit().orElseThrow().levels()).isEqualTo(2);
        Evidence open = check(claim(Curve.ALTERNATING.value, 6).extensibleTo(1 << 30));
        assertThat(open.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(open.series()).hasSize(12);
        assertThat(check(claim(Curve.ALTERNATING.value, 6).extensibleTo(2048)).series())
                .hasSize(8);
        assertThat(check(claim(Curve.ALTERNATING.value, 6).extensibleTo(2047)).series())
                .hasSize(6);
        assertThat(check(claim(Curve.ALTERNATING.value, 6)).series()).hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(
            value = Curve.class,
            names = {"ONE_OVER_N", "WITH_ROOT_CORRECTION"})
    void aSharpRateIsAttained(Curve curve) {
        assertThat(check(claim(curve.value, 8).sharp()).verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(check(claim(n -> curve.value.applyAsDouble(n) / Math.sqrt(n), 8)
                                .sharp())
                        .verdict())
                .isEqualTo(Verdict.VIOLATED);
        assertThat(check(claim(n -> curve.value.applyAsDouble(n) / Math.sqrt(n), 8))
                        .verdict())
                .isEqualTo(Verdict.HOLDS);
        assertThat(check(claim(n -> curve.value.applyAsDouble(n) * Math.sqrt(n), 8)
                                .sharp())
                        .verdict())
                .isEqualTo(Verdict.VIOLATED);
    }

    @Test
    void aSharpRateBetweenTheThresholdsIsOpen() {
        assertThat(check(claim(n -> StrictMath.pow(n, -1.25), 8).sharp()).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(check(claim(n -> StrictMath.pow(n, -0.75), 8).sharp()).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aSeriesThatIsZeroHoldsVacuously() {
        Evidence found = check(claim(n -> 0, 6));
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.vacuous()).isTrue();
        assertThat(found.alphaSpent()).isZero();
    }

    @Test
    void whatIsNoNumberIsABug() {
        assertThatThrownBy(() -> check(claim(n -> n == 64 ? Double.NaN : 1 / n, 6)))
                .isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> check(claim(n -> n == 64 ? Double.POSITIVE_INFINITY : 1 / n, 6)))
                .isInstanceOf(InvalidComputation.class);
    }

    @Test
    void gridsThatCannotCarryARateAreRefused() {
        ExactRate.Measured<Nothing> measured = Claim.exactRate("rate", (x, n, effort) -> Approx.direct(1));
        assertThatThrownBy(() -> measured.fallsLike(1, 0.25, 16, 32, 64)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> measured.fallsLike(1, 0.25)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> measured.fallsLike(1, 0.25, 16, 32, 64, 32)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> measured.fallsLike(1, -1, octaves(6))).isInstanceOf(InvalidInstance.class);
    }
}
