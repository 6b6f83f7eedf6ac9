package org.attentiontheorems.prompts;

import java.util.ArrayList;
import java.util.List;
import org.attentiontheorems.prompts.RatioMoments.Indices;
import org.attentiontheorems.verify.Bound;
import org.attentiontheorems.verify.Check;
import org.attentiontheorems.verify.Claim;
import org.attentiontheorems.verify.ExactRate;
import org.attentiontheorems.verify.Family;
import org.attentiontheorems.verify.Identity;
import org.attentiontheorems.verify.NegativeControl;
import org.attentiontheorems.verify.SizedMeasure;

/** The exact error of the whitened covariance: against independent values, its rate, its constant, and where the rate is lost. */
final class GradientFamilies {
    private static final int[] LENGTHS = {64, 256, 1024, 4096};

    private GradientFamilies() {}

    /** Whitened tokens of d entries with logits of standard deviation tau. */
    record Whitened(double tau, int dimension) {
        Whitened {
            Check.that(tau >= 0 && tau <= RatioMoments.MAX_TAU, "tau", "must be between 0 and 3, is %s", tau);
            Check.atLeast("dimension", dimension, 1);
        }

        double error(GradientModel by, int promptLength) {
            return by.whitened(tau, dimension, promptLength);
        }

        double error(int promptLength) {
            return error(GradientModel.REFERENCE, promptLength);
        }

        double bound(int promptLength) {
            return WhitenedCovariance.bound(tau, promptLength, dimension);
        }

        /** {@code L E|Chat_L - I|_F²} relative to its limit. */
        double share(int promptLength) {
            return promptLength * error(promptLength) / WhitenedCovariance.limit(tau, dimension);
        }

        double leastShare() {
            double least = Double.POSITIVE_INFINITY;
            for (int promptLength : LENGTHS) {
                least = Math.min(least, share(promptLength));
            }
            return least;
        }

        /** {@code C L^-exponent} at L = 4096, through the error at 64 tokens. */
        double fitted(double exponent) {
            return error(64) * StrictMath.pow(64.0 / 4096, exponent);
        }
    }

    private static List<Whitened> grid(double... taus) {
        List<Whitened> all = new ArrayList<>();
        for (double tau : taus) {
            for (int d = 1; d <= 4; d++) {
                all.add(new Whitened(tau, d));
            }
        }
        return all;
    }

    // ---- one and two tokens

    /** A single token has no covariance: {@code |0 - I|² = d}. */
    private static Identity<Whitened> oneToken(GradientModel by) {
        return Claim.identity("one-token", x -> x.error(by, 1), Whitened::dimension);
    }

    private static Identity<Whitened> twoTokens(GradientModel by) {
        return Claim.identity(
                "two-tokens", x -> x.error(by, 2), x -> WhitenedCovariance.twoTokens(x.tau(), x.dimension()));
    }

    /** The integral formula at L = 1 and L = 2. */
    static Family<Whitened> oneAndTwoTokens() {
        GradientModel right = GradientModel.REFERENCE;
        return Family.of(
                        "one-and-two-tokens",
                        "whitened tokens in one to four dimensions, tau = 0, 0.3, 0.5, 1, 2 and 3, prompts of one and two tokens",
                        grid(0, 0.3, 0.5, 1, 2, 3))
                .claims(oneToken(right), twoTokens(right))
                .controls(
                        new NegativeControl<>(
                                "one-token-without-cross-term",
                                "forgets the mixed term of a square",
                                oneToken(right.withoutCrossTerm())),
                        new NegativeControl<>(
                                "two-tokens-without-cross-term",
                                "forgets the mixed term of a square",
                                twoTokens(right.withoutCrossTerm())),
                        new NegativeControl<>(
                                "two-tokens-may-coincide",
                                "counts L^b instead of L(L-1)...(L-b+1) tuples of different tokens",
                                twoTokens(right.withAnyIndices())),
                        new NegativeControl<>(
                                "two-tokens-uncentred",
                                "takes diag(p) for the Jacobian diag(p) - pp' of softmax",
                                twoTokens(right.withoutCentring())));
    }

    // ---- rate and constant

    /** The rate {@code L^-1} of the mean square is attained. */
    static Family<Whitened> rate() {
        ExactRate<Whitened> rate = Claim.<Whitened>exactRate("whitened-rate", SizedMeasure.direct((x, n) -> x.error(n)))
                .fallsLike(1, 0.05, LENGTHS)
                .under((x, n) -> x.bound(n))
                .sharp();
        Bound<Whitened> fitted = Claim.<Whitened>bound("whitened-fitted-power", x -> x.error(4096))
                .atMost(x -> x.fitted(0.9));
        return Family.of(
                        "whitened-rate",
                        "whitened tokens in one to four dimensions, tau = 0 and 0.5, prompts of 64 to 4096 tokens",
                        grid(0, 0.5))
                .claims(rate, fitted)
                .controls(
                        new NegativeControl<>("whitened-rate-two", "claims the rate L^-2", rate.fallsLike(2, 0.05)),
                        new NegativeControl<>(
                                "whitened-fitted-faster",
                                "claims C L^-1.1 with C fitted at 64 tokens",
                                fitted.atMost(x -> x.fitted(1.1))));
    }

    /** The constant is attained: the bound and the rate cannot be improved. */
    static Family<Whitened> limit() {
        Bound<Whitened> constant = Claim.<Whitened>bound("whitened-constant", x -> Math.abs(x.share(4096) - 1))
                .atMost(x -> 0.02);
        return Family.of(
                        "whitened-constant",
                        "whitened tokens in one to four dimensions, tau = 0, 0.5 and 0.8, prompts of 64 to 4096 tokens",
                        grid(0, 0.5, 0.8))
                .claims(
                        constant,
                        Claim.bound("whitened-constant-from-below", Whitened::leastShare)
                                .atLeast(x -> 0.6))
                .controls(
                        new NegativeControl<>(
                                "constant-of-equal-weights",
                                "claims the constant (d + 1) d of equally weighted tokens",
                                Claim.<Whitened>bound(
                                                "whitened-constant",
                                                x -> Math.abs(
                                                        4096 * x.error(4096) / (x.dimension() * (x.dimension() + 1.0))
                                                                - 1))
                                        .atMost(x -> 0.02)),
                        new NegativeControl<>(
                                "whitened-constant-early",
                                "claims that 64 tokens come within a tenth of the limit",
                                Claim.<Whitened>bound("whitened-constant-from-below", x -> x.share(64))
                                        .atLeast(x -> 0.9)
                                        .when(x -> x.tau() > 0.7)));
    }

    // ---- growing logits

    /** Logits with {@code tau² = log L} in d dimensions. */
    record GrowingWhitened(int dimension) {
        GrowingWhitened {
            Check.atLeast("dimension", dimension, 1);
        }

        double error(int promptLength) {
            return WhitenedCovariance.of(Math.sqrt(StrictMath.log(promptLength)), promptLength, Indices.DIFFERENT)
                    .squaredError(dimension, 1);
        }

        /** Log-log slope between two lengths. */
        double slope(int from, int to) {
            return StrictMath.log(error(to) / error(from)) / StrictMath.log((double) to / from);
        }
    }

    /** With {@code tau² = log L} the rate is lost. */
    static Family<GrowingWhitened> growing() {
        Bound<GrowingWhitened> slope = Claim.<GrowingWhitened>bound("growing-gradient-slope", x -> x.slope(256, 1024))
                .atLeast(x -> -0.5);
        return Family.of(
                        "growing-logits",
                        "logits with tau² = log L in one to four dimensions, prompts of 256 and 1024 tokens",
                        List.of(
                                new GrowingWhitened(1),
                                new GrowingWhitened(2),
                                new GrowingWhitened(3),
                                new GrowingWhitened(4)))
                .claims(slope)
                .controls(new NegativeControl<>(
                        "uniform-gradient-slope",
                        "claims the slope -1 also when the logits grow",
                        Claim.<GrowingWhitened>bound("growing-gradient-slope", x -> x.slope(256, 1024))
                                .atMost(x -> -0.9)));
    }
}
