package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * The drift and covariance of one layer, by enumeration, beside those of its diffusion limit.
 *
 * @param averaged the coefficients of the limit
 * @param moments exact moments of the layer
 * @param timeStep δ that both sides of the bounds are divided by
 */
record LayerComparison(AveragedLayer averaged, LayerMoments moments, double timeStep) {

    /**
     * The comparison for a law of weights that need not be centred.
     *
     * @param degree m of the remainders: 3, or 4 for symmetric laws
     */
    static LayerComparison of(WeightLaw law, double beta, double[][] tokens, int heads, double step, int degree) {
        return new LayerComparison(
                AveragedLayer.of(law, beta, tokens),
                LayerMoments.of(Layer.of(law, beta, heads, step), tokens, degree),
                step * step / heads);
    }

    static LayerComparison of(CentredLayer x) {
        return of(x, x.isSymmetric() ? 4 : 3);
    }

    static LayerComparison of(CentredLayer x, int degree) {
        return of(x.law(), x.beta(), x.tokens(), x.heads(), x.step(), degree);
    }

    /** The coefficients of a wrong limit, for controls: factors of the two parts of the drift. */
    LayerComparison withDrift(double ofIntrinsic, double ofCurvature) {
        AveragedLayer wrong = new AveragedLayer(
                Rows.times(ofIntrinsic, averaged.intrinsic()),
                Rows.times(ofCurvature, averaged.curvature()),
                averaged.covariance());
        return new LayerComparison(wrong, moments, timeStep);
    }

    /** A wrong layer, for controls: tokens with weights of their own. */
    LayerComparison withIndependentTokens() {
        return new LayerComparison(averaged, moments.withIndependentTokens(), timeStep);
    }

    /** Another time step, which is wrong, for controls. */
    LayerComparison withTimeStep(double other) {
        return new LayerComparison(averaged, moments, other);
    }

    /** {@code max_i |E Δ_i/δ - b_i|}. */
    double driftError() {
        double[][] drift = averaged.drift();
        double largest = 0;
        for (int i = 0; i < drift.length; i++) {
            Rows.add(drift[i], -1 / timeStep, moments.mean()[i]);
            largest = Math.max(largest, Vectors.norm(drift[i]));
        }
        return largest;
    }

    /** {@code max_ij |E Δ_i Δ_jᵀ/δ - A_ij|_F}. */
    double covarianceError() {
        double largest = 0;
        for (int i = 0; i < moments.second().length; i++) {
            for (int j = 0; j < moments.second().length; j++) {
                double[][] scaled = Rows.times(1 / timeStep, moments.second()[i][j]);
                largest = Math.max(largest, Rows.frobeniusDistance(scaled, averaged.covariance()[i][j]));
            }
        }
        return largest;
    }

    /** {@code max_i E R_m(ρ_i)/δ}. */
    double driftBound() {
        double largest = 0;
        for (double remainder : moments.driftRemainder()) {
            largest = Math.max(largest, remainder / timeStep);
        }
        return largest;
    }

    /** {@code max_ij E K_m(ρ_i, ρ_j)/δ}. */
    double covarianceBound() {
        return Rows.largest(moments.covarianceRemainder()) / timeStep;
    }

    /** {@code max_i |b_i|}. */
    double driftNorm() {
        return largestNorm(averaged.drift());
    }

    /** {@code max_i ½ E|P_i F_i|²}, what the drift lacks without the Itô correction. */
    double curvatureNorm() {
        return largestNorm(averaged.curvature());
    }

    /** {@code max_i |E <x_i, F_i> P_i F_i|}. */
    double intrinsicNorm() {
        return largestNorm(averaged.intrinsic());
    }

    /** {@code max_(i≠j) |A_ij|_F}: how much noise tokens share. */
    double sharedNoise() {
        double largest = 0;
        double[][][][] covariance = averaged.covariance();
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                double[][] none = Rows.zeros(covariance[i][j].length, covariance[i][j].length);
                largest = i == j ? largest : Math.max(largest, Rows.frobeniusDistance(covariance[i][j], none));
            }
        }
        return largest;
    }

    /** {@code -2 Σ_i <x_i, b_i>}, which is {@code Σ_i tr A_ii} because {@code |x_i|} stays 1. */
    double inwardDrift(double[][] tokens) {
        double sum = 0;
        double[][] drift = averaged.drift();
        for (int i = 0; i < tokens.length; i++) {
            sum -= 2 * Sums.dot(tokens[i], drift[i]);
        }
        return sum;
    }

    private static double largestNorm(double[][] rows) {
        double largest = 0;
        for (double[] row : rows) {
            largest = Math.max(largest, Vectors.norm(row));
        }
        return largest;
    }
}
