package org.attentiontheorems.homogenization;

import org.attentiontheorems.attention.Softmax;

/**
 * Attention with {@code B = I} seen from the Gram matrix alone, in any dimension: {@code A} is the row softmax of {@code βG} and {@code M =
 * A G A'}.
 *
 * @param attendsToItself whether a token's own row entry takes part; false is a mistake
 */
record GramAttention(boolean attendsToItself) {
    static final GramAttention REFERENCE = new GramAttention(true);

    /** A token that looks at the others only. */
    GramAttention withoutSelf() {
        return new GramAttention(false);
    }

    /** The weights of row i, n of them. */
    double[] weights(double[][] gram, double beta, int i) {
        int n = gram.length;
        double[] row = new double[n];
        for (int j = 0; j < n; j++) {
            row[j] = beta * gram[i][j];
        }
        if (!attendsToItself) {
            row[i] = Double.NEGATIVE_INFINITY;
        }
        Softmax.inPlace(row, 0, n);
        return row;
    }

    /** The overlaps of the averages of the first {@code count} tokens. O(count n²). */
    double[][] averaged(double[][] gram, double beta, int count) {
        int n = gram.length;
        double[][] weights = new double[count][];
        double[][] mixed = new double[count][n];
        for (int i = 0; i < count; i++) {
            weights[i] = weights(gram, beta, i);
            for (int k = 0; k < n; k++) {
                double w = weights[i][k];
                double[] row = gram[k];
                for (int j = 0; j < n; j++) {
                    mixed[i][j] += w * row[j];
                }
            }
        }
        double[][] averaged = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += mixed[i][k] * weights[j][k];
                }
                averaged[i][j] = sum;
                averaged[j][i] = sum;
            }
        }
        return averaged;
    }

    /** The diffusion of the Gram matrix; M is known for the first {@code count} tokens. */
    GramDiffusion diffusion(double[][] gram, double beta, int count, int dimension, double variance) {
        return new GramDiffusion(gram, averaged(gram, beta, count), dimension, variance);
    }
}
