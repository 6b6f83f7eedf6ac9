package org.attentiontheorems.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.hipparchus.dfp.DfpMath;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianTest {
    private static final RandomField CASES = RandomField.of(1, "gaussian-test", 0);
    private static final DfpField DIGITS = new DfpField(60);

    /** Relative error of a quantile to first order, {@code (Phi(x) - p) / (phi(x) |x|)}, in sixty digits. */
    private static double relativeError(double p) {
        double x = Gaussian.quantile(p);
        Dfp z = DIGITS.newDfp(Math.abs(x));
        Dfp density = DfpMath.exp(z.multiply(z).divide(2).negate())
                .divide(DIGITS.getPi().multiply(2).sqrt());
        Dfp tail = Math.abs(x) < 6
                ? DIGITS.newDfp(0.5).subtract(density.multiply(series(z)))
                : density.divide(fraction(z));
        Dfp below = x < 0 ? tail : DIGITS.getOne().subtract(tail);
        return below.subtract(DIGITS.newDfp(p)).divide(density.multiply(z)).toDouble();
    }

    /** {@code z + z³/3 + z⁵/15 + …}, which is (Phi(z) - 1/2) / phi(z). */
    private static Dfp series(Dfp z) {
        Dfp term = z;
        Dfp sum = z;
        for (int k = 1; k < 400; k++) {
            term = term.multiply(z).multiply(z).divide(2 * k + 1);
            sum = sum.add(term);
        }
        return sum;
    }

    /** Laplace's continued fraction {@code z + 1/(z + 2/(z + …))}, which is phi(z) / (1 - Phi(z)). */
    private static Dfp fraction(Dfp z) {
        Dfp value = z;
        for (int k = 400; k > 0; k--) {
            value = z.add(DIGITS.newDfp(k).divide(value));
        }
        return value;
    }

    @Test
    void theFirstNormalsOfAKeyAreKnown() {
        double[] known = {-0.8897724336199321, 0.3837552738489983, -0.21937085531842426, -0.7761474410387447};
        for (int i = 0; i < known.length; i++) {
            long word = new PhiloxWords(42, 7).startingAt(i, 0, 0, 0).nextLong();
            assertThat(Gaussian.quantile(PhiloxWords.uniform(word))).isEqualTo(known[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, -0.6744897501960817432",
        "0.001, -3.090232306167813542",
        "1e-10, -6.361340902404056",
        "1e-20, -9.262340089798407573",
    })
    void publishedQuantilesAreMet(double p, double quantile) {
        assertThat(Gaussian.quantile(p)).isEqualTo(quantile, within(1e-14 * Math.abs(quantile)));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.MIN_VALUE,
                1e-320,
                Double.MIN_NORMAL,
                1e-300,
                1e-100,
                0x1p-54,
                1e-12,
                1 - 0x1p-53,
                1 - 1e-9
            })
    void theFarTailsKeepThirteenDigits(double p) {
        assertThat(relativeError(p)).isBetween(-1e-13, 1e-13);
    }

    /** Where the rational approximations meet: |p - 1/2| = 0.425 and log p = -25. */
    @ParameterizedTest
    @ValueSource(
            doubles = {0.075, 0.0749999999999999, 0.0750000000000001, 0.925, 1.3887943864964e-11, 1.3887943864965e-11})
    void thePiecesMeetAtTheirSeams(double p) {
        assertThat(relativeError(p)).isBetween(-1e-14, 1e-14);
    }

    @Test
    void randomQuantilesKeepFourteenDigits() {
        for (int i = 0; i < 100; i++) {
            double u = CASES.uniform("u", 0, i);
            assertThat(relativeError(u)).as("p = %s", u).isBetween(-1e-14, 1e-14);
            double small = StrictMath.pow(10, -300 * u);
            assertThat(relativeError(small)).as("p = %s", small).isBetween(-1e-14, 1e-14);
        }
    }

    @Test
    void anotherLibraryAgrees() {
        NormalDistribution normal = new NormalDistribution();
        double[] u = CASES.uniforms("library", 0, 2_000);
        for (double p : u) {
            double x = Gaussian.quantile(p);
            assertThat(x)
                    .isEqualTo(
                            normal.inverseCumulativeProbability(p), within(1e-13 * Math.max(1, 1 / normal.density(x))));
        }
    }

    @Test
    void theMedianIsZeroAndTheSidesMirror() {
        assertThat(Gaussian.quantile(0.5)).isZero();
        for (double p : new double[] {0x1p-30, 0.0625, 0.25, 0.375}) {
            assertThat(Gaussian.quantile(1 - p)).isEqualTo(-Gaussian.quantile(p));
        }
    }

    /** Neighbouring doubles may come out exchanged by rounding; two steps of 2^-53 apart they are in order. */
    @Test
    void quantilesIncrease() {
        double[] u = CASES.uniforms("u", 1, 200_000);
        for (double p : u) {
            double next = Math.min(p + 0x1p-52, 1 - 0x1p-53);
            assertThat(Gaussian.quantile(p) <= Gaussian.quantile(next))
                    .as("p = %s", p)
                    .isTrue();
        }
    }

    /** The smallest and the largest uniform number. */
    @Test
    void everyWordHasAFiniteNormal() {
        assertThat(PhiloxWords.uniform(0)).isEqualTo(0x1p-54);
        assertThat(PhiloxWords.uniform(-1)).isLessThan(1);
        assertThat(Gaussian.quantile(PhiloxWords.uniform(0))).isEqualTo(-8.292361075813595, within(1e-13));
        assertThat(Gaussian.quantile(PhiloxWords.uniform(-1))).isEqualTo(8.209536151601387, within(1e-13));
    }
}
