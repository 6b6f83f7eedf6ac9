package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.random.RandomField;

/**
 * Linear attention {@code b <w, 1/L sum_l x_l x_l' A x_q>} for regression in context. With {@code W = bA} and the second moment {@code M =
 * 1/L sum_l x_l x_l'} of a prompt its risk is {@code 1/2n sum_q E|M W x_q - x_q|²}.
 */
final class LinearAttention {
    private static final int PERTURBATIONS = 20;
    private static final RandomField DIRECTIONS = RandomField.of(0, "linear-attention", 0);

    private LinearAttention() {}

    /** What the scatter {@code E M X M - Sigma X Sigma} of second moments consists of. */
    enum Scatter {
        /** {@code (Sigma X Sigma + tr(Sigma X) Sigma) / L} for symmetric X. */
        WISHART,
        /** {@code Sigma X Sigma / L}. */
        WITHOUT_TRACE;

        double trace(double trace) {
            return this == WISHART ? trace : 0;
        }
    }

    /** {@code W_L = ((1 + 1/L) Sigma + tr Sigma / L I)^-1}, the best one. */
    static double[][] optimum(RegressionTask task, int promptLength) {
        return optimum(task, promptLength, Scatter.WISHART);
    }

    static double[][] optimum(RegressionTask task, int promptLength, Scatter scatter) {
        double[] values = task.spectrum().values();
        double trace = scatter.trace(RegressionTask.trace(task.sigma()));
        double[] f = new double[values.length];
        for (int k = 0; k < f.length; k++) {
            f[k] = 1 / ((1 + 1.0 / promptLength) * values[k] + trace / promptLength);
        }
        return task.spectrum().with(f);
    }

    /**
     * {@code 1/2 tr((Sigma W - I) S (Sigma W - I)') + 1/2L (tr(Sigma W S W' Sigma) + tr Sigma tr(W S W' Sigma))}.
     *
     * @param w d x d
     */
    static double risk(RegressionTask task, double[][] w, int promptLength, Scatter scatter) {
        double trace = scatter.trace(RegressionTask.trace(task.sigma()));
        double sum = 0;
        for (double[] x : task.queries()) {
            double[] u = Vectors.apply(w, x);
            double[] v = Vectors.apply(task.sigma(), u);
            sum += Vectors.squaredNorm(Vectors.minus(v, x))
                    + (Vectors.squaredNorm(v) + trace * Sums.dot(u, v)) / promptLength;
        }
        return sum / (2 * task.queries().length);
    }

    /** The same from the fourth moments of the tokens, pair by pair of indices. Cost O(n d⁴). */
    static double riskByPairs(RegressionTask task, double[][] w, int promptLength) {
        double sum = 0;
        for (double[] x : task.queries()) {
            double[] u = Vectors.apply(w, x);
            double same = fourthMoment(task.sigma(), u);
            double[] v = Vectors.apply(task.sigma(), u);
            double different = Vectors.squaredNorm(v);
            double squared = (same + (promptLength - 1) * different) / promptLength;
            sum += squared - 2 * Sums.dot(v, x) + Vectors.squaredNorm(x);
        }
        return sum / (2 * task.queries().length);
    }

    /** {@code E |x x'u|² = sum_ijk u_j u_k E[x_i² x_j x_k]}, by pairings. */
    private static double fourthMoment(double[][] s, double[] u) {
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < u.length; j++) {
                for (int k = 0; k < u.length; k++) {
                    sum += u[j] * u[k] * (s[i][i] * s[j][k] + s[i][j] * s[i][k] + s[i][k] * s[i][j]);
                }
            }
        }
        return sum;
    }

    /** {@code 1/2 tr(S (I - Sigma W_L))}, the smallest risk. */
    static double minimum(RegressionTask task, int promptLength) {
        double[][] product = Vectors.multiply(task.sigma(), optimum(task, promptLength));
        double sum = 0;
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < product.length; j++) {
                sum += task.second()[j][i] * ((i == j ? 1 : 0) - product[i][j]);
            }
        }
        return sum / 2;
    }

    /** {@code 1/2L (tr S + tr Sigma tr(Sigma^-1 S))}: the risk with {@code W = Sigma^-1}. */
    static double excess(RegressionTask task, int promptLength) {
        double weighted = RegressionTask.trace(Vectors.multiply(task.spectrum().inverse(), task.second()));
        double scatter = RegressionTask.trace(task.second()) + RegressionTask.trace(task.sigma()) * weighted;
        return scatter / (2.0 * promptLength);
    }

    /** The smallest risk at twenty matrices around the optimum, from very near to far. */
    static double leastAround(RegressionTask task, int promptLength) {
        double[][] optimum = optimum(task, promptLength);
        double size = Math.sqrt(Vectors.squaredFrobenius(optimum));
        double least = Double.POSITIVE_INFINITY;
        for (int p = 0; p < PERTURBATIONS; p++) {
            double[][] moved = new double[optimum.length][];
            for (int i = 0; i < moved.length; i++) {
                double[] direction = DIRECTIONS.gaussians("direction " + p, i, optimum.length);
                moved[i] = Vectors.plus(optimum[i], size * StrictMath.pow(10, -p / 5.0), direction);
            }
            least = Math.min(least, risk(task, moved, promptLength, Scatter.WISHART));
        }
        return least;
    }
}
