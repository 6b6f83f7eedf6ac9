package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The partition function and mean gap of uniform tokens, and Lambert's function, against other formulas. */
class ScalarFunctionsTest {
    private static void assertClose(double found, double expected) {
        assertThat(found / expected).isEqualTo(1, within(2e-13));
    }

    private static double partition(UniformGap uniform) {
        return StrictMath.exp(uniform.logPartition());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.01, 0.5, 3, 14, 15, 40, 1e3, 1e4, 1e6})
    void onTheSphereOfThreeSpaceThePartitionFunctionIsElementary(double kappa) {
        UniformGap uniform = UniformGap.of(3, kappa);
        assertClose(partition(uniform), -StrictMath.expm1(-2 * kappa) / (2 * kappa));
        if (kappa >= 0.01) {
            double mean = 1 / kappa - 2 / StrictMath.expm1(2 * kappa);
            assertThat(uniform.mean()).isEqualTo(mean, within(3e-14 / kappa + 1e-13 * mean));
        }
    }

    /** {@code e^-κ I_0(κ)} and its derivative by the trapezoidal rule, which converges faster than any power for periodic functions. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 3, 14, 15, 25, 26, 40, 1e3, 1e4})
    void onTheCircleTheyAreBesselFunctions(double kappa) {
        int n = 4096;
        double z = 0;
        double moment = 0;
        for (int k = 0; k < n; k++) {
            double sine = StrictMath.sin(Math.PI * k / n);
            double g = 2 * sine * sine;
            z += StrictMath.exp(-kappa * g) / n;
            moment += g * StrictMath.exp(-kappa * g) / n;
        }
        UniformGap uniform = UniformGap.of(2, kappa);
        assertClose(partition(uniform), z);
        assertClose(uniform.mean(), moment / z);
    }

    /** The recurrence of Bessel functions leads from one dimension to the next but one: {@code Z_(d+2) = Z_d (1 - e_d) d/κ}. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3, 15, 40, 1e3, 1e4})
    void eachDimensionLeadsToTheNextButOne(double kappa) {
        for (int d = 2; d <= 6; d++) {
            UniformGap lower = UniformGap.of(d, kappa);
            assertClose(partition(UniformGap.of(d + 2, kappa)), partition(lower) * (1 - lower.mean()) * d / kappa);
        }
    }

    @Test
    void withoutTemperatureAllIsOne() {
        for (int d = 2; d <= 12; d++) {
            assertThat(UniformGap.of(d, 0).logPartition()).isEqualTo(0, within(1e-14));
            assertThat(UniformGap.of(d, 0).mean()).isEqualTo(1, within(1e-14));
        }
    }

    @Test
    void atLowTemperatureTheMeanGapIsThatOfAGaussian() {
        for (int d = 2; d <= 8; d++) {
            for (double kappa : new double[] {1e8, 1e16, 1e30}) {
                UniformGap uniform = UniformGap.of(d, kappa);
                assertThat(kappa * uniform.mean()).isEqualTo((d - 1) / 2.0, within(1e-7));
                assertThat(UniformGap.elementaryBound(d, kappa)).isEqualTo(-uniform.logPartition(), within(1e-6));
            }
        }
    }

    @Test
    void theElementaryBoundHolds() {
        for (int d = 2; d <= 12; d++) {
            for (double log = -4; log <= 5; log += 0.125) {
                double kappa = StrictMath.pow(10, log);
                assertThat(-UniformGap.of(d, kappa).logPartition())
                        .isLessThanOrEqualTo(UniformGap.elementaryBound(d, kappa) * (1 + 1e-9));
            }
        }
    }

    @Test
    void theEquatorDensityIsKnownInSmallDimensions() {
        assertClose(UniformGap.equatorDensity(2), 1 / Math.PI);
        assertClose(UniformGap.equatorDensity(3), 0.5);
        assertClose(UniformGap.equatorDensity(4), 2 / Math.PI);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-800, -30, -1, 0, 0.999, 1, 1.001, 5, 100, 600, 1e6})
    void lambertInvertsWTimesItsExponential(double logZ) {
        double w = LambertW.ofLog(logZ);
        if (logZ < -700) {
            assertThat(w).isZero();
        } else {
            assertThat(w + StrictMath.log(w)).isEqualTo(logZ, within(4e-16 * Math.max(1, Math.abs(logZ))));
        }
    }

    @Test
    void lambertKnowsItsValues() {
        assertClose(LambertW.ofLog(1), 1);
        assertClose(LambertW.ofLog(0), 0.5671432904097838);
        assertThat(LambertW.ofLog(Double.NEGATIVE_INFINITY)).isZero();
    }
}
