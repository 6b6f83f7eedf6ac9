package org.attentiontheorems.lowtemperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClusterBoundsTest {
    private static final ClusterBounds TIGHT = new ClusterBounds(0.4, 0.6, 1, 0.5, 0.1, 0.3);

    @Test
    void nothingIsSaidOfAWideCluster() {
        ClusterBounds wide = new ClusterBounds(0.4, 0.6, 1, 0.5, 0.6, 0.3);
        ClusterBounds.Majorants majorants = wide.majorants(1, 4);
        assertThat(wide.contractionRate()).isNegative();
        assertThat(majorants.diameter()).containsOnly(ClusterBounds.NO_DIAMETER);
        assertThat(majorants.angle()).containsOnly(ClusterBounds.NO_ANGLE);
        assertThat(wide.aligns()).isFalse();
    }

    @Test
    void anAngleThatIsLostStaysUnknown() {
        ClusterBounds steep = new ClusterBounds(0.01, 0.6, 1, 0.5, 0.3, 1.5);
        double[] angle = steep.majorants(1, 100).angle();
        assertThat(angle[0]).isEqualTo(1.5);
        assertThat(angle[100]).isEqualTo(ClusterBounds.NO_ANGLE);
    }

    /** A point only turns: {@code tan ψ = e^(-gap t) tan φ_0}. */
    @Test
    void aPointOnlyTurns() {
        ClusterBounds point = new ClusterBounds(0.4, 0.6, 1, 0.5, 0, 0.8);
        ClusterBounds.Majorants majorants = point.majorants(2, 400);
        assertThat(majorants.lastDiameter()).isZero();
        assertThat(StrictMath.tan(majorants.lastAngle()))
                .isCloseTo(StrictMath.exp(-0.8) * StrictMath.tan(0.8), within(1e-12));
    }

    /** {@code k = 0.6 - 0.1 - 0.5 · 0.01}, {@code φ* = 0.3 + 0.1 / k}. */
    @Test
    void ratesAndAnglesAreThoseOfTheFormulas() {
        assertThat(TIGHT.contractionRate()).isCloseTo(0.495, within(1e-15));
        assertThat(TIGHT.largestAngle()).isCloseTo(0.3 + 0.1 / 0.495, within(1e-15));
        assertThat(TIGHT.aligns()).isTrue();
        double a = 2 / Math.PI * 0.4 * StrictMath.cos(0.3 + 0.1 / 0.495);
        double apart = StrictMath.exp(-2 * a) - StrictMath.exp(-2 * 0.495);
        assertThat(TIGHT.exponentialAngle(2))
                .isCloseTo(0.3 * StrictMath.exp(-2 * a) + 0.1 * apart / (0.495 - a), within(1e-15));
    }

    @Test
    void theClosedBoundIsContinuousWhereItsRatesMeet() {
        double k = TIGHT.contractionRate();
        double near = TIGHT.exponentialAngle(2, k * (1 - 1e-4));
        double at = TIGHT.exponentialAngle(2, k);
        double beyond = TIGHT.exponentialAngle(2, k * (1 + 1e-4));
        assertThat(at).isCloseTo((near + beyond) / 2, within(1e-8));
        assertThat(TIGHT.exponentialAngle(0)).isEqualTo(0.3);
    }
}
