package org.attentiontheorems.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class MatricesTest {
    private static RealMatrix twoByTwo(double a, double b, double c, double d) {
        return MatrixUtils.createRealMatrix(new double[][] {{a, b}, {c, d}});
    }

    @Test
    void theNormIsTheLargestSingularValueAtAnyScale() {
        for (double scale : new double[] {1e-300, 1, 1e300}) {
            assertThat(Matrices.norm(twoByTwo(3 * scale, 0, 4 * scale, 0)) / scale)
                    .isCloseTo(5, within(1e-14));
        }
        assertThat(Matrices.norm(twoByTwo(0, 0, 0, 0))).isZero();
    }

    @Test
    void anOverflowIsNotTakenForANorm() {
        assertThat(Matrices.norm(twoByTwo(1.5e308, 1.5e308, 0, 0))).isInfinite();
    }
}
