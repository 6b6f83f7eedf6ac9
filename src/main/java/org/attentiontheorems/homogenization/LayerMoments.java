package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Vectors;

/**
 * What one layer does exactly, by enumeration of its types: moments of {@code Δ_i = x_i⁺ - x_i}, and the means of what the normalisation lemma
 * allows them to differ from their leading terms. O(types n² d²).
 *
 * @param mean E Δ_i, n x d
 * @param second E Δ_i Δ_jᵀ, n x n x d x d
 * @param driftRemainder E R_m(ρ_i) with ρ_i = |u_i|, n entries
 * @param covarianceRemainder E K_m(ρ_i, ρ_j), n x n
 */
record LayerMoments(double[][] mean, double[][][][] second, double[] driftRemainder, double[][] covarianceRemainder) {

    /**
     * The moments of a layer at the given tokens.
     *
     * @param degree m of the remainders: 3, or 4 where terms of degree 3 average out
     */
    static LayerMoments of(Layer layer, double[][] tokens, int degree) {
        int n = tokens.length;
        int d = tokens[0].length;
        LayerMoments sum = new LayerMoments(Rows.zeros(n, d), new double[n][n][d][d], new double[n], new double[n][n]);
        layer.forEachUpdate(tokens, (prob, update) -> sum.add(prob, tokens, update, degree));
        return sum;
    }

    private void add(double prob, double[][] tokens, double[][] update, int degree) {
        int n = tokens.length;
        double[][] increment = new double[n][];
        double[] rho = new double[n];
        for (int i = 0; i < n; i++) {
            increment[i] = Vectors.plus(SphereStep.step(tokens[i], update[i]), -1, tokens[i]);
            rho[i] = Vectors.norm(update[i]);
            Rows.add(mean[i], prob, increment[i]);
            driftRemainder[i] += prob * SphereStep.remainder(degree, rho[i]);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                Rows.addOuter(second[i][j], prob, increment[i], increment[j]);
                covarianceRemainder[i][j] += prob * SphereStep.covarianceRemainder(degree, rho[i], rho[j]);
            }
        }
    }

    /** A wrong layer for controls: every token has weights of its own, so that moments of different tokens factorise. */
    LayerMoments withIndependentTokens() {
        double[][][][] apart = new double[mean.length][mean.length][mean[0].length][mean[0].length];
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                if (i == j) {
                    apart[i][i] = second[i][i];
                } else {
                    Rows.addOuter(apart[i][j], 1, mean[i], mean[j]);
                }
            }
        }
        return new LayerMoments(mean, apart, driftRemainder, covarianceRemainder);
    }
}
