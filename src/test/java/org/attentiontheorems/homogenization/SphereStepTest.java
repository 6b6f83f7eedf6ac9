package org.attentiontheorems.homogenization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;
import org.junit.jupiter.api.Test;

class SphereStepTest {
    private static final int DRAWS = 20_000;
    private static final RandomField RANDOM = RandomField.of(1, "sphere-step", 0);

    private record Drawn(double[] x, double[] u, double rho) {
        /** Dimension 1 to 5, length of u log-uniform on [1e-3, 0.9]. */
        static Drawn number(int k) {
            int d = 1 + k % 5;
            double[] x = SphereStep.normalised(RANDOM.gaussians("x", k, d));
            double rho = 1e-3 * StrictMath.pow(900, RANDOM.uniform("rho", k, 0));
            double[] u = SphereStep.normalised(RANDOM.gaussians("u", k, d));
            for (int i = 0; i < d; i++) {
                u[i] *= rho;
            }
            return new Drawn(x, u, rho);
        }

        double rest(double[] expansion) {
            return Vectors.norm(Vectors.plus(SphereStep.step(x, u), -1, expansion));
        }
    }

    /** The expansion of {@code N(x + u)} up to a degree from 1 to 3. */
    private static double[] expansion(double[] x, double[] u, int degree) {
        double[] tangential = SphereStep.project(x, u);
        double[] y = Vectors.plus(x, 1, tangential);
        if (degree >= 2) {
            Rows.add(y, 1, SphereStep.intrinsicDrift(x, u));
            Rows.add(y, 1, SphereStep.curvatureDrift(x, u));
        }
        if (degree >= 3) {
            double along = Sums.dot(x, u);
            double square = Sums.dot(tangential, tangential);
            Rows.add(y, along * along - 0.5 * square, tangential);
            Rows.add(y, along * square, x);
        }
        return y;
    }

    @Test
    void theNormalisationLemmaHolds() {
        double largest = 0;
        for (int k = 0; k < DRAWS; k++) {
            Drawn drawn = Drawn.number(k);
            for (int degree = 1; degree <= 3; degree++) {
                double rest = drawn.rest(expansion(drawn.x(), drawn.u(), degree));
                double bound = SphereStep.remainder(degree + 1, drawn.rho());
                assertThat(rest).isLessThanOrEqualTo(bound * (1 + 1e-9) + 1e-15);
                largest = bound > 1e-6 ? Math.max(largest, rest / bound) : largest;
            }
        }
        assertThat(largest).isBetween(0.6, 1.0);
    }

    @Test
    void aStepThatMayReachTheCentreHasNoBound() {
        for (double rho : new double[] {1, 1.5}) {
            assertThat(SphereStep.remainder(2, rho)).isInfinite();
            assertThat(SphereStep.gramRemainder(rho)).isInfinite();
            assertThat(SphereStep.angleRemainder(2, rho)).isInfinite();
            assertThat(SphereStep.covarianceRemainder(3, 0.1, rho)).isInfinite();
        }
    }

    @Test
    void theLemmaFailsWithoutTheItoCorrection() {
        int broken = 0;
        for (int k = 0; k < DRAWS; k++) {
            Drawn drawn = Drawn.number(k);
            double[] flat = Vectors.plus(
                    expansion(drawn.x(), drawn.u(), 2), -1, SphereStep.curvatureDrift(drawn.x(), drawn.u()));
            broken += drawn.rest(flat) > SphereStep.remainder(3, drawn.rho()) ? 1 : 0;
        }
        assertThat((double) broken / DRAWS).isGreaterThan(0.5);
    }

    @Test
    void stepsKeepTokensOnTheSphere() {
        Drawn drawn = Drawn.number(3);
        assertThat(Vectors.norm(SphereStep.step(drawn.x(), drawn.u()))).isCloseTo(1, within(1e-15));
        double[] tangential = SphereStep.project(drawn.x(), drawn.u());
        assertThat(Vectors.apply(new double[][] {tangential}, drawn.x())[0]).isCloseTo(0, within(1e-15));
    }

    @Test
    void seriesAndClosedFormsOfRemaindersMeet() {
        double below = Math.scalb(0.8, -4) - 1e-13;
        double above = Math.scalb(0.8, -4) + 1e-13;
        for (int m = 1; m <= 4; m++) {
            double scale = SphereStep.remainder(m, 0.05);
            assertThat(SphereStep.remainder(m, below)).isCloseTo(SphereStep.remainder(m, above), within(1e-9 * scale));
            double angle = SphereStep.angleRemainder(m, 0.05);
            assertThat(SphereStep.angleRemainder(m, below))
                    .isCloseTo(SphereStep.angleRemainder(m, above), within(1e-9 * angle));
        }
        double gram = SphereStep.gramRemainder(0.05);
        assertThat(SphereStep.gramRemainder(below)).isCloseTo(SphereStep.gramRemainder(above), within(1e-8 * gram));
    }

    @Test
    void remaindersBeginWithTheirLeadingTerms() {
        assertThat(SphereStep.remainder(2, 1e-6) / 1e-12).isCloseTo(0.75, within(1e-5));
        assertThat(SphereStep.remainder(3, 1e-6) / 1e-18).isCloseTo(0.625, within(1e-5));
        assertThat(SphereStep.gramRemainder(1e-6) / 1e-24).isCloseTo(4 - 4 * 70 / 256.0, within(1e-5));
        assertThat(SphereStep.covarianceRemainder(3, 1e-6, 2e-6) / 1e-18).isCloseTo(0.75 * 6, within(1e-4));
        assertThat(SphereStep.covarianceRemainder(3, 0, 0.3)).isZero();
        assertThat(SphereStep.remainder(3, 1)).isInfinite();
    }

    @Test
    void theCovarianceRemainderIsTheProductOfTwoMajorants() {
        double f = 2 / Math.sqrt(0.7) - 2;
        double g = 2 / Math.sqrt(0.8) - 2;
        assertThat(SphereStep.covarianceRemainder(3, 0.3, 0.2)).isCloseTo(f * g - 0.06, within(1e-14));
        assertThat(SphereStep.covarianceRemainder(4, 0.3, 0.2))
                .isCloseTo(f * g - 0.06 - 0.75 * 0.06 * 0.5, within(1e-14));
    }
}
