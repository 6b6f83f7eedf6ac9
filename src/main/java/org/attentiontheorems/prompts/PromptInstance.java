package org.attentiontheorems.prompts;

import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Check;

/**
 * One query of an attention head and the law of the tokens it reads: weights {@code p_l} proportional to {@code e^<u,x_l>} (no {@code
 * 1/sqrt(d)}), output {@code T_L = V sum_l p_l x_l}.
 *
 * @param law what the tokens are drawn from, in R^d
 * @param valueMatrix V, r x d
 * @param logitVector u, d entries
 * @param promptLength L, from 1 to 1e6
 */
public record PromptInstance(Law law, double[][] valueMatrix, double[] logitVector, int promptLength) {
    public PromptInstance {
        int d = law.dimension();
        Check.that(valueMatrix.length > 0, "valueMatrix", "must not be empty");
        Check.matrix("valueMatrix", valueMatrix, valueMatrix.length, d);
        Check.vector("logitVector", logitVector, d);
        Check.between("promptLength", promptLength, 1, RatioMoments.MAX_LENGTH);
        if (law instanceof Law.Gaussian gaussian) {
            checkTau(gaussian, logitVector);
        } else {
            checkSpread((Law.Atoms) law, logitVector);
        }
    }

    /** The same head reading prompts of another length. */
    PromptInstance withLength(int other) {
        return new PromptInstance(law, valueMatrix, logitVector, other);
    }

    boolean isGaussian() {
        return law instanceof Law.Gaussian;
    }

    boolean hasAtoms() {
        return law instanceof Law.Atoms;
    }

    private static void checkTau(Law.Gaussian law, double[] u) {
        double tau = Vectors.scaledNorm(Vectors.applyTransposed(law.factor(), u));
        Check.that(
                tau <= RatioMoments.MAX_TAU,
                "logitVector",
                "gives logits of standard deviation %s, more than %s",
                tau,
                RatioMoments.MAX_TAU);
    }

    private static void checkSpread(Law.Atoms law, double[] u) {
        double spread = RatioMoments.spread(Vectors.apply(law.support().atoms(), u));
        Check.that(
                spread <= RatioMoments.MAX_SPREAD,
                "logitVector",
                "gives logits that spread over %s, more than %s",
                spread,
                RatioMoments.MAX_SPREAD);
    }
}
