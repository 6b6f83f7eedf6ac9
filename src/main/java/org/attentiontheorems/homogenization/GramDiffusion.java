package org.attentiontheorems.homogenization;

import java.util.Arrays;

/**
 * Drift and quadratic variation of the Gram matrix of the tokens in the limit, for isotropic values of variance σ²:
 *
 * <pre>{@code
 * dG_ij = σ² [M_ij (d-2+G_ij²) - (d-1)/2 (M_ii+M_jj) G_ij] dt + martingale,
 * d<G_ij, G_kl> = σ² [M_ik p_ij,kl + M_il p_ij,lk + M_jk p_ji,kl + M_jl p_ji,lk] dt,
 * p_ij,kl = G_jl - G_kl G_jk - G_ij G_il + G_ij G_kl G_ik.
 * }</pre>
 *
 * @param gram G, n x n, ones on the diagonal
 * @param averaged M, n x n, the mean overlaps of the attention averages
 * @param dimension d
 * @param variance σ²
 */
record GramDiffusion(double[][] gram, double[][] averaged, int dimension, double variance) {

    /** The drift of G_ij. */
    double drift(int i, int j) {
        return drift(i, j, dimension - 2, 0.5 * (dimension - 1));
    }

    /** The drift with any number of shared directions in place of d-2 and any factor in place of (d-1)/2: how controls get it wrong. */
    double drift(int i, int j, double shared, double curvature) {
        double g = gram[i][j];
        double m = averaged[i][j];
        return variance * (m * (shared + g * g) - curvature * (averaged[i][i] + averaged[j][j]) * g);
    }

    /** {@code d<G_ij, G_kl>/dt}. */
    double variation(int i, int j, int k, int l) {
        return variance
                * (averaged[i][k] * projected(i, j, k, l)
                        + averaged[i][l] * projected(i, j, l, k)
                        + averaged[j][k] * projected(j, i, k, l)
                        + averaged[j][l] * projected(j, i, l, k));
    }

    /** {@code p_ij,kl = <P_i x_j, P_k x_l>}. */
    private double projected(int i, int j, int k, int l) {
        double[][] g = gram;
        return g[j][l] - g[k][l] * g[j][k] - g[i][j] * g[i][l] + g[i][j] * g[k][l] * g[i][k];
    }

    /** A wrong diffusion for controls: every token has noise of its own. */
    GramDiffusion withoutCommonNoise() {
        double[][] apart = new double[averaged.length][averaged.length];
        for (int i = 0; i < apart.length; i++) {
            apart[i][i] = averaged[i][i];
        }
        return new GramDiffusion(gram, apart, dimension, variance);
    }

    /** The Gram matrix of n tokens with overlap q. */
    static double[][] equiangular(int n, double q) {
        double[][] gram = new double[n][n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(gram[i], q);
            gram[i][i] = 1;
        }
        return gram;
    }
}
