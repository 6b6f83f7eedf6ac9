package org.attentiontheorems.prompts;

import java.util.List;
import org.attentiontheorems.measure.Sums;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** The rate and the constant of the exact mean squared error, for both laws. */
final class ErrorFamilies {
    private static final int LONG = 65_536;

    private ErrorFamilies() {}

    private static double squaredError(PromptInstance x) {
        return PromptModel.REFERENCE.read(x).meanSquaredError(PromptModel.REFERENCE.limit(x));
    }

    private static double bound(PromptInstance x) {
        return x.isGaussian() ? GaussianBounds.of(x).bound() : AtomsBounds.of(x).bound();
    }

    private static double asymptoticVariance(PromptInstance x) {
        return x.isGaussian()
                ? GaussianBounds.of(x).asymptoticVariance()
                : AtomsBounds.of(x).asymptoticVariance();
    }

    /** {@code L E|T_L - T_inf|²} relative to a claimed limit. */
    private static double distanceFrom(double claimed, PromptInstance x) {
        return Math.abs(LONG * squaredError(x.withLength(LONG)) / claimed - 1);
    }

    /** {@code L E|T_L - T_inf|²} tends to the asymptotic variance. */
    static Family<PromptInstance> rate() {
        ExactRate<PromptInstance> rate = Claim.<PromptInstance>exactRate(
                        "error-rate", SizedMeasure.direct((x, n) -> squaredError(x.withLength(n))))
                .fallsLike(1, 0.04, 64, 256, 1024, 4096, 16384)
                .under((x, n) -> bound(x.withLength(n)))
                .sharp();
        return Family.of(
                        "worked-laws",
                        "the exact error of the worked examples' laws, prompts of 64 to 65536 tokens",
                        List.of(
                                new PromptInstance(
                                        new Law.Gaussian(
                                                new double[] {0.25, -0.5}, new double[][] {{1, 0}, {0.5, 0.8}}),
                                        new double[][] {{1, -1}, {0.5, 2}},
                                        new double[] {0.6, 0.2},
                                        64),
                                new PromptInstance(
                                        new Law.Atoms(
                                                new double[][] {{1, 0}, {0, 1}, {-1, -0.5}},
                                                new double[] {0.5, 0.3, 0.2}),
                                        new double[][] {{1, 0.5}},
                                        new double[] {0.8, -0.4},
                                        50)))
                .claims(
                        rate,
                        Claim.<PromptInstance>bound("error-constant", x -> distanceFrom(asymptoticVariance(x), x))
                                .atMost(x -> 0.01))
                .controls(
                        new NegativeControl<>(
                                "error-rate-three-halves", "claims the rate L^-1.5", rate.fallsLike(1.5, 0.04)),
                        new NegativeControl<>(
                                "error-constant-of-plain-means",
                                "claims the constant of equally weighted tokens, tr V Cov V'",
                                Claim.<PromptInstance>bound("error-constant", x -> distanceFrom(plainVariance(x), x))
                                        .atMost(x -> 0.01)));
    }

    /** {@code tr V Cov V'} of the tilted law: the variance of one token drawn from the limit. */
    private static double plainVariance(PromptInstance x) {
        double[][] covariance = InfinitePrompt.of(x.law(), x.logitVector()).covariance();
        double trace = 0;
        for (double[] row : x.valueMatrix()) {
            trace += Sums.dot(row, Vectors.apply(covariance, row));
        }
        return trace;
    }
}
