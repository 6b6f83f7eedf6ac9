package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;

/**
 * A prompt of Gaussian tokens: {@code T_L - V m = c G + noise} (see {@link GaussianHead}), all by moments of G and {@code P_2} and
 * without integrating by parts.
 */
record GaussianPrompt(GaussianHead head, GaussianWeights weights) implements FinitePrompt {

    @Override
    public double[] meanOutput() {
        return Vectors.plus(head.centre(), weights.meanRead(), head.direction());
    }

    /** {@code |c|² E(G - tau)² + 2 <c, D> E(G - tau) + |D|² + E P_2 tr S}, D from the target to the limit. */
    @Override
    public double meanSquaredError(double[] target) {
        double[] c = head.direction();
        double[] gap = Vectors.minus(head.output(1), target);
        return Vectors.squaredNorm(c) * weights.squaredGap()
                + 2 * Sums.dot(c, gap) * (weights.meanRead() - head.tau())
                + Vectors.squaredNorm(gap)
                + weights.gamma() * head.noiseTrace();
    }

    /**
     * {@code E|T_L - T_inf|⁴ = |c|⁴ E(G-tau)⁴ + (4 c'Sc + 2 |c|² tr S) E[(G-tau)² P_2] + ((tr S)² + 2 tr S²) E P_2²}: the noise is
     * Gaussian with covariance {@code P_2 S} given the weights.
     */
    @Override
    public double fourthMomentOfError() {
        double norm = Vectors.squaredNorm(head.direction());
        double trace = head.noiseTrace();
        return norm * norm * weights.fourthPowerOfGap()
                + (4 * head.noiseAlongDirection() + 2 * norm * trace) * weights.squaredGapTimesP2()
                + (trace * trace + 2 * head.noiseSquaredTrace()) * weights.p2Squared();
    }

    @Override
    public double secondNormalisation() {
        return weights.secondNormalisation();
    }
}
