package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;

/**
 * Parameters of one softmax layer that predicts labels in context.
 *
 * @param key A, d x d: the query x_q meets a token x with the logit {@code x' A x_q}
 * @param scale b: the label is read with this factor
 */
record RegressionParameters(double[][] key, double scale) {

    /** From A row by row, then b; entries beyond are ignored. */
    static RegressionParameters of(double[] state, int d) {
        double[][] key = new double[d][d];
        for (int i = 0; i < d; i++) {
            System.arraycopy(state, i * d, key[i], 0, d);
        }
        return new RegressionParameters(key, state[d * d]);
    }

    /** The balanced start {@code A = alpha I / sqrt(d), b = alpha}. */
    static RegressionParameters start(double alpha, int d) {
        double[][] key = new double[d][d];
        for (int i = 0; i < d; i++) {
            key[i][i] = alpha / Math.sqrt(d);
        }
        return new RegressionParameters(key, alpha);
    }

    /** Writes A row by row, then b. */
    void write(double[] state) {
        int d = key.length;
        for (int i = 0; i < d; i++) {
            System.arraycopy(key[i], 0, state, i * d, d);
        }
        state[d * d] = scale;
    }

    /** {@code self + factor other}. */
    RegressionParameters plus(double factor, RegressionParameters other) {
        double[][] sum = new double[key.length][];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Vectors.plus(key[i], factor, other.key[i]);
        }
        return new RegressionParameters(sum, scale + factor * other.scale);
    }

    /** {@code |A|_F² + b²}. */
    double squaredNorm() {
        return Vectors.squaredFrobenius(key) + scale * scale;
    }

    /** {@code |A|_F² - b²}, which the flow keeps. */
    double imbalance() {
        return Vectors.squaredFrobenius(key) - scale * scale;
    }

    double distance(RegressionParameters other) {
        return Math.sqrt(plus(-1, other).squaredNorm());
    }

    /** {@code bA}. */
    double[][] readout() {
        double[][] product = new double[key.length][];
        for (int i = 0; i < key.length; i++) {
            product[i] = Vectors.times(scale, key[i]);
        }
        return product;
    }
}
