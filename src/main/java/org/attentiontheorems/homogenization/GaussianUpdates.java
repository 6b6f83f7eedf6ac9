package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Sums;

/**
 * Updates of a layer with Gaussian values, drawn from their law given what the tokens read: {@code u_i = η/H Σ_h V_h m_i^h} is Gaussian with
 * {@code E[u_i u_jᵀ] = δ σ² M_ij I}, where {@code δ = η²/H} and M is the mean over the heads of the overlaps of the averages. So {@code u =
 * sqrt(δ) σ L z} with {@code L Lᵀ = M}: nd normal numbers instead of Hd². Immutable.
 */
final class GaussianUpdates {
    private static final double NEGLIGIBLE = 1e-13;

    private final double[][] factor;
    private final double scale;

    private GaussianUpdates(double[][] factor, double scale) {
        this.factor = factor;
        this.scale = scale;
    }

    /**
     * The updates of one layer.
     *
     * @param averaged M, n x n, positive semidefinite
     * @param variance δσ²
     */
    static GaussianUpdates of(double[][] averaged, double variance) {
        return new GaussianUpdates(cholesky(averaged), Math.sqrt(variance));
    }

    /** The lower factor; directions whose pivot is rounding of 0 are left out, as where tokens have met. O(n³). */
    private static double[][] cholesky(double[][] m) {
        int n = m.length;
        double[][] factor = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] row = new double[i + 1];
            for (int j = 0; j < i; j++) {
                double rest = m[i][j];
                double[] other = factor[j];
                for (int k = 0; k < j; k++) {
                    rest -= row[k] * other[k];
                }
                row[j] = other[j] == 0 ? 0 : rest / other[j];
            }
            double pivot = m[i][i] - Sums.dot(row, row);
            row[i] = pivot > NEGLIGIBLE * m[i][i] ? Math.sqrt(pivot) : 0;
            factor[i] = row;
        }
        return factor;
    }

    /** The update of each token from a row of d normal numbers a token. O(n²d). */
    double[][] from(double[][] noise) {
        int d = noise[0].length;
        double[][] updates = new double[factor.length][d];
        for (int i = 0; i < factor.length; i++) {
            for (int k = 0; k <= i; k++) {
                Rows.add(updates[i], scale * factor[i][k], noise[k]);
            }
        }
        return updates;
    }
}
