package org.attentiontheorems.lowtemperature;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;

/** Random matrices, tokens and densities of the group. Larger sizes extend the random numbers of smaller ones. */
final class LowTemperatureDraws {
    private LowTemperatureDraws() {}

    /** A uniform point of the sphere in R^d. */
    static double[] point(RandomField random, String tag, int row, int d) {
        return Vectors.normalised(random.gaussians(tag, row, d));
    }

    /** n uniform points of the sphere. */
    static double[][] points(RandomField random, String tag, int n, int d) {
        double[][] points = new double[n][];
        for (int i = 0; i < n; i++) {
            points[i] = point(random, tag, i, d);
        }
        return points;
    }

    /** A point drawn uniformly from the simplex. */
    static double[] simplex(RandomField random, String tag, int n) {
        double[] weights = random.uniforms(tag, 0, n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            weights[i] = -StrictMath.log(weights[i]);
            sum += weights[i];
        }
        return Vectors.times(1 / sum, weights);
    }

    /** A random orthogonal matrix: normal rows made orthonormal one after another, twice over for the sake of rounding. */
    static double[][] orthogonal(RandomField random, String tag, int d) {
        double[][] rows = random.gaussianMatrix(tag, d, d);
        for (int i = 0; i < d; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < i; k++) {
                    rows[i] = Vectors.plus(rows[i], -Sums.dot(rows[i], rows[k]), rows[k]);
                }
                rows[i] = Vectors.normalised(rows[i]);
            }
        }
        return rows;
    }

    /** {@code D = O_1 diag(s) O_2} with singular values from {@code largest} down to {@code largest / condition}, those between log-uniform. */
    static double[][] scores(RandomField random, int d, double largest, double condition) {
        double[] u = random.uniforms("singular values", 0, d);
        double[] values = new double[d];
        for (int i = 0; i < d; i++) {
            double part = i == 0 ? 0 : i == d - 1 ? 1 : u[i];
            values[i] = largest * StrictMath.pow(condition, -part);
        }
        double[][] left = orthogonal(random, "left", d);
        double[][] right = orthogonal(random, "right", d);
        return Vectors.multiply(left, Vectors.multiply(Vectors.diagonal(values), right));
    }

    /** {@code A = W' diag(λ) W} with a random orthogonal W. */
    static double[][] symmetric(RandomField random, double... eigenvalues) {
        double[][] w = orthogonal(random, "eigenvectors", eigenvalues.length);
        return Vectors.multiply(Vectors.transposed(w), Vectors.multiply(Vectors.diagonal(eigenvalues), w));
    }

    /** {@code V = A D^-1}, so that VD = A. */
    static double[][] value(double[][] a, double[][] d) {
        return Vectors.multiply(a, Vectors.inverse(d));
    }

    /**
     * Query and key.
     *
     * @param query Q, d x d
     * @param key K, d x d
     */
    record QueryKey(double[][] query, double[][] key) {}

    /** Query and key with {@code K' Q = D}: either Q = D and K = I, or a random orthogonal {@code Q = O} and {@code K = O D'}. */
    static QueryKey factors(RandomField random, double[][] d) {
        if (random.uniform("factors", 0, 0) < 0.5) {
            return new QueryKey(d, Vectors.identity(d.length));
        }
        double[][] o = orthogonal(random, "query", d.length);
        return new QueryKey(o, Vectors.multiply(o, Vectors.transposed(d)));
    }

    /** A density of the given number of harmonics whose amplitudes sum to {@code amplitude}, below 1. */
    static CircleDensity density(RandomField random, int harmonics, double amplitude) {
        double[] shares = simplex(random, "amplitudes", harmonics);
        double[] phases = random.uniforms("phases", 0, harmonics);
        double[] cos = new double[harmonics];
        double[] sin = new double[harmonics];
        for (int k = 0; k < harmonics; k++) {
            cos[k] = amplitude * shares[k] * StrictMath.cos(2 * Math.PI * phases[k]);
            sin[k] = amplitude * shares[k] * StrictMath.sin(2 * Math.PI * phases[k]);
        }
        return new CircleDensity(cos, sin);
    }
}
