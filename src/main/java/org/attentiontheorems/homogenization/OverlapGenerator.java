package org.attentiontheorems.homogenization;

import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Expectations of the overlap of two tokens in the limit at a finite time, {@code E q_t = (e^(t L) id)(q_0)}, by Chebyshev collocation of
 * the generator
 *
 * <pre>{@code L f = σ² (1-q²) {[c(d-2) - (1-c)q] f' + (1-c)(1-q²) f''},  c = 1/(1 + cosh(β(1-q))).}</pre>
 *
 * The ends are degenerate and need no boundary condition.
 */
final class OverlapGenerator {
    private static final int NODES = 48;

    private final double[] nodes = new double[NODES];
    private final double[] barycentric = new double[NODES];
    private final RealMatrix generator;

    private OverlapGenerator(int dimension, double beta, double variance) {
        for (int k = 0; k < NODES; k++) {
            double angle = (k + 0.5) * StrictMath.PI / NODES;
            nodes[k] = StrictMath.cos(angle);
            barycentric[k] = (k % 2 == 0 ? 1 : -1) * StrictMath.sin(angle);
        }
        RealMatrix first = derivative();
        RealMatrix second = first.multiply(first);
        generator = MatrixUtils.createRealMatrix(NODES, NODES);
        for (int k = 0; k < NODES; k++) {
            double q = nodes[k];
            double c = 1 / (1 + StrictMath.cosh(beta * (1 - q)));
            double drift = variance * (1 - q * q) * (c * (dimension - 2) - (1 - c) * q);
            double half = variance * (1 - q * q) * (1 - q * q) * (1 - c);
            for (int j = 0; j < NODES; j++) {
                generator.setEntry(k, j, drift * first.getEntry(k, j) + half * second.getEntry(k, j));
            }
        }
    }

    static OverlapGenerator of(int dimension, double beta, double variance) {
        return new OverlapGenerator(dimension, beta, variance);
    }

    /** {@code D_kj = (w_j/w_k) / (q_k - q_j)}, rows summing to 0. */
    private RealMatrix derivative() {
        RealMatrix d = MatrixUtils.createRealMatrix(NODES, NODES);
        for (int k = 0; k < NODES; k++) {
            double sum = 0;
            for (int j = 0; j < NODES; j++) {
                if (j != k) {
                    double entry = barycentric[j] / barycentric[k] / (nodes[k] - nodes[j]);
                    d.setEntry(k, j, entry);
                    sum += entry;
                }
            }
            d.setEntry(k, k, -sum);
        }
        return d;
    }

    /** {@code E q_t} from q. */
    double expectation(double overlap, double time) {
        double[] values =
                MatrixUtils.matrixExponential(generator.scalarMultiply(time)).operate(nodes);
        double numerator = 0;
        double denominator = 0;
        for (int k = 0; k < NODES; k++) {
            if (overlap == nodes[k]) {
                return values[k];
            }
            double w = barycentric[k] / (overlap - nodes[k]);
            numerator += w * values[k];
            denominator += w;
        }
        return numerator / denominator;
    }
}
