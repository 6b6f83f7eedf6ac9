package org.attentiontheorems.homogenization;

import org.attentiontheorems.measure.Vectors;

/**
 * A centred layer whose values are moved by {@code ε I}, so that its heads have a mean, at steps 0.05 and 0.025. The mean adds {@code M = H
 * max_i |P_i E m_i| ε/η} to the error of the drift, everything else at most {@code R}: the remainder, and {@code (H - 1) ε²/√3} by pairs of
 * heads.
 *
 * @param base the centred layer
 * @param mean ε
 */
record ShiftedLayer(CentredLayer base, double mean) {
    private static final double COARSE = 0.05;
    private static final double FINE = 0.025;
    private static final double SMALL_SHARE = 0.05;

    private WeightLaw shifted(double shift) {
        return base.law().mapValues(value -> {
            double[][] moved = Rows.copy(value);
            Rows.add(moved, shift, Vectors.identity(moved.length));
            return moved;
        });
    }

    private LayerComparison at(double step, double shift) {
        return LayerComparison.of(shifted(shift), base.beta(), base.tokens(), base.heads(), step, 3);
    }

    /** M. */
    private double byMean(double step) {
        double largest = 0;
        for (double[] row : AveragedField.of(shifted(mean), base.beta()).at(base.tokens())) {
            largest = Math.max(largest, Vectors.norm(row));
        }
        return base.heads() * largest / step;
    }

    /** R. */
    private double rest(double step) {
        return at(step, mean).driftBound() + (base.heads() - 1) * mean * mean / Math.sqrt(3);
    }

    private double share(double step) {
        return rest(step) / byMean(step);
    }

    /** Whether {@code R <= M/20} at both steps. */
    boolean isRuledByTheMean() {
        return Math.max(share(COARSE), share(FINE)) <= SMALL_SHARE;
    }

    /** By how much the slope of {@code (M ± R)/M · 1/η} can differ from -1: {@code log_2 (1 + R/M)/(1 - R/M)}, each share at its step. */
    double largestDeviation() {
        double most = Math.max((1 + share(COARSE)) / (1 - share(FINE)), (1 + share(FINE)) / (1 - share(COARSE)));
        return StrictMath.log(most) / StrictMath.log(COARSE / FINE);
    }

    /** {@code (M - R) / bound} at the finer step. */
    double leastErrorOverBound() {
        return (byMean(FINE) - rest(FINE)) / at(FINE, mean).driftBound();
    }

    /** The exponent of η in the error of the drift, with another mean for controls. */
    double slope(double shift) {
        double ratio = at(COARSE, shift).driftError() / at(FINE, shift).driftError();
        return StrictMath.log(ratio) / StrictMath.log(COARSE / FINE);
    }

    /** The error of the drift over its bound at the finer step, with another mean for controls. */
    double errorOverBound(double shift) {
        return at(FINE, shift).driftError() / at(FINE, shift).driftBound();
    }
}
