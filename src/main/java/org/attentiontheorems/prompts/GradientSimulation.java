package org.attentiontheorems.prompts;

import java.util.List;
import org.attentiontheorems.measure.Vectors;
import org.attentiontheorems.prompts.RatioMoments.Indices;
import org.attentiontheorems.random.RandomField;
import org.attentiontheorems.verify.Approx;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Mean;
import org.attentiontheorems.verify.Memo;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.Picture;
import org.attentiontheorems.verify.Range;

/** Prompts that are really drawn, and the covariance that is read from them, against the exact errors. */
final class GradientSimulation {
    private static final long MANY = 200_000;
    private static final double SMALL_MARGIN = 0.02;
    private static final int PLANE = 2;

    private final Memo<PromptInstance, Double> exact = Memo.of(GradientModel.REFERENCE::squaredError);
    private final Memo<PromptInstance, Range> ranges = Memo.of(GradientSimulation::range);

    private static Approx drawn(PromptInstance x, boolean centred, RandomField random) {
        return Approx.direct(SampledPrompt.squaredGradientError(x, centred, random));
    }

    /** Atoms are bounded; on the line the variance is known; in more dimensions nothing but the sign. */
    private static Range range(PromptInstance x) {
        if (x.hasAtoms()) {
            return bounded(x);
        }
        if (x.law().dimension() > 1) {
            return Range.above(0);
        }
        WhitenedCovariance covariance =
                WhitenedCovariance.of(GradientModel.tau(x), x.promptLength(), Indices.DIFFERENT);
        double square = covariance.squaredError(1, 1);
        return Range.withVariance(0, covariance.fourthPowerOnTheLine() - square * square);
    }

    private static Range.Bounded bounded(PromptInstance x) {
        double largest = AtomsGradient.of(x).largestError();
        return new Range.Bounded(0, largest * largest);
    }

    private Mean<PromptInstance> error(boolean centred) {
        return Claim.<PromptInstance>mean("sampled-gradient-error", (x, random) -> drawn(x, centred, random))
                .atMost(exact::apply)
                .in(ranges)
                .replicates(MANY);
    }

    private Mean<PromptInstance> errorFromBelow() {
        return Claim.<PromptInstance>mean("sampled-gradient-error-from-below", (x, random) -> drawn(x, true, random))
                .atLeast(exact::apply, GradientSimulation::bounded)
                .within(SMALL_MARGIN)
                .replicates(MANY);
    }

    /** Standard normal tokens in d dimensions, read by {@code V = I}, with logits of standard deviation tau. */
    private static PromptInstance whitened(double tau, int dimension, int promptLength) {
        double[][] identity = Vectors.identity(dimension);
        double[] u = new double[dimension];
        u[0] = tau;
        return new PromptInstance(new Law.Gaussian(new double[dimension], identity), identity, u, promptLength);
    }

    /** Short prompts, atoms from both sides. */
    Family<PromptInstance> shortPrompts() {
        double[][] values = {{1, -1}, {0.5, 2}};
        Law.Atoms three = new Law.Atoms(new double[][] {{1, 0}, {0, 1}, {-1, -0.5}}, new double[] {0.5, 0.3, 0.2});
        return Family.of(
                        "short-prompts",
                        "drawn prompts of 4 to 16 tokens: whitened ones in one and three dimensions, and three atoms",
                        List.of(
                                whitened(0.7, 1, 8),
                                whitened(0.5, 3, 16),
                                new PromptInstance(three, values, new double[] {0.8, -0.4}, 4),
                                new PromptInstance(three, values, new double[] {-1.5, 0.5}, 6)))
                .claims(error(true), errorFromBelow().when(PromptInstance::hasAtoms))
                .controls(
                        new NegativeControl<>(
                                "sampled-uncentred",
                                "takes diag(p) for the Jacobian diag(p) - pp' of softmax",
                                error(false).when(PromptInstance::hasAtoms)),
                        new NegativeControl<>(
                                "sampled-half-the-error",
                                "claims half of the mean squared error",
                                error(true).atMost(x -> exact.apply(x) / 2)));
    }

    /** Exact error, bound and drawn prompts for three temperatures in the plane. */
    Picture errorAgainstLength(RandomField random) {
        return LengthPicture.of(
                        "gradient-error-against-length",
                        "Error of the key-query gradient against prompt length",
                        "E|C_L - I|² of whitened tokens, d = 2")
                .exact((tau, n) -> GradientModel.REFERENCE.whitened(tau, PLANE, n))
                .bound((tau, n) -> WhitenedCovariance.bound(tau, n, PLANE))
                .drawn((tau, n, field) -> SampledPrompt.squaredGradientError(whitened(tau, PLANE, n), true, field))
                .picture(random);
    }
}
