package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.RatioMoments.Indices;

/**
 * The derivative of a head's output in its key-query matrix, {@code dU -> V C_L dU z}, over prompts of a law, and the ways to get it
 * wrong.
 *
 * @param centred whether {@code C_L = sum_l p_l x_l x_l' - m_L m_L'} has its second term: softmax has the Jacobian {@code diag(p) - pp'}
 * @param crossTerm whether the square of the error keeps its mixed term {@code -2 S_n S_f S_h / D³}
 * @param indices how coinciding token indices are counted
 */
record GradientModel(boolean centred, boolean crossTerm, Indices indices) {

    /** The right one. */
    static final GradientModel REFERENCE = new GradientModel(true, true, Indices.DIFFERENT);

    /** Takes {@code diag(p)} for the Jacobian of softmax. */
    GradientModel withoutCentring() {
        return new GradientModel(false, crossTerm, indices);
    }

    /** Forgets the mixed term of a square. */
    GradientModel withoutCrossTerm() {
        return new GradientModel(centred, false, indices);
    }

    /** Counts {@code L^b} instead of {@code L(L-1)...(L-b+1)} tuples of different indices. */
    GradientModel withAnyIndices() {
        return new GradientModel(centred, crossTerm, Indices.ANY);
    }

    /** {@code E|Chat_L - I|_F²} for whitened Gaussian tokens, {@code E|V(C_L - C)|_F²} for atoms. */
    double squaredError(PromptInstance x) {
        if (x.isGaussian()) {
            return whitened(tau(x), x.law().dimension(), x.promptLength());
        }
        AtomsGradient head = AtomsGradient.of(x);
        return centred
                ? head.squaredError(x.promptLength(), crossTerm ? 1 : 0, indices)
                : head.squaredErrorUncentred(x.promptLength(), x.valueMatrix());
    }

    /** {@code E|Chat_L - I|_F²} in d dimensions. */
    double whitened(double tau, int dimension, int promptLength) {
        WhitenedCovariance covariance = WhitenedCovariance.of(tau, promptLength, indices);
        return centred
                ? covariance.squaredError(dimension, crossTerm ? 1 : 0)
                : covariance.squaredErrorUncentred(dimension);
    }

    /** Standard deviation of the logits of an instance with a Gaussian law. */
    static double tau(PromptInstance x) {
        return Vectors.scaledNorm(Vectors.applyTransposed(((Law.Gaussian) x.law()).factor(), x.logitVector()));
    }
}
