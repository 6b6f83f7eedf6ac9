package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Vectors;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The overlap {@code q = <x_0, x_1>} of two tokens under uniform attention (β = 0) and layers of one head with Gaussian values of variance
 * {@code σ² = 1/d}, to time {@code T = 1/2} in L layers of step {@code η = sqrt(T/L)}: a Markov chain, by its transfer operator on Chebyshev
 * nodes, and its limit, the diffusion with generator {@code σ²/2 (1-q²){[(d-2)-q] f' + (1-q²) f''}}, by collocation on the same nodes.
 *
 * @param dimension d, at least 2
 */
record TwoTokenChain(int dimension) {
    static final double TIME = 0.5;
    private static final int BASIS = 40;
    private static final int NODES = 24;

    double variance() {
        return 1.0 / dimension;
    }

    private static double angle(int node) {
        return (node + 0.5) * Math.PI / BASIS;
    }

    /** {@code E q_L} as a function of the start: its coefficients in the basis cos jθ. O(40² · 24³). */
    double[] mean(int layers) {
        double[][] kernel = kernel(Math.sqrt(TIME / layers));
        double[] values = overlaps();
        for (int l = 0; l < layers; l++) {
            values = Vectors.apply(kernel, coefficients(values));
        }
        return coefficients(values);
    }

    /** The limit of {@code E q_L} as the number of layers grows. */
    double[] limit() {
        return limit(dimension - 2);
    }

    /** The same with another number in place of d - 2, which may be wrong. */
    double[] limit(double pull) {
        double[][] generator = generator(pull);
        RealMatrix exponential =
                MatrixUtils.matrixExponential(MatrixUtils.createRealMatrix(Rows.times(TIME, generator)));
        return coefficients(exponential.operate(overlaps()));
    }

    /** A function of the start, given by coefficients. */
    static double at(double[] coefficients, double overlap) {
        double theta = StrictMath.acos(overlap);
        double sum = 0;
        for (int j = 0; j < coefficients.length; j++) {
            sum += coefficients[j] * StrictMath.cos(j * theta);
        }
        return sum;
    }

    private static double[] overlaps() {
        double[] q = new double[BASIS];
        for (int k = 0; k < BASIS; k++) {
            q[k] = StrictMath.cos(angle(k));
        }
        return q;
    }

    /** Coefficients in the basis cos jθ from values at the nodes. */
    private static double[] coefficients(double[] values) {
        double[] coefficients = new double[BASIS];
        for (int j = 0; j < BASIS; j++) {
            for (int k = 0; k < BASIS; k++) {
                coefficients[j] += values[k] * StrictMath.cos(j * angle(k));
            }
            coefficients[j] *= (j == 0 ? 1.0 : 2.0) / BASIS;
        }
        return coefficients;
    }

    /** {@code E[T_j(q⁺)]} from node k, by Gauss rules in three variables; the chain is symmetric in the sign of g_2. */
    private double[][] kernel(double step) {
        GaussRule normal = GaussRule.normal(NODES);
        GaussRule chi = GaussRule.chiSquared(dimension - 2, NODES);
        double[][] kernel = Rows.zeros(BASIS, BASIS);
        for (int k = 0; k < BASIS; k++) {
            double cos = StrictMath.cos(angle(k) / 2);
            double sin = StrictMath.sin(angle(k) / 2);
            double scale = step * Math.sqrt(variance()) * cos;
            for (int a = 0; a < NODES; a++) {
                for (int b = 0; b < NODES; b++) {
                    if (normal.nodes()[b] <= 0) {
                        continue;
                    }
                    double weight = 2 * normal.weights()[a] * normal.weights()[b];
                    double along = cos + scale * normal.nodes()[a];
                    double across = scale * normal.nodes()[b];
                    for (int c = 0; c < chi.nodes().length; c++) {
                        double other = scale * scale * chi.nodes()[c];
                        addBasis(
                                kernel[k],
                                weight * chi.weights()[c],
                                next(along * along + other, sin + across, across - sin));
                    }
                }
            }
        }
        return kernel;
    }

    /** {@code q⁺} from what both tokens share and the two coordinates in which they differ. */
    private static double next(double shared, double first, double second) {
        return (shared + first * second) / Math.sqrt((shared + first * first) * (shared + second * second));
    }

    /** Adds {@code weight T_j(q)} for all j, by the recursion of Chebyshev polynomials. */
    private static void addBasis(double[] row, double weight, double q) {
        double before = 1;
        double now = q;
        row[0] += weight;
        for (int j = 1; j < BASIS; j++) {
            row[j] += weight * now;
            double after = 2 * q * now - before;
            before = now;
            now = after;
        }
    }

    /**
     * The generator as a matrix from values at the nodes to values at the nodes. With {@code q = cos θ}: {@code (1-q²) f' = -sin θ ∂_θ f} and
     * {@code (1-q²)² f'' = sin² θ ∂_θ² f - sin θ cos θ ∂_θ f}.
     */
    private double[][] generator(double pull) {
        double[][] generator = Rows.zeros(BASIS, BASIS);
        for (int i = 0; i < BASIS; i++) {
            double theta = angle(i);
            double sin = StrictMath.sin(theta);
            double cos = StrictMath.cos(theta);
            for (int k = 0; k < BASIS; k++) {
                double first = 0;
                double second = 0;
                for (int j = 1; j < BASIS; j++) {
                    double coefficient = 2.0 / BASIS * StrictMath.cos(j * angle(k));
                    first -= coefficient * j * StrictMath.sin(j * theta);
                    second -= coefficient * j * j * StrictMath.cos(j * theta);
                }
                generator[i][k] =
                        variance() / 2 * (-sin * (pull - cos) * first + sin * sin * second - sin * cos * first);
            }
        }
        return generator;
    }
}
