package org.attentiontheorems.attention;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExponentialsTest {
    @Test
    void agreesWithStrictMathWithinOneUnitInTheLastPlace() {
        double[] x = new double[200_000];
        for (int i = 0; i < x.length; i++) {
            x[i] = -707.9 * i / x.length * ((double) i / x.length);
        }
        double[] y = x.clone();
        Exponentials.shifted(y, y.length, 0, new double[y.length]);
        for (int i = 0; i < x.length; i++) {
            double expected = StrictMath.exp(x[i]);
            assertThat(Math.abs(y[i] - expected)).isLessThanOrEqualTo(Math.ulp(expected));
        }
    }

    @Test
    void subtractsTheShiftAndAllButVanishesFarBelow() {
        double[] x = {1e5, 1e5 - 1, 1e5 - 708.5, Double.NEGATIVE_INFINITY, 7};
        Exponentials.shifted(x, 4, 1e5, new double[4]);
        assertThat(x[0]).isEqualTo(1);
        assertThat(x[1]).isEqualTo(StrictMath.exp(-1));
        assertThat(x[2]).isBetween(0.0, 4e-308);
        assertThat(x[3]).isEqualTo(x[2]);
        assertThat(x[4]).isEqualTo(7);
    }
}
