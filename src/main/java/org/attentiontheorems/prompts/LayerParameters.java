package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;

/**
 * Trained parameters of one attention layer.
 *
 * @param u key-query matrix U, d x e
 * @param v value matrix V, r x d
 */
record LayerParameters(double[][] u, double[][] v) {

    /** {@code this + factor other}. */
    LayerParameters plus(double factor, LayerParameters other) {
        return new LayerParameters(plus(u, factor, other.u), plus(v, factor, other.v));
    }

    private static double[][] plus(double[][] a, double factor, double[][] b) {
        double[][] sum = new double[a.length][];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Vectors.plus(a[i], factor, b[i]);
        }
        return sum;
    }

    /** All entries, those of U first, row by row, then those of V. */
    double[] flat() {
        double[] all = new double[size()];
        int next = 0;
        for (double[][] matrix : new double[][][] {u, v}) {
            for (double[] row : matrix) {
                System.arraycopy(row, 0, all, next, row.length);
                next += row.length;
            }
        }
        return all;
    }

    /** Parameters of this shape with other entries, in the order of {@link #flat}. */
    LayerParameters with(double[] all) {
        LayerParameters other = new LayerParameters(zeros(u), zeros(v));
        int next = 0;
        for (double[][] matrix : new double[][][] {other.u, other.v}) {
            for (double[] row : matrix) {
                System.arraycopy(all, next, row, 0, row.length);
                next += row.length;
            }
        }
        return other;
    }

    static double[][] zeros(double[][] like) {
        return new double[like.length][like[0].length];
    }

    /** Number of entries, {@code d e + r d}. */
    int size() {
        return u.length * (u[0].length + v.length);
    }

    /** {@code |theta|}, the Frobenius norm of the pair. */
    double norm() {
        return Math.sqrt(Vectors.squaredFrobenius(u) + Vectors.squaredFrobenius(v));
    }

    double distance(LayerParameters other) {
        return plus(-1, other).norm();
    }
}
