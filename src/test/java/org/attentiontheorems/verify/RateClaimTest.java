package org.attentiontheorems.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates of random numbers: the fit, its table of verdicts, and corners. */
class RateClaimTest {
    private static final int[] OCTAVES = {16, 32, 64, 128, 256, 512};

    private record Nothing() {}

    /** Curves of the table; each is the mean at size n. */
    private enum Curve {
        ONE_OVER_N(n -> 1 / n),
        WITH_ROOT_CORRECTION(n -> (1 + 4 / Math.sqrt(n)) / n),
        WITH_CORRECTION(n -> (1 + 20 / n) / n),
        ONE_OVER_N_SQUARED(n -> 1 / (n * n)),
        SLOW_START(n -> 1 / (n + 20)),
        LOG_N_OVER_N(n -> StrictMath.log(n) / n),
        THRESHOLD(n -> StrictMath.pow(n, -0.75)),
        ONE_OVER_ROOT_N(n -> 1 / Math.sqrt(n)),
        LOW_FLOOR(n -> 1 / n + 0.02),
        HIGH_FLOOR(n -> 1 / n + 0.1),
        CONSTANT(n -> 1);

        final DoubleUnaryOperator mean;

        Curve(DoubleUnaryOperator mean) {
            this.mean = mean;
        }
    }

    private static Rate<Nothing> claim(DoubleUnaryOperator mean, Law noise) {
        SizedExperiment<Nothing> experiment = (x, n, random) -> mean.applyAsDouble(n) * noise.draw(random);
        return Claim.<Nothing>rate("rate", experiment).fallsLike(1, 0.25, OCTAVES);
    }

    private static Evidence check(Claim<Nothing> claim, long key) {
        return claim.check(new Nothing(), Context.of(20261, "rates", key));
    }

    private static Evidence constants(double... means) {
        SizedExperiment<Nothing> experiment = (x, n, random) -> means[n - 1];
        return check(Claim.<Nothing>rate("rate", experiment).fallsLike(1, 0.25, 1, 2, 3, 4, 5, 6), 1);
    }

    @Test
    void bothLensesAreKnown() {
        double[] n = {16, 32, 64, 128, 256, 512};
        double[] means = {0.061, 0.0322, 0.0149, 0.0081, 0.0038, 0.0021};
        double[] v = {0.01, 0.012, 0.009, 0.011, 0.01, 0.013};
        LogLogFit fit = LogLogFit.of(n, means, v);
        assertThat(fit.slope()).isEqualTo(-0.9845961006535, within(1e-12));
        assertThat(fit.slopeSe()).isEqualTo(0.03646242841027, within(1e-13));
        assertThat(fit.endSlope()).isEqualTo(-0.9450607072497, within(1e-12));
        assertThat(fit.endSlopeSe()).isEqualTo(0.1308887093, within(1e-10));
    }

    /** A power has its exponent in both lenses, a parabola its end slope in the second. */
    @Test
    void theLensesAreExactOnWhatTheyFit() {
        double[] n = {16, 32, 64, 128, 256, 512};
        double[] power = new double[6];
        double[] parabola = new double[6];
        double[] v = {1e-3, 5e-3, 1e-3, 2e-3, 7e-3, 1e-3};
        for (int k = 0; k < 6; k++) {
            double fromEnd = StrictMath.log(n[k] / 512);
            power[k] = StrictMath.exp(-1.5 * fromEnd - v[k] / 2);
            parabola[k] = StrictMath.exp(-0.4 * fromEnd + 0.1 * fromEnd * fromEnd - v[k] / 2);
        }
        assertThat(LogLogFit.of(n, power, v).slope()).isEqualTo(-1.5, within(1e-12));
        assertThat(LogLogFit.of(n, power, v).endSlope()).isEqualTo(-1.5, within(1e-12));
        assertThat(LogLogFit.of(n, parabola, v).endSlope()).isEqualTo(-0.4, within(1e-12));
    }

    /**
     * Rows of the prototype's table that it decided alike in all of its runs. A second simulation had at most 4 undecided runs of 4000 in a
     * row and none on the wrong side, so that six undecided ones of 30, or four of 5, have probability below 2e-10 ({@link EngineAlpha#POWER}). Decisions on true rates are
     * booked in {@link EngineAlpha#TRUE_RATES}.
     */
    @ParameterizedTest
    @CsvSource({
        "ONE_OVER_N, CHI_SQUARE_8, HOLDS",
        "ONE_OVER_N, CHI_SQUARE_1, HOLDS",
        "ONE_OVER_N, LOG_NORMAL, HOLDS",
        "WITH_ROOT_CORRECTION, CHI_SQUARE_8, HOLDS",
        "WITH_CORRECTION, LOG_NORMAL, HOLDS",
        "ONE_OVER_N_SQUARED, CHI_SQUARE_1, HOLDS",
        "SLOW_START, CHI_SQUARE_8, HOLDS",
        "LOG_N_OVER_N, CHI_SQUARE_8, HOLDS",
        "ONE_OVER_ROOT_N, CHI_SQUARE_8, VIOLATED",
        "ONE_OVER_ROOT_N, CHI_SQUARE_1, VIOLATED",
        "ONE_OVER_ROOT_N, LOG_NORMAL, VIOLATED",
        "LOW_FLOOR, CHI_SQUARE_8, VIOLATED",
        "LOW_FLOOR, CHI_SQUARE_1, VIOLATED",
        "HIGH_FLOOR, LOG_NORMAL, VIOLATED",
        "CONSTANT, CHI_SQUARE_8, VIOLATED",
    })
    void aRowOfTheTableIsMet(Curve curve, Law noise, Verdict verdict) {
        int keys = verdict == Verdict.HOLDS ? 5 : 30;
        int others = 0;
        for (int key = 0; key < keys; key++) {
            Verdict found = check(claim(curve.mean, noise), key).verdict();
            assertThat(found).isIn(verdict, Verdict.INCONCLUSIVE);
            others += found == verdict ? 0 : 1;
        }
        assertThat(others).isLessThan(verdict == Verdict.HOLDS ? 4 : 6);
    }

    /** Rows where the sample runs out on 4, 60 and all of a hundred runs: never the wrong verdict. */
    @ParameterizedTest
    @CsvSource({"SLOW_START, LOG_NORMAL, 1, 4", "LOG_N_OVER_N, LOG_NORMAL, 0, 4", "THRESHOLD, CHI_SQUARE_8, 0, 2"})
    void aRowThatIsHardToDecideIsNeverViolated(Curve curve, Law noise, int least, int most) {
        int holds = 0;
        for (int key = 0; key < 4; key++) {
            Evidence found = check(claim(curve.mean, noise), key);
            assertThat(found.verdict()).isNotEqualTo(Verdict.VIOLATED);
            holds += found.verdict() == Verdict.HOLDS ? 1 : 0;
            if (found.verdict() == Verdict.INCONCLUSIVE) {
                assertThat(found.replicates()).isEqualTo(6 * 4096);
            }
        }
        assertThat(holds).isBetween(least, most);
    }

    @Test
    void aSharpRateIsAttainedFromBothSides() {
        int attained = 0;
        for (int key = 0; key < 5; key++) {
            attained += check(claim(Curve.ONE_OVER_N.mean, Law.CHI_SQUARE_8).sharp(), key)
                                    .verdict()
                            == Verdict.HOLDS
                    ? 1
                    : 0;
            assertThat(check(
                                    claim(n -> StrictMath.pow(n, -1.5), Law.CHI_SQUARE_8)
                                            .sharp(),
                                    key)
                            .verdict())
                    .isEqualTo(Verdict.VIOLATED);
            assertThat(check(claim(Curve.ONE_OVER_ROOT_N.mean, Law.CHI_SQUARE_8).sharp(), key)
                            .verdict())
                    .isEqualTo(Verdict.VIOLATED);
        }
        assertThat(attained).isGreaterThan(3);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0.04, -1, 0.08, HOLDS",
        "-1, 0.09, -1, 0.08, INCONCLUSIVE",
        "-1, 0.04, -1, 0.09, INCONCLUSIVE",
        "-0.5, 0.04, -0.5, 0.04, VIOLATED",
        "-0.5, 0.04, -0.5, 0.045, INCONCLUSIVE",
        "-0.5, 0.045, -0.5, 0.04, INCONCLUSIVE",
        "-0.5, 0.04, -1, 0.04, INCONCLUSIVE",
        "-1, 0.04, -0.5, 0.04, INCONCLUSIVE",
        "-2, 0.04, -2, 0.04, HOLDS",
    })
    void bothLensesMustAgree(double slope, double se, double end, double endSe, Verdict verdict) {
        LogLogFit fit = new LogLogFit(slope, se, end, endSe);
        assertThat(claim(Curve.ONE_OVER_N.mean, Law.BETA).judge(fit, -0.75)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0.04, HOLDS",
        "-1.5, 0.04, VIOLATED",
        "-1.5, 0.045, INCONCLUSIVE",
        "-1, 0.09, INCONCLUSIVE",
        "-0.5, 0.04, VIOLATED"
    })
    void aSharpClaimIsHeldAgainstTheMirrorAsWell(double slope, double se, Verdict verdict) {
        LogLogFit fit = new LogLogFit(slope, se, slope, se);
        assertThat(claim(Curve.ONE_OVER_N.mean, Law.BETA).sharp().judge(fit, -0.75))
                .isEqualTo(verdict);
    }

    @Test
    void whatARateDecisionCostsIsBooked() {
        assertThat(check(claim(Curve.ONE_OVER_N.mean, Law.BETA), 1).alphaSpent())
                .isEqualTo(4e-9);
        assertThat(check(claim(Curve.ONE_OVER_N.mean, Law.BETA).sharp(), 1).alphaSpent())
                .as("two decisions")
                .isEqualTo(8e-9);
    }

    /** At most 64, 256, 1024, 4096 replicates a size, each number drawn once. */
    @Test
    void replicatesAreKeptWhenTheSampleGrows() {
        AtomicInteger drawn = new AtomicInteger();
        SizedExperiment<Nothing> experiment = (x, n, random) -> {
            drawn.incrementAndGet();
            return Curve.THRESHOLD.mean.applyAsDouble(n) * Law.CHI_SQUARE_1.draw(random);
        };
        Evidence found = check(Claim.<Nothing>rate("rate", experiment).fallsLike(1, 0.25, OCTAVES), 3);
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(drawn.get()).isEqualTo(6 * 4096);
        assertThat(found.replicates()).isEqualTo(6 * 4096);
        assertThat(found.fit().orElseThrow().levels()).isEqualTo(4);
        assertThat(found.series()).hasSize(6).allMatch(point -> point.replicates() == 4096);
    }

    @Test
    void sizesHaveIndependentReplicates() {
        SizedExperiment<Nothing> word = (x, n, random) -> 1 + random.uniform("u", 0, 0);
        Evidence found = check(Claim.<Nothing>rate("rate", word).fallsLike(1, 0.25, OCTAVES), 3);
        assertThat(found.series().stream().map(SizePoint::measured).distinct()).hasSize(6);
        RandomField field = Context.of(20261, "rates", 3).random();
        double mean = 0;
        for (int r = 1; r <= 64; r++) {
            mean += (1 + field.size(2).replicate(r).uniform("u", 0, 0)) / 64;
        }
        assertThat(found.series().get(2).measured()).isEqualTo(mean, within(1e-14));
    }

    @Test
    void theStandardErrorOfAPointIsThatOfItsReplicates() {
        AtomicInteger calls = new AtomicInteger();
        SizedExperiment<Nothing> alternating = (x, n, random) -> (calls.getAndIncrement() % 2 == 0 ? 0.5 : 1.5) / n;
        SizePoint first = check(Claim.<Nothing>rate("rate", alternating).fallsLike(1, 0.25, OCTAVES), 3)
                .series()
                .get(0);
        int replicates = (int) first.replicates();
        assertThat(first.measured()).isEqualTo(1.0 / 16, within(1e-16));
        assertThat(first.se())
                .isEqualTo(Math.sqrt(0.25 * replicates / (replicates - 1.0) / replicates) / 16, within(1e-15));
    }

    @Test
    void aConstantIsARateWithoutNoise() {
        assertThat(constants(1, 1, 1, 1, 1, 1).verdict()).isEqualTo(Verdict.VIOLATED);
        Evidence harmonic = constants(1, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5, 1.0 / 6);
        assertThat(harmonic.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(harmonic.replicates()).isEqualTo(6 * 64);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-160, 1e150, 1e300})
    void theScaleOfTheNumbersDoesNotMatter(double scale) {
        Evidence scaled = check(claim(n -> scale / n, Law.CHI_SQUARE_8), 5);
        Evidence plain = check(claim(n -> 1 / n, Law.CHI_SQUARE_8), 5);
        assertThat(scaled.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(scaled.fit().orElseThrow().slope())
                .isEqualTo(plain.fit().orElseThrow().slope(), within(1e-11));
        assertThat(scaled.err()).isEqualTo(plain.err(), within(1e-11));
    }

    @Test
    void aSeriesThatIsZeroHoldsVacuously() {
        Evidence found = constants(0, 0, 0, 0, 0, 0);
        assertThat(found.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(found.vacuous()).isTrue();
        assertThat(found.alphaSpent()).isZero();
        assertThat(found.series()).hasSize(6);
    }

    @Test
    void aZeroAmongPositiveMeansLeavesTheMatterOpen() {
        Evidence found = constants(1, 1, 1, 0, 1, 1);
        assertThat(found.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(found.replicates()).isEqualTo(6 * 4096);
    }

    @Test
    void whatIsNoPositiveNumberIsABug() {
        assertThatThrownBy(() -> constants(1, 1, 1, -1, 1, 1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> constants(1, 1, 1, Double.NaN, 1, 1)).isInstanceOf(InvalidComputation.class);
        assertThatThrownBy(() -> constants(1, 1, 1, Double.POSITIVE_INFINITY, 1, 1))
                .isInstanceOf(InvalidComputation.class);
    }

    @Test
    void gridsThatCannotCarryARateAreRefused() {
        Rate.Measured<Nothing> measured = Claim.rate("rate", (x, n, random) -> 1);
        assertThatThrownBy(() -> measured.fallsLike(1, 0.25, 16, 32, 64, 128, 256))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("grid: needs at least 6 sizes, has 5");
        assertThatThrownBy(() -> measured.fallsLike(1, 0.25)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> measured.fallsLike(1, 0.25, 16, 32, 64, 64, 256, 512))
                .isInstanceOf(InvalidInstance.class)
                .hasMessage("grid[3]: must be at least 65, is 64");
        assertThatThrownBy(() -> measured.fallsLike(1, 0.25, 0, 1, 2, 3, 4, 5)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> measured.fallsLike(1, 0, OCTAVES)).isInstanceOf(InvalidInstance.class);
        assertThatThrownBy(() -> measured.fallsLike(Double.NaN, 0.25, OCTAVES)).isInstanceOf(InvalidInstance.class);
    }

    @Test
    void aNegativeMeanNamesItsSize() {
        assertThatThrownBy(() -> constants(6, 5, -4, 3, 2, 1))
                .isInstanceOf(InvalidComputation.class)
                .hasMessageContaining("the mean at size 3 is -4, below 0");
        assertThat(constants(6, 5, 4, 3, 2, 1)).isNotNull();
    }

    @Test
    void aRateAndASharpRateAreTwoKinds() {
        Rate<Nothing> rate = claim(Curve.ONE_OVER_N.mean, Law.BETA);
        assertThat(rate.kind()).isEqualTo("rate");
        assertThat(rate.sharp().kind()).isEqualTo("sharp rate");
    }
}
