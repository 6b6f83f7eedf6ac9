package org.attentiontheorems.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.attentiontheorems.verify.InvalidInstance;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments of attention weights against integrals over the tokens themselves, limits, derivatives and published values. */
class GaussianWeightsTest {

    /** For two tokens {@code p_1 = 1/(1 + e^(-sqrt(2) tau g))}, g standard normal. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.3, 0.9, 1.5, 3})
    void twoTokensHaveMomentsInOneDimension(double tau) {
        GaussianWeights weights = GaussianWeights.of(tau, 2);
        assertThat(weights.gamma()).isCloseTo(twoTokenMoment(tau, 2), within(1e-12));
        assertThat(weights.p3()).isCloseTo(twoTokenMoment(tau, 3), within(1e-12));
        double p2Squared = normal(g -> {
            double p2 = powerSum(p(tau, g), 2);
            return p2 * p2;
        });
        assertThat(weights.p2Squared()).isCloseTo(p2Squared, within(1e-12));
    }

    private static double twoTokenMoment(double tau, int power) {
        return normal(g -> powerSum(p(tau, g), power));
    }

    private static double p(double tau, double g) {
        return 1 / (1 + StrictMath.exp(-Math.sqrt(2) * tau * g));
    }

    private static double powerSum(double p, int power) {
        return StrictMath.pow(p, power) + StrictMath.pow(1 - p, power);
    }

    /** {@code E f(g)} by 2000 Gauss-Legendre nodes on [-10, 10], in 40 pieces. */
    private static double normal(DoubleUnaryOperator f) {
        GaussIntegratorFactory rules = new GaussIntegratorFactory();
        double sum = 0;
        for (int piece = -20; piece < 20; piece++) {
            sum += rules.legendre(50, piece / 2.0, (piece + 1) / 2.0)
                    .integrate(g -> f.applyAsDouble(g) * StrictMath.exp(-g * g / 2) / Math.sqrt(2 * Math.PI));
        }
        return sum;
    }

    /** Three tokens: the plane orthogonal to (1, 1, 1), since the weights do not feel a common shift. */
    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, 2})
    void threeTokensHaveMomentsInTwoDimensions(double tau) {
        double h = 0.05;
        double sum = 0;
        for (double a = -9; a <= 9; a += h) {
            for (double b = -9; b <= 9; b += h) {
                double[] g = {
                    a / Math.sqrt(2) + b / Math.sqrt(6), -a / Math.sqrt(2) + b / Math.sqrt(6), -2 * b / Math.sqrt(6)
                };
                double[] w = new double[3];
                double d = 0;
                for (int l = 0; l < 3; l++) {
                    w[l] = StrictMath.exp(tau * g[l]);
                    d += w[l];
                }
                double p2 = (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]) / (d * d);
                sum += h * h / (2 * Math.PI) * StrictMath.exp(-(a * a + b * b) / 2) * p2;
            }
        }
        assertThat(GaussianWeights.of(tau, 3).gamma()).isCloseTo(sum, within(2e-12));
    }

    @Test
    void oneTokenAndEqualWeightsAreElementary() {
        for (double tau : new double[] {0, 0.5, 3}) {
            GaussianWeights one = GaussianWeights.of(tau, 1);
            assertThat(one.gamma()).isCloseTo(1, within(1e-13));
            assertThat(one.p3()).isCloseTo(1, within(1e-13));
            assertThat(one.shrinkage().kappa()).isCloseTo(0, within(1e-12));
            assertThat(one.shrinkage().gammaPrime()).isCloseTo(0, within(1e-12));
            assertThat(one.squaredGap()).isCloseTo(1 + tau * tau, within(1e-12));
        }
        GaussianWeights equal = GaussianWeights.of(0, 100);
        assertThat(equal.gamma()).isCloseTo(0.01, within(1e-15));
        assertThat(equal.p3()).isCloseTo(1e-4, within(1e-17));
        assertThat(equal.p2Squared()).isCloseTo(1e-4, within(1e-17));
    }

    private static Shrinkage shrinkage(double rho, int promptLength) {
        return GaussianWeights.of(Math.sqrt(rho), promptLength).shrinkage();
    }

    @ParameterizedTest
    @CsvSource({"0.05,2", "0.3,16", "1,64", "2,1000", "4,7", "8.9,1000000"})
    void derivativesAgreeWithDifferences(double rho, int promptLength) {
        double h = 1e-4 * Math.min(1, rho);
        Shrinkage above = shrinkage(rho + h, promptLength);
        Shrinkage below = shrinkage(rho - h, promptLength);
        Shrinkage at = shrinkage(rho, promptLength);
        assertThat(at.gammaPrime()).isCloseTo((above.gamma() - below.gamma()) / (2 * h), within(1e-8));
        assertThat(at.kappaPrime()).isCloseTo((above.kappa() - below.kappa()) / (2 * h), within(1e-8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 1000, 262_144})
    void derivativesHoldAtZeroToo(int promptLength) {
        double h = 1e-3;
        Shrinkage zero = shrinkage(0, promptLength);
        Shrinkage one = shrinkage(h, promptLength);
        Shrinkage two = shrinkage(2 * h, promptLength);
        double gammaSlope = (-3 * zero.gamma() + 4 * one.gamma() - two.gamma()) / (2 * h);
        double kappaSlope = (-3 * zero.kappa() + 4 * one.kappa() - two.kappa()) / (2 * h);
        assertThat(zero.gammaPrime()).isCloseTo(gammaSlope, within(1e-5 * zero.gamma()));
        assertThat(zero.kappaPrime()).isCloseTo(kappaSlope, within(3e-4 * zero.gamma()));
        double l = promptLength;
        assertThat(zero.gammaPrime()).isCloseTo(1 / l - 1 / (l * l), within(1e-14));
        assertThat(zero.kappa()).isCloseTo(1 - 1 / l, within(1e-14));
    }

    @Test
    void longPromptsLoseNothing() {
        Shrinkage late = shrinkage(1, RatioMoments.MAX_LENGTH);
        Shrinkage limit = Shrinkage.Functions.limit().at(1);
        assertThat(late.gamma()).isCloseTo(limit.gamma(), within(1e-5));
        assertThat(late.kappa()).isCloseTo(limit.kappa(), within(1e-5));
        assertThat(late.gammaPrime()).isCloseTo(limit.gammaPrime(), within(1e-5));
        assertThat(late.kappaPrime()).isCloseTo(limit.kappaPrime(), within(1e-5));
    }

    @Test
    void powerSumsAreOrdered() {
        for (int promptLength : new int[] {1, 2, 10, 1000, 1_000_000}) {
            for (double tau : new double[] {0, 0.2, 1, 3}) {
                GaussianWeights w = GaussianWeights.of(tau, promptLength);
                assertThat(w.p2Squared()).isBetween(0.0, w.p3() * (1 + 1e-13));
                assertThat(w.p3()).isLessThanOrEqualTo(w.gamma() * (1 + 1e-13));
                assertThat(w.gamma()).isLessThanOrEqualTo(1 + 1e-13);
            }
        }
    }

    /** Known answers: the same integral in 80-bit arithmetic on a grid twice as fine in each variable. */
    @Test
    void gammaAloneReachesFurther() {
        assertThat(GaussianWeights.gamma(1.3, 77))
                .isEqualTo(GaussianWeights.of(1.3, 77).gamma());
        assertThat(GaussianWeights.gamma(6.5, 4096)).isCloseTo(0.46132817083179323, within(1e-13));
        assertThat(GaussianWeights.gamma(6.5, 2)).isCloseTo(0.91482613577688313, within(1e-13));
        assertThat(GaussianWeights.gamma(5, 1_000_000)).isCloseTo(0.13649318015630232, within(1e-13));
        assertThat(GaussianWeights.gamma(6.5, 1)).isCloseTo(1, within(1e-13));
        assertThatThrownBy(() -> GaussianWeights.gamma(6.6, 10)).isInstanceOf(InvalidInstance.class);
    }

    /** With {@code tau² = c log L}: slope between 1024 and 4096 tokens, and how far C/L fitted at 64 tokens is exceeded at 4096. */
    @ParameterizedTest
    @CsvSource({"0.25,-0.74,3.05", "0.5,-0.47,8.8", "1,-0.20,25", "1.9,-0.075,43"})
    void growingLogitsLoseTheRate(double c, double slope, double factor) {
        GammaFamilies.GrowingLogits growing = new GammaFamilies.GrowingLogits(c);
        assertThat(growing.slope(1024, 4096)).isCloseTo(slope, within(5e-3));
        assertThat(4096 * growing.gamma(4096) / (64 * growing.gamma(64))).isCloseTo(factor, within(0.02 * factor));
    }

    @Test
    void randomQueriesAverageToTheKnownConstants() {
        GammaFamilies.RandomQuery standard = new GammaFamilies.RandomQuery(new double[] {1});
        assertThat(standard.gamma(64)).isCloseTo(0.045509, within(5e-7));
        assertThat(standard.gamma(512)).isCloseTo(0.009895, within(5e-7));
        assertThat(standard.gamma(4096)).isCloseTo(0.002220, within(5e-7));
        GammaFamilies.RandomQuery small = new GammaFamilies.RandomQuery(new double[] {0.16});
        assertThat(StrictMath.log(small.gamma(512) / small.gamma(64)) / StrictMath.log(8))
                .isCloseTo(-0.994, within(5e-4));
        assertThat(StrictMath.log(small.gamma(4096) / small.gamma(512)) / StrictMath.log(8))
                .isCloseTo(-0.999, within(5e-4));
    }

    /** The wide step serves as well as the narrow one. */
    @Test
    void aSecondCoordinateWithoutVarianceChangesNothing() {
        double one = new GammaFamilies.RandomQuery(new double[] {0.2}).gamma(256);
        double two = new GammaFamilies.RandomQuery(new double[] {0.2, 0}).gamma(256);
        assertThat(two).isCloseTo(one, within(1e-9 * one));
    }
}
