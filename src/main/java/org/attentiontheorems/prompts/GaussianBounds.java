package org.attentiontheorems.prompts;

import java.util.SortedMap;
import java.util.TreeMap;
import org.attentiontheorems.measure.Vectors;

/**
 * What prompt-output-concentration says of Gaussian tokens.
 *
 * @param tau standard deviation of the logits
 * @param gamma {@code gamma_L(tau)}
 * @param thirdGap {@code E[P_3 - P_2²]}
 * @param trace {@code tr(V Gamma V')}
 * @param squaredDrift {@code |V Gamma u|²}
 * @param head the head in reduced form
 * @param outputScale {@code |V|_F (|m| + |B|_F tau)}: how large an output is
 * @param noiseScale {@code |V|_F (|m| + |B|_F)}: what the rounding of an output is relative to
 * @param promptLength L
 */
record GaussianBounds(
        double tau,
        double gamma,
        double thirdGap,
        double trace,
        double squaredDrift,
        GaussianHead head,
        double outputScale,
        double noiseScale,
        int promptLength) {

    /** For an instance with a Gaussian law. Cost: one quadrature. */
    static GaussianBounds of(PromptInstance x) {
        Law.Gaussian law = (Law.Gaussian) x.law();
        GaussianHead head = GaussianHead.of(law, x.valueMatrix(), x.logitVector());
        GaussianWeights weights = GaussianWeights.of(head.tau(), x.promptLength());
        double mean = Vectors.scaledNorm(law.mean());
        double spread = Math.sqrt(Vectors.squaredFrobenius(law.factor()));
        double values = Math.sqrt(Vectors.squaredFrobenius(x.valueMatrix()));
        return new GaussianBounds(
                head.tau(),
                weights.gamma(),
                weights.p3() - weights.p2Squared(),
                head.trace(),
                head.squaredDrift(),
                head,
                values * (mean + spread * head.tau()),
                values * (mean + spread),
                x.promptLength());
    }

    /** {@code gamma_L (tr V Gamma V' + |V Gamma u|²) - 6 |V Gamma u|² E[P_3 - P_2²]}, by Gaussian integration by parts. */
    double squaredError() {
        return gamma * (trace + squaredDrift) - 6 * squaredDrift * thirdGap;
    }

    /** {@code gamma_L (tr V Gamma V' + |V Gamma u|²)}, because {@code P_2² <= P_3}. */
    double boundGivenGamma() {
        return gamma * (trace + squaredDrift);
    }

    /** {@code gammaUpper (tr V Gamma V' + |V Gamma u|²)}. */
    double bound() {
        return PromptOutputConcentration.gammaUpper(tau, promptLength) * (trace + squaredDrift);
    }

    /** {@code e^tau² (tr V Gamma V' + |V Gamma u|²)}: the limit of L times the mean squared error. */
    double asymptoticVariance() {
        return StrictMath.exp(tau * tau) * (trace + squaredDrift);
    }

    /** {@code V(m + (1 - gamma_L) Gamma u)} for sign 1. */
    double[] meanOutput(double sign) {
        return head.output(1 - sign * gamma);
    }

    /** What rounding may leave of a mean output: tokens of either sign cancel in it. */
    double rounding() {
        return 1e-15 * noiseScale;
    }

    SortedMap<String, Double> quantities() {
        SortedMap<String, Double> all = new TreeMap<>();
        all.put("tau", tau);
        all.put("gamma", gamma);
        all.put("gammaLower", PromptOutputConcentration.gammaLower(tau, promptLength));
        all.put("gammaUpper", PromptOutputConcentration.gammaUpper(tau, promptLength));
        all.put("bias", gamma * Math.sqrt(squaredDrift));
        all.put("asymptoticVariance", asymptoticVariance());
        all.put("bound", bound());
        return all;
    }
}
